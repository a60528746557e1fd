// SPDX-License-Identifier: Apache-2.0
// The tests of a condition over the columns of a block. A field of many events has few values, so a
// verdict is worked out once for each and then looked up.
#include <algorithm>

#include "select/condition.h"
#include "select/exact_text.h"

namespace tallyfold {
namespace {

using Kind = Condition::Kind;

// Chooses the rows that store a value too.
template <typename Stored>
void addEqual(const uint8_t* bytes, size_t count, Stored stored, uint8_t* chosen) {
  for (size_t i = 0; i < count; ++i) {
    const bool is_equal = PackedIntegers::storedAt<Stored>(bytes, i) == stored;
    chosen[i] = static_cast<uint8_t>(chosen[i] | (is_equal ? 1 : 0));
  }
}

// The verdict on each row; whether all of them are known, which is asked once: the greatest verdict
// is the one that is not.
template <typename Stored>
bool lookUp(const uint8_t* bytes, size_t count, const uint8_t* verdicts, uint8_t* chosen) {
  uint8_t most = 0;
  for (size_t i = 0; i < count; ++i) {
    chosen[i] = verdicts[PackedIntegers::storedAt<Stored>(bytes, i)];
    most = std::max(most, chosen[i]);
  }
  return most <= 1;
}

bool looksAtTexts(Kind kind) { return kind == Kind::Contains || kind == Kind::StartsWith; }

}  // namespace

void ConditionReader::test(const RowPiece& piece, uint8_t* chosen) {
  if (condition_.field.is_event_name) {
    const bool all = condition_.kind == Kind::Exists || passesText(piece.event_name);
    std::fill_n(chosen, piece.count, all ? 1 : 0);
    return;
  }
  const FieldKey key = dataset_.keys.find(condition_.field.field);
  const Column* column = key == kNoField ? nullptr : piece.block->column(key);
  if (key == kNoField) {
    std::fill_n(chosen, piece.count, 0);
  } else if (column != nullptr && column->tags() == nullptr) {
    testColumn(piece, key, *column, chosen);
  } else {
    testCells(piece, key, chosen);
  }
}

// All cells of the column have one tag.
void ConditionReader::testColumn(const RowPiece& piece, FieldKey key, const Column& column,
                                 uint8_t* chosen) {
  const uint8_t tag = column.tagsThere()[0];
  const PackedIntegers& payloads = column.payloads();
  if (payloads.width() == 0 || isAbsent(tag) || condition_.kind == Kind::Exists) {
    std::fill_n(chosen, piece.count, passes(*piece.block, key, {tag, payloads.base()}) ? 1 : 0);
  } else if (payloads.width() == 1) {
    hasTextCode(tag) ? testCodes<uint8_t>(piece, key, column, chosen)
                     : testStored<uint8_t>(piece, key, column, chosen);
  } else if (payloads.width() == 2) {
    hasTextCode(tag) ? testCodes<uint16_t>(piece, key, column, chosen)
                     : testStored<uint16_t>(piece, key, column, chosen);
  } else if (payloads.width() == 4 && hasTextCode(tag)) {
    testCodes<uint32_t>(piece, key, column, chosen);
  } else {
    testCells(piece, key, chosen);
  }
}

void ConditionReader::readVerdicts(FieldKey key) {
  const Dictionary& texts = dataset_.values(key);
  if (by_code_.size() == texts.size()) return;
  // Of a list of texts the verdict on every code is known at once.
  const bool names_texts = condition_.kind == Kind::In && condition_.numbers.empty();
  by_code_.resize(texts.size(), names_texts ? kNo : kUnknown);
  if (names_texts) findCodes(texts);
}

void ConditionReader::findCodes(const Dictionary& texts) {
  few_codes_.clear();
  has_few_codes_ = true;
  for (const std::string& text : condition_.texts) {
    const uint32_t code = texts.find(text);
    if (code == Dictionary::kNone) continue;
    by_code_[code] = kYes;
    if (few_codes_.size() == kFewCodes) has_few_codes_ = false;
    if (has_few_codes_) few_codes_.push_back(code);
  }
}

template <typename Stored>
void ConditionReader::testCodes(const RowPiece& piece, FieldKey key, const Column& column,
                                uint8_t* chosen) {
  const PackedIntegers& payloads = column.payloads();
  const uint8_t* bytes = payloads.stored() + piece.first * sizeof(Stored);
  const auto base = static_cast<uint32_t>(payloads.base());
  readVerdicts(key);
  if (!has_few_codes_) {
    if (lookUp<Stored>(bytes, piece.count, by_code_.data() + base, chosen)) return;
    for (size_t i = 0; i < piece.count; ++i) {
      if (chosen[i] == kUnknown)
        chosen[i] = passesCode(key, base + PackedIntegers::storedAt<Stored>(bytes, i)) ? kYes : kNo;
    }
    return;
  }
  std::fill_n(chosen, piece.count, kNo);
  for (const uint32_t code : few_codes_) {
    if (code >= base && code - base <= payloads.greatestStored())
      addEqual(bytes, piece.count, static_cast<Stored>(code - base), chosen);
  }
}

template <typename Stored>
void ConditionReader::testStored(const RowPiece& piece, FieldKey key, const Column& column,
                                 uint8_t* chosen) {
  const PackedIntegers& payloads = column.payloads();
  const uint8_t tag = column.tagsThere()[0];
  const uint8_t* bytes = payloads.stored() + piece.first * sizeof(Stored);
  by_stored_.resize(payloads.greatestStored() + 1, kUnknown);
  if (lookUp<Stored>(bytes, piece.count, by_stored_.data(), chosen)) return;
  for (size_t i = 0; i < piece.count; ++i) {
    const auto stored = PackedIntegers::storedAt<Stored>(bytes, i);
    uint8_t& verdict = by_stored_[stored];
    if (verdict == kUnknown) {
      const uint64_t payload = static_cast<uint64_t>(payloads.base()) + stored * payloads.unit();
      verdict = passes(*piece.block, key, {tag, static_cast<int64_t>(payload)}) ? kYes : kNo;
    }
    chosen[i] = verdict;
  }
}

void ConditionReader::testCells(const RowPiece& piece, FieldKey key, uint8_t* chosen) {
  constexpr size_t kStep = 256;
  uint8_t tags[kStep];
  int64_t payloads[kStep];
  for (size_t begin = 0; begin < piece.count; begin += kStep) {
    const size_t count = std::min(kStep, piece.count - begin);
    piece.block->readField(key, piece.first + begin, count, tags, payloads);
    for (size_t i = 0; i < count; ++i)
      chosen[begin + i] = passes(*piece.block, key, {tags[i], payloads[i]}) ? 1 : 0;
  }
}

bool ConditionReader::passes(const Block& block, FieldKey key, Cell cell) {
  if (isAbsent(cell.tag)) return false;
  if (condition_.kind == Kind::Exists) return true;
  if (hasTextCode(cell.tag)) return passesCode(key, static_cast<uint32_t>(cell.payload));
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
  if (code >= by_code_.size()) readVerdicts(key);
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
