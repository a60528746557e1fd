// SPDX-License-Identifier: Apache-2.0
#include "select/field_reader.h"

#include "base/text_hash.h"
#include "numeric/double_text.h"

namespace tallyfold {
namespace {

// The service's database writes 1e21 where JavaScript writes 1e+21.

std::string numberText(std::string text) {
  const size_t plus = text.find('+');
  if (plus != std::string::npos) text.erase(plus, 1);
  return text;
}

}  // namespace

std::string_view cellText(const Dataset& dataset, const Block& block, FieldKey key, Cell cell,
                          std::string& scratch) {
  switch (kindOf(cell.tag)) {
    case CellKind::Missing:
    case CellKind::Null:
      return {};
    case CellKind::False:
      return "false";
    case CellKind::True:
      return "true";
    case CellKind::Number:
      scratch = numberText(doubleText(Decimal::fromScaled(cell.payload, scaleOf(cell.tag))));
      return scratch;
    case CellKind::NumberText: {
      char digits[32];
      const size_t size = writeScaled({cell.payload, scaleOf(cell.tag)}, digits);
      scratch.assign(digits, size);
      return scratch;
    }
    case CellKind::BigNumber: {
      const std::string_view written =
          dataset.values(key).text(static_cast<uint32_t>(cell.payload));
      scratch = numberText(doubleTextOfNumber(written));
      return scratch.empty() ? written : std::string_view(scratch);
    }
    case CellKind::Text:
    case CellKind::Json:
      return dataset.values(key).text(static_cast<uint32_t>(cell.payload));
    case CellKind::PlainText:
      return block.plainText(cell.payload);
  }
  return {};
}

std::string_view writtenCellText(const Dataset& dataset, const Block& block, FieldKey key,
                                 Cell cell, std::string& scratch) {
  if (isFastNumber(cell.tag)) {
    char digits[32];
    scratch.assign(digits, writeScaled({cell.payload, scaleOf(cell.tag)}, digits));
    return scratch;
  }
  if (kindOf(cell.tag) == CellKind::BigNumber) {
    const std::string_view written = dataset.values(key).text(static_cast<uint32_t>(cell.payload));
    const auto number = Decimal::parse(written);
    if (!number) return written;
    scratch = number->toText();
    return scratch;
  }
  return cellText(dataset, block, key, cell, scratch);
}

uint32_t TextReader::read(const Block& block, FieldKey key, uint8_t tag, int64_t payload) {
  if (hasTextCode(tag)) {
    const auto code = static_cast<uint32_t>(payload);
    if (givesFieldCodes()) return code;
    if (code >= code_of_text_.size())
      code_of_text_.resize(dataset_.values(key).size(), Dictionary::kNone);
    uint32_t& known = code_of_text_[code];
    if (known == Dictionary::kNone) known = texts_.intern(dataset_.values(key).text(code));
    return known;
  }
  if (isAbsent(tag)) return kAbsentText;
  return readOther(block, key, {tag, payload});
}

uint32_t TextReader::codeOf(FieldKey key, std::string_view text) {
  if (!givesFieldCodes()) return texts_.intern(text);
  if (!dataset_.hasValues(key)) return texts_.intern(text);
  const uint32_t code = dataset_.values(key).find(text);
  return code != Dictionary::kNone ? code : dataset_.values(key).size() + texts_.intern(text);
}

uint32_t TextReader::readOther(const Block& block, FieldKey key, Cell cell) {
  std::string scratch;
  if (kindOf(cell.tag) == CellKind::PlainText) return codeOf(key, block.plainText(cell.payload));
  // The tag takes the top byte; only numbers beyond 56 bits could meet another there, and they are
  // not remembered.
  const bool remembers = cell.payload >= 0 && cell.payload < (int64_t{1} << 56);
  const uint64_t memory =
      (static_cast<uint64_t>(cell.tag) << 56) | static_cast<uint64_t>(cell.payload);
  if (remembers) {
    const uint32_t known = other_codes_.find(memory);
    if (known != FlatMap::kNone) return known;
  }
  const uint32_t code = codeOf(key, text_of_(dataset_, block, key, cell, scratch));
  if (remembers) other_codes_.insert(memory, code);
  return code;
}

uint32_t NumberReader::addExact(Decimal value) {
  exact_.push_back(std::move(value));
  return static_cast<uint32_t>(exact_.size() - 1);
}

NumberReader::Number NumberReader::parse(std::string_view text) {
  const NumericRead read = readNumeric(text);
  switch (read.kind) {
    case NumericKind::Scaled:
      return {read.scaled.mantissa, read.scaled.scale};
    case NumericKind::Big:
      if (auto value = Decimal::parse(text))
        return {addExact(*std::move(value)), formOf(NumberForm::Exact)};
      return {0, formOf(NumberForm::NotANumber)};
    case NumericKind::NotFinite: {
      const bool negative = text[0] == '-';
      const char letter = text[text[0] == '-' || text[0] == '+' ? 1 : 0];
      const int64_t sign = letter == 'n' || letter == 'N' ? 0 : negative ? -1 : 1;
      return {sign, formOf(NumberForm::NotFinite)};
    }
    case NumericKind::NotNumeric:
    case NumericKind::TooLong:
      break;
  }
  return {0, formOf(NumberForm::NotANumber)};
}

NumberReader::Number NumberReader::read(const Block& block, FieldKey key, uint8_t tag,
                                        int64_t payload) {
  if (isFastNumber(tag)) return {payload, scaleOf(tag)};
  switch (kindOf(tag)) {
    case CellKind::Missing:
    case CellKind::Null:
      return {0, formOf(NumberForm::Absent)};
    case CellKind::Text:
    case CellKind::BigNumber: {
      std::vector<Known>& known = kindOf(tag) == CellKind::Text ? texts_ : bigs_;
      const auto code = static_cast<uint32_t>(payload);
      if (code >= known.size()) known.resize(dataset_.values(key).size());
      if (!known[code].known) known[code] = {parse(dataset_.values(key).text(code)), true};
      return known[code].number;
    }
    case CellKind::PlainText:
      return parse(block.plainText(payload));
    default:
      return {0, formOf(NumberForm::NotANumber)};
  }
}

}  // namespace tallyfold
