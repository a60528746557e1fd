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

/// Where a condition finds the cells of some rows.
class RowCells {
 public:
  virtual ~RowCells() = default;
  [[nodiscard]] virtual const Block& block() const = 0;
  /// The name that all of the rows have.
  [[nodiscard]] virtual std::string_view eventName() const = 0;
  virtual const FieldCells& cells(const FieldName& field, FieldKey key) = 0;
};

/// A condition bound to one dataset, which both must outlive it.
class ConditionReader {
 public:
  ConditionReader(const Dataset& dataset, const Condition& condition);

  /// Leaves the rows that it chooses; indices ascending.
  void keep(RowCells& source, std::vector<uint16_t>& rows);

 private:
  enum : uint8_t { kUnknown, kNo, kYes };
  void keepAny(RowCells& source, std::vector<uint16_t>& rows);
  void keepTested(RowCells& source, std::vector<uint16_t>& rows);
  [[nodiscard]] bool passes(const Block& block, FieldKey key, Cell cell);
  [[nodiscard]] bool passesCode(FieldKey key, uint32_t code);
  [[nodiscard]] bool passesText(std::string_view text) const;
  [[nodiscard]] bool passesNumber(const Decimal& number) const;

  const Dataset& dataset_;
  const Condition& condition_;
  std::vector<ConditionReader> parts_;
  std::vector<uint8_t> by_code_;  // verdicts on Text and Json cells
};

}  // namespace tallyfold
