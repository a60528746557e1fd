// SPDX-License-Identifier: Apache-2.0
#include "select/condition.h"

#include <algorithm>

#include "base/cold.h"

namespace tallyfold {
namespace {

using Kind = Condition::Kind;

bool isTree(Kind kind) { return kind == Kind::All || kind == Kind::Any || kind == Kind::Not; }

}  // namespace

void writeDimension(ByteWriter& out, const Dimension& dimension) {
  out.u8(dimension.is_event_name ? 2 : dimension.field.is_attribute ? 1 : 0);
  out.u32(static_cast<uint32_t>(dimension.field.attribute));
  out.text(dimension.field.property);
}

TALLYFOLD_COLD void Condition::addFields(std::vector<Dimension>& fields) const {
  if (!isTree(kind)) fields.push_back(field);
  for (const Condition& part : parts) part.addFields(fields);
}

TALLYFOLD_COLD void Condition::write(ByteWriter& out) const {
  out.u8(static_cast<uint8_t>(kind));
  writeDimension(out, field);
  out.u64(texts.size());
  for (const std::string& text : texts) out.text(text);
  out.u64(numbers.size());
  for (const Decimal& number : numbers) out.text(number.toText());
  out.u64(parts.size());
  for (const Condition& part : parts) part.write(out);
}

TALLYFOLD_COLD ConditionReader::ConditionReader(const Dataset& dataset, const Condition& condition)
    : dataset_(dataset), condition_(condition) {
  for (const Condition& part : condition.parts) parts_.emplace_back(dataset, part);
}

void ConditionReader::begin() {
  by_stored_.clear();
  for (ConditionReader& part : parts_) part.begin();
}

void ConditionReader::choose(const RowPiece& piece, uint8_t* chosen) {
  if (!isTree(condition_.kind)) return test(piece, chosen);
  if (parts_.empty()) {
    std::fill_n(chosen, piece.count, condition_.kind == Kind::All ? 1 : 0);
    return;
  }
  parts_[0].choose(piece, chosen);
  if (condition_.kind == Kind::Not) {
    // A copy, because a byte that is written might be one of the piece's for all the compiler
    // knows.
    const size_t count = piece.count;
    for (size_t i = 0; i < count; ++i) chosen[i] ^= 1;
    return;
  }
  combine(piece, chosen);
}

void ConditionReader::combine(const RowPiece& piece, uint8_t* chosen) {
  part_chosen_.resize(kZoneRows);
  uint8_t* more = part_chosen_.data();
  const size_t count = piece.count;
  for (size_t part = 1; part < parts_.size(); ++part) {
    parts_[part].choose(piece, more);
    if (condition_.kind == Kind::All) {
      for (size_t i = 0; i < count; ++i) chosen[i] &= more[i];
    } else {
      for (size_t i = 0; i < count; ++i) chosen[i] |= more[i];
    }
  }
}

}  // namespace tallyfold
