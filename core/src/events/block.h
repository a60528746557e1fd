// SPDX-License-Identifier: Apache-2.0
// Up to 65,536 events of one input as columns, the events of one name standing together.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "base/siphash.h"
#include "events/column.h"
#include "events/field_keys.h"
#include "events/packed_integers.h"

namespace tallyfold {

inline constexpr size_t kMaxBlockRows = 65536;
/// Rows that share one entry of the zone map, and that a fold takes at a time.
inline constexpr size_t kZoneRows = 4096;

/// Rows [begin, end) of one event name, in order of arrival.
struct Run {
  uint32_t name_code = 0;
  uint32_t begin = 0;
  uint32_t end = 0;
};

/// Least and greatest time of up to kZoneRows rows.
struct TimeRange {
  int64_t min_ns = 0;
  int64_t max_ns = 0;
};

/// One cell of a field that few rows have.
struct SparseCell {
  FieldKey key = 0;
  uint16_t row = 0;
  uint8_t tag = 0;
  int64_t payload = 0;
};

struct Block {
  explicit Block(MemoryAccount& account)
      : times(account),
        offsets(account),
        lines(account),
        received(account),
        sparse(makeAccounted<SparseCell>(account)),
        heap(makeAccounted<char>(account)),
        row_by_arrival(makeAccounted<uint16_t>(account)),
        id_hashes(makeAccounted<Hash128>(account)) {}

  uint32_t source = 0;  ///< number of the input
  uint32_t rows = 0;
  uint32_t number = 0;  ///< of the block in its dataset; see makeOrdinal
  std::vector<Run> runs;
  std::vector<TimeRange> zones;  ///< of rows [4096 i, 4096 (i + 1))
  PackedIntegers times;          ///< nanoseconds since 1970
  PackedIntegers offsets;  ///< byte offset of each event in its input; with the source, its arrival
  PackedIntegers lines;
  PackedIntegers received;  ///< nanoseconds since 1970; only when has_received
  bool has_received = false;
  std::vector<std::pair<FieldKey, Column>> columns;  ///< by key; fields that many rows have
  AccountedVector<SparseCell> sparse;                ///< by (key, row); fields that few rows have
  AccountedVector<char> heap;                        ///< texts that do not repeat
  AccountedVector<uint16_t> row_by_arrival;  ///< row of the n-th event by arrival; empty: n itself
  AccountedVector<Hash128>
      id_hashes;  ///< per row, zero where there is no id; only while plans read it
  std::vector<uint16_t>
      huge_integer_rows;  ///< ascending; a property holds an integer beyond 64 bits

  /// Copies the cells of a field for rows [first, first + count); Missing where there is none.
  void readField(FieldKey key, size_t first, size_t count, uint8_t* tags, int64_t* payloads) const;
  [[nodiscard]] Cell cellAt(FieldKey key, size_t row) const;
  /// The column of a field; null where few rows or none have it.
  [[nodiscard]] const Column* column(FieldKey key) const;
  /// The text of a PlainText cell.
  [[nodiscard]] std::string_view plainText(int64_t payload) const;
  [[nodiscard]] uint32_t rowOfOrdinal(uint64_t ordinal) const {
    const auto index = static_cast<uint16_t>(ordinal);
    return row_by_arrival.empty() ? index : row_by_arrival[index];
  }
  [[nodiscard]] bool hasHugeInteger(size_t row) const;
};

/// Puts a text on a block's heap and gives its place.
int64_t appendPlainText(AccountedVector<char>& heap, std::string_view text);

}  // namespace tallyfold
