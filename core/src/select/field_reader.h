// SPDX-License-Identifier: Apache-2.0
// What a field says of the rows of a block: its cells, its texts, its numbers.
//
// Texts and numbers of dictionary-coded cells are worked out once per code and remembered, because
// a field of a million events has few distinct texts.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "base/flat_map.h"
#include "events/dataset.h"
#include "numeric/decimal.h"

namespace tallyfold {

/// The cells of one field for up to kZoneRows rows.
struct FieldCells {
  uint8_t tags[kZoneRows];
  int64_t payloads[kZoneRows];
};

/// The text of a cell, as filters, groups and distinct counts compare it; see docs/dialects.md.
/// Empty for absent cells. `scratch` may hold the text.
std::string_view cellText(const Dataset& dataset, const Block& block, FieldKey key, Cell cell,
                          std::string& scratch);

/// The same with numbers in the digits they were written with, as SQL's `->>` gives them: 1.50 is
/// "1.50", and 1e3 is "1000".
std::string_view writtenCellText(const Dataset& dataset, const Block& block, FieldKey key,
                                 Cell cell, std::string& scratch);

/// Stands for "the row has no such field" where texts are codes.
inline constexpr uint32_t kAbsentText = 0xfffffffe;

/// Whose codes a reader of texts gives.
enum class TextCodes : uint8_t {
  Shared,   ///< of another dictionary, which may outlive the dataset
  OfField,  ///< of the field's own, to which nothing may be added while they are used; texts that
            ///< it lacks have the codes behind them, by another dictionary
};

/// Texts of a field as codes.
class TextReader {
 public:
  /// Reads cellText, or another function of its kind.
  TextReader(const Dataset& dataset, Dictionary& texts, decltype(&cellText) text_of = cellText,
             TextCodes codes = TextCodes::Shared)
      : dataset_(dataset),
        texts_(texts),
        text_of_(text_of),
        codes_(codes),
        other_codes_(dataset.account()) {}

  /// The code of a cell's text, or kAbsentText.
  uint32_t read(const Block& block, FieldKey key, uint8_t tag, int64_t payload);
  /// Whether the payload of a Text cell is its code.
  [[nodiscard]] bool givesFieldCodes() const { return codes_ == TextCodes::OfField; }

 private:
  uint32_t readOther(const Block& block, FieldKey key, Cell cell);
  uint32_t codeOf(FieldKey key, std::string_view text);

  const Dataset& dataset_;
  Dictionary& texts_;
  decltype(&cellText) text_of_;
  TextCodes codes_;
  std::vector<uint32_t> code_of_text_;  // of Text and Json cells, by their code
  FlatMap other_codes_;                 // of numbers, by tag and payload mixed
};

/// A number, or why there is none.
enum class NumberForm : uint8_t {
  // 0 to kMaxScale: the scale of the mantissa.
  Exact = 0x40,  ///< mantissa is an index into NumberReader::exact
  NotANumber = 0x80,
  NotFinite = 0x81,  ///< mantissa is -1, 0 (NaN) or 1
  Absent = 0x82,
};
constexpr bool isScaledForm(uint8_t form) { return form <= kMaxScale; }
constexpr uint8_t formOf(NumberForm form) { return static_cast<uint8_t>(form); }

/// Numbers of a field.
class NumberReader {
 public:
  explicit NumberReader(const Dataset& dataset) : dataset_(dataset) {}

  struct Number {
    int64_t mantissa;
    uint8_t form;
  };
  Number read(const Block& block, FieldKey key, uint8_t tag, int64_t payload);
  /// Numbers that do not fit the fast form, by their index.
  [[nodiscard]] const std::vector<Decimal>& exact() const { return exact_; }
  uint32_t addExact(Decimal value);
  Number parse(std::string_view text);

 private:
  struct Known {
    Number number{0, 0};
    bool known = false;
  };
  const Dataset& dataset_;
  std::vector<Known> texts_;  // by code, of Text cells
  std::vector<Known> bigs_;   // by code, of BigNumber cells
  std::vector<Decimal> exact_;
};

}  // namespace tallyfold
