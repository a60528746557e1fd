// SPDX-License-Identifier: Apache-2.0
#include "select/condition.h"

#include <algorithm>
#include <iterator>

#include "select/exact_text.h"

namespace tallyfold {
namespace {

using Kind = Condition::Kind;

bool isTree(Kind kind) { return kind == Kind::All || kind == Kind::Any || kind == Kind::Not; }

bool looksAtTexts(Kind kind) { return kind == Kind::Contains || kind == Kind::StartsWith; }

std::vector<uint16_t> without(const std::vector<uint16_t>& rows,
                              const std::vector<uint16_t>& taken) {
  std::vector<uint16_t> rest;
  std::set_difference(rows.begin(), rows.end(), taken.begin(), taken.end(),
                      std::back_inserter(rest));
  return rest;
}

}  // namespace

void writeDimension(ByteWriter& out, const Dimension& dimension) {
  out.u8(dimension.is_event_name ? 2 : dimension.field.is_attribute ? 1 : 0);
  out.u32(static_cast<uint32_t>(dimension.field.attribute));
  out.text(dimension.field.property);
}

void Condition::addFields(std::vector<Dimension>& fields) const {
  if (!isTree(kind)) fields.push_back(field);
  for (const Condition& part : parts) part.addFields(fields);
}

void Condition::write(ByteWriter& out) const {
  out.u8(static_cast<uint8_t>(kind));
  writeDimension(out, field);
  out.u64(texts.size());
  for (const std::string& text : texts) out.text(text);
  out.u64(numbers.size());
  for (const Decimal& number : numbers) out.text(number.toText());
  out.u64(parts.size());
  for (const Condition& part : parts) part.write(out);
}

ConditionReader::ConditionReader(const Dataset& dataset, const Condition& condition)
    : dataset_(dataset), condition_(condition) {
  for (const Condition& part : condition.parts) parts_.emplace_back(dataset, part);
}

void ConditionReader::keep(RowCells& source, std::vector<uint16_t>& rows) {
  switch (condition_.kind) {
    case Kind::All:
      for (ConditionReader& part : parts_) part.keep(source, rows);
      return;
    case Kind::Any:
      return keepAny(source, rows);
    case Kind::Not: {
      std::vector<uint16_t> chosen = rows;
      parts_[0].keep(source, chosen);
      rows = without(rows, chosen);
      return;
    }
    default:
      return keepTested(source, rows);
  }
}

void ConditionReader::keepAny(RowCells& source, std::vector<uint16_t>& rows) {
  std::vector<uint16_t> rest = rows;
  for (ConditionReader& part : parts_) {
    std::vector<uint16_t> chosen = rest;
    part.keep(source, chosen);
    rest = without(rest, chosen);
  }
  rows = without(rows, rest);
}

void ConditionReader::keepTested(RowCells& source, std::vector<uint16_t>& rows) {
  if (condition_.field.is_event_name) {
    if (condition_.kind != Kind::Exists && !passesText(source.eventName())) rows.clear();
    return;
  }
  const FieldKey key = dataset_.keys.find(condition_.field.field);
  if (key == kNoField) return rows.clear();
  const FieldCells& cells = source.cells(condition_.field.field, key);
  const auto fails = [&](uint16_t row) {
    return !passes(source.block(), key, {cells.tags[row], cells.payloads[row]});
  };
  rows.erase(std::remove_if(rows.begin(), rows.end(), fails), rows.end());
}

bool ConditionReader::passes(const Block& block, FieldKey key, Cell cell) {
  if (isAbsent(cell.tag)) return false;
  if (condition_.kind == Kind::Exists) return true;
  const CellKind kind = kindOf(cell.tag);
  if (kind == CellKind::Text || kind == CellKind::Json)
    return passesCode(key, static_cast<uint32_t>(cell.payload));
  if (isFastNumber(cell.tag) && !looksAtTexts(condition_.kind)) {
    if (!condition_.numbers.empty() &&
        passesNumber(Decimal::fromScaled(cell.payload, scaleOf(cell.tag))))
      return true;
    if (condition_.texts.empty()) return false;
  }
  std::string scratch;
  return passesText(exactCellText(dataset_, block, key, cell, scratch));
}

// Worked out once for each text of the field, because a field has few.
bool ConditionReader::passesCode(FieldKey key, uint32_t code) {
  if (code >= by_code_.size()) by_code_.resize(dataset_.values(key).size(), kUnknown);
  if (by_code_[code] == kUnknown)
    by_code_[code] = passesText(dataset_.values(key).text(code)) ? kYes : kNo;
  return by_code_[code] == kYes;
}

bool ConditionReader::passesText(std::string_view text) const {
  const std::vector<std::string>& texts = condition_.texts;
  if (condition_.kind == Kind::Contains) return text.find(texts[0]) != std::string_view::npos;
  if (condition_.kind == Kind::StartsWith) return text.substr(0, texts[0].size()) == texts[0];
  if (std::find(texts.begin(), texts.end(), text) != texts.end()) return true;
  if (condition_.numbers.empty() || readNumeric(text).kind == NumericKind::NotNumeric) return false;
  // Deserialize, because the plain form of 1e1000 is longer than what is read from events.
  const auto number = Decimal::deserialize(text);
  return number && passesNumber(*number);
}

bool ConditionReader::passesNumber(const Decimal& number) const {
  const std::vector<Decimal>& numbers = condition_.numbers;
  switch (condition_.kind) {
    case Kind::Below:
      return number < numbers[0];
    case Kind::AtMost:
      return number <= numbers[0];
    case Kind::Above:
      return number > numbers[0];
    case Kind::AtLeast:
      return number >= numbers[0];
    default:
      return std::find(numbers.begin(), numbers.end(), number) != numbers.end();
  }
}

}  // namespace tallyfold
