// SPDX-License-Identifier: Apache-2.0
// Up to 4,096 rows of one run while they are folded: which of them are asked for, and the cells
// they need.
#pragma once

#include <cstdint>
#include <memory>
#include <vector>

#include "query/query.h"

namespace tallyfold {

class Chunk {
 public:
  Chunk() = default;

  /// Begins a piece of a run: rows [first, first + count) of the block, all selected.
  void begin(const Block& block, size_t first, size_t count);
  /// Keeps the rows whose time, as the query sees it, lies in its range.
  void selectTimes(const Query& query);
  /// Keeps the rows for which keep(index) is true; an index counts from the piece's first row.
  template <typename Keep>
  void selectIf(Keep keep) {
    size_t kept = 0;
    for (size_t i = 0; i < selected_count; ++i) {
      if (keep(selected[i])) selected[kept++] = selected[i];
    }
    selected_count = kept;
  }
  /// The cells of a field, read when first asked for. With `huge_integers_hide`, rows with such an
  /// integer have no properties.
  const FieldCells& cells(const FieldName& field, FieldKey key, bool huge_integers_hide);

  const Block* block = nullptr;
  size_t first = 0;
  size_t count = 0;
  int64_t times_ns[kZoneRows];   ///< of every row of the piece
  uint16_t selected[kZoneRows];  ///< indices, ascending
  size_t selected_count = 0;

 private:
  struct Held {
    FieldKey key;
    bool fresh;
    std::unique_ptr<FieldCells> cells;
  };
  std::vector<Held> held_;
};

}  // namespace tallyfold
