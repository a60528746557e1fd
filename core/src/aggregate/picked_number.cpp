// SPDX-License-Identifier: Apache-2.0
#include "aggregate/picked_number.h"

#include "numeric/plain_numbers.h"

namespace tallyfold {
namespace {

// Where a number that is not finite stands: -2 NaN, -1 below all others, 0 among them, 1 above.
int rank(const PickedNumber& number) {
  if (number.form != formOf(NumberForm::NotFinite)) return 0;
  return number.mantissa == 0 ? -2 : static_cast<int>(number.mantissa);
}

int sign(int value) { return value < 0 ? -1 : value > 0 ? 1 : 0; }

int compareScaled(const PickedNumber& a, const PickedNumber& b) {
  return compareScaled(Scaled{a.mantissa, a.form}, Scaled{b.mantissa, b.form});
}

template <typename ExactOf>
Decimal toDecimal(const PickedNumber& number, ExactOf exactOf) {
  return isScaledForm(number.form) ? Decimal::fromScaled(number.mantissa, number.form) : exactOf();
}

PickedNumber rowNumber(const Batch& batch, size_t i) { return {batch.mantissas[i], batch.form(i)}; }

}  // namespace

void PickedNumbers::put(uint32_t slot, const Batch& batch, size_t i) {
  if (!exact_.empty()) exact_.erase(slot);
  picked_[slot] = rowNumber(batch, i);
  if (picked_[slot].form != formOf(NumberForm::Exact)) return;
  exact_[slot] = (*batch.exact)[static_cast<size_t>(batch.mantissas[i])];
  picked_[slot].mantissa = 0;
}

void PickedNumbers::put(uint32_t slot, const PickedNumbers& other, uint32_t other_slot) {
  if (!exact_.empty()) exact_.erase(slot);
  picked_[slot] = other.picked_[other_slot];
  if (picked_[slot].form == formOf(NumberForm::Exact)) exact_[slot] = other.decimalAt(other_slot);
}

Decimal PickedNumbers::decimalAt(uint32_t slot) const {
  return toDecimal(picked_[slot], [&] { return exact_.at(slot); });
}

int PickedNumbers::compare(uint32_t slot, const Batch& batch, size_t i) const {
  const PickedNumber& mine = picked_[slot];
  const PickedNumber theirs = rowNumber(batch, i);
  if (isScaledForm(mine.form) && isScaledForm(theirs.form)) return compareScaled(mine, theirs);
  if (rank(mine) != 0 || rank(theirs) != 0) return sign(rank(mine) - rank(theirs));
  return decimalAt(slot).compare(
      toDecimal(theirs, [&] { return (*batch.exact)[static_cast<size_t>(theirs.mantissa)]; }));
}

int PickedNumbers::compare(uint32_t slot, PickedNumber number) const {
  const PickedNumber& mine = picked_[slot];
  if (isScaledForm(mine.form)) return compareScaled(mine, number);
  if (rank(mine) != 0) return sign(rank(mine));
  return decimalAt(slot).compare(Decimal::fromScaled(number.mantissa, number.form));
}

int PickedNumbers::compare(uint32_t slot, const PickedNumbers& other, uint32_t other_slot) const {
  const PickedNumber& mine = picked_[slot];
  const PickedNumber& theirs = other.picked_[other_slot];
  if (isScaledForm(mine.form) && isScaledForm(theirs.form)) return compareScaled(mine, theirs);
  if (rank(mine) != 0 || rank(theirs) != 0) return sign(rank(mine) - rank(theirs));
  return decimalAt(slot).compare(other.decimalAt(other_slot));
}

Outcome PickedNumbers::finish(uint32_t slot) const {
  if (empty(slot)) return {};
  if (picked_[slot].form == formOf(NumberForm::NotFinite)) return {false, Rational()};
  return {true, Rational(decimalAt(slot))};
}

bool PickedNumbers::readScaled(const uint32_t* slots, size_t count, Scaled* numbers) const {
  for (size_t i = 0; i < count; ++i) {
    const PickedNumber& picked = picked_[slots[i]];
    if (!isScaledForm(picked.form)) return false;
    numbers[i] = {picked.mantissa, picked.form};
  }
  return true;
}

void PickedNumbers::write(ByteWriter& out) const {
  for (const PickedNumber& number : picked_) {
    out.u8(number.form);
    out.i64(number.mantissa);
  }
  for (const auto& [slot, value] : exact_) out.text(value.toText());
}

void PickedNumbers::read(ByteReader& in, size_t slot_count) {
  exact_.clear();
  picked_.assign(slot_count, PickedNumber());
  for (PickedNumber& number : picked_) {
    number.form = in.u8();
    number.mantissa = in.i64();
    const bool sane_sign = number.mantissa >= -1 && number.mantissa <= 1;
    const bool known = isScaledForm(number.form) || number.form == formOf(NumberForm::Exact) ||
                       (number.form == formOf(NumberForm::NotFinite) && sane_sign) ||
                       number.form == formOf(NumberForm::Absent);
    if (!known) return in.fail();
  }
  for (uint32_t slot = 0; slot < slot_count; ++slot) {
    if (picked_[slot].form != formOf(NumberForm::Exact)) continue;
    const auto value = Decimal::deserialize(in.text());
    if (!value) return in.fail();
    exact_[slot] = *value;
  }
}

}  // namespace tallyfold
