// SPDX-License-Identifier: Apache-2.0
// The fields of a piece of a block's seating records.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "query/chunk.h"
#include "query/repeated_ids.h"
#include "select/field_reader.h"

namespace tallyfold {

/// Also the names of the events that hold them.
enum class SeatKind : uint8_t { StatusChange, Selection, Deselection, ChannelAssignment };
inline constexpr std::string_view kSeatKinds[] = {"status_change", "selection", "deselection",
                                                  "channel_assignment"};

enum class SeatField : uint8_t {
  Workspace,
  EventId,
  EventKey,
  ChartKey,
  ChartName,
  Label,
  Type,
  Quantity,
  StatusText,
  Origin,
  Token,
  Order,
  Channel,
  Id,
  kCount
};
inline constexpr size_t kSeatFieldCount = static_cast<size_t>(SeatField::kCount);

const FieldName& seatFieldName(SeatField field);

class SeatRecords {
 public:
  /// `texts`: where the codes of `text` belong to.
  SeatRecords(const Dataset& dataset, Dictionary& texts);

  /// Begins a piece: rows [first, first + count) of a run.
  void begin(const Block& block, size_t first, size_t count);
  [[nodiscard]] const Block& block() const { return *chunk_.block; }
  [[nodiscard]] size_t count() const { return chunk_.count; }
  [[nodiscard]] size_t rowOf(size_t index) const { return chunk_.first + index; }
  [[nodiscard]] int64_t timeOf(size_t index) const { return chunk_.times_ns[index]; }
  [[nodiscard]] Arrival arrivalOf(size_t index) const;

  [[nodiscard]] bool has(SeatField field, size_t index);
  /// The field's text, empty where the record has none. Valid until the next call.
  std::string_view word(SeatField field, size_t index);
  /// The code of the field's text, or kAbsentText.
  uint32_t text(SeatField field, size_t index);
  /// The field's integer; absent where it has none.
  std::optional<int64_t> integer(SeatField field, size_t index);
  /// The field's integer if it is written plainly: 7 and "7", not "07" or 7.0.
  std::optional<int64_t> plainInteger(SeatField field, size_t index);

 private:
  const FieldCells& cells(SeatField field);

  const Dataset& dataset_;
  Chunk chunk_;
  FieldKey keys_[kSeatFieldCount] = {};
  const FieldCells* cells_[kSeatFieldCount] = {};  // of the piece, once they were read
  std::vector<TextReader> readers_;
  std::string scratch_;
};

}  // namespace tallyfold
