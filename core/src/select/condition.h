// SPDX-License-Identifier: Apache-2.0
// Which rows does a tree of and, or, not and tests on fields choose?
//
// Numbers are compared as numbers, exactly, and a text that spells a number is one. A test is false
// of a row without the field; "not" of such a test is true.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "select/field_reader.h"

namespace tallyfold {

/// Something that rows can be told apart by: a field, or the event's name.
struct Dimension {
  bool is_event_name = false;
  FieldName field = {};
};

struct Condition {
  enum class Kind : uint8_t {
    All,
    Any,
    Not,  ///< of its one part
    In,   ///< one of the texts, or equal to one of the numbers
    Below,
    AtMost,
    Above,
    AtLeast,
    Exists,
    Contains,
    StartsWith,
  };
  Kind kind = Kind::All;
  std::vector<Condition> parts = {};  ///< of All, Any and Not
  Dimension field = {};
  std::vector<std::string> texts = {};
  std::vector<Decimal> numbers = {};

  /// Adds every field it looks at.
  void addFields(std::vector<Dimension>& fields) const;
  /// Equal for equal conditions.
  void write(ByteWriter& out) const;
};

void writeDimension(ByteWriter& out, const Dimension& dimension);

/// Rows [first, first + count) of a block, at most kZoneRows, all of one event name.
struct RowPiece {
  const Block* block = nullptr;
  size_t first = 0;
  size_t count = 0;
  std::string_view event_name = {};
};

/// A condition bound to one dataset, which both must outlive it.
class ConditionReader {
 public:
  ConditionReader(const Dataset& dataset, const Condition& condition);

  /// Begins a block: all pieces until the next call are of it.
  void begin();
  /// Writes a byte per row of the piece: 1 for those that it chooses, else 0.
  void choose(const RowPiece& piece, uint8_t* chosen);

 private:
  enum : uint8_t { kNo, kYes, kUnknown };  // a verdict is what it writes for a row
  /// So many values are compared with each row; of more, each row's verdict is looked up.
  static constexpr size_t kFewCodes = 4;
  void combine(const RowPiece& piece, uint8_t* chosen);
  void test(const RowPiece& piece, uint8_t* chosen);
  void testColumn(const RowPiece& piece, FieldKey key, const Column& column, uint8_t* chosen);
  void testCells(const RowPiece& piece, FieldKey key, uint8_t* chosen);
  template <typename Stored>
  void testCodes(const RowPiece& piece, FieldKey key, const Column& column, uint8_t* chosen);
  template <typename Stored>
  void testStored(const RowPiece& piece, FieldKey key, const Column& column, uint8_t* chosen);
  void readVerdicts(FieldKey key);
  void findCodes(const Dictionary& texts);
  [[nodiscard]] bool passes(const Block& block, FieldKey key, Cell cell);
  [[nodiscard]] bool passesCode(FieldKey key, uint32_t code);
  [[nodiscard]] bool passesText(std::string_view text) const;
  [[nodiscard]] bool passesNumber(const Decimal& number) const;

  const Dataset& dataset_;
  const Condition& condition_;
  std::vector<ConditionReader> parts_;
  std::vector<uint8_t> part_chosen_;  // by a part, while the tree is combined
  std::vector<uint8_t> by_code_;      // verdicts on Text and Json cells
  std::vector<uint32_t> few_codes_;   // of a list of texts, when few of them are there
  bool has_few_codes_ = false;
  std::vector<uint8_t> by_stored_;  // verdicts on the block's column, by what it stores
};

}  // namespace tallyfold
