// SPDX-License-Identifier: Apache-2.0
// What a fold knows of the ids of a block's rows, and where a row stands in its input.
#pragma once

#include <cstdint>
#include <map>
#include <vector>

#include "events/dataset.h"
#include "ledger/ledger.h"

namespace tallyfold {

/// How a fold learns of repeated ids.
enum class IdsFrom : uint8_t {
  Repeats,  ///< only events whose id is known to repeat wait for a verdict: one report over a kept
            ///< dataset
  Shared,   ///< the same, and events whose id another engine of several has too: one report over
            ///< kept datasets that know of each other
  Hashes,   ///< every event with an id waits: the partial may meet others that know more
};

class RepeatedIds {
 public:
  /// `matters`: whether an id counts once at all.
  RepeatedIds(const Dataset& dataset, IdsFrom from, bool matters);

  /// Begins a block, which must outlive the questions.
  void begin(const Block& block);
  /// Whether any row of the block may have to wait.
  [[nodiscard]] bool any() const;
  /// The id of a row that has to wait for a verdict; zero for the others.
  [[nodiscard]] Hash128 idOf(size_t row) const;
  /// Puts 0 for those of rows [first, first + count) that have to wait; the others stay as they
  /// are.
  void refuse(size_t first, size_t count, uint8_t* taken) const;

 private:
  struct Repeat {
    uint32_t row;
    Hash128 id;
  };
  IdsFrom from_;
  bool matters_;
  const Block* block_ = nullptr;
  std::map<uint32_t, std::vector<SharedId>> of_block_;
  std::vector<Repeat> repeats_;  // of the block, by row
};

/// Where in the input something stands.
struct Arrival {
  uint32_t source = 0xffffffff;
  int64_t offset = INT64_MAX;
  friend bool operator<(const Arrival& a, const Arrival& b) {
    return a.source != b.source ? a.source < b.source : a.offset < b.offset;
  }
};

/// A ledger entry that names a row.
LedgerEntry placeOf(const Block& block, size_t row, Reason reason);

}  // namespace tallyfold
