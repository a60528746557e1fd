// SPDX-License-Identifier: Apache-2.0
#include "aggregate/exact_sums.h"

#include <algorithm>

#include "base/cold.h"

namespace tallyfold {
namespace {

// Far enough below 2^127 that a batch more cannot reach it.
constexpr UInt128 kSafe = UInt128{1} << 125;

}  // namespace

TALLYFOLD_COLD void ExactSums::raiseScale(int scale) {
  const int places = scale - scale_;
  for (uint32_t slot = 0; slot < sums_.size(); ++slot) {
    if (sums_[slot] == 0 || mulByPowerOfTen(sums_[slot], places)) continue;
    addDecimal(slot, Decimal::fromScaled(sums_[slot], scale_));
    sums_[slot] = 0;
  }
  scale_ = scale;
  most_ = 0;
  for (const Int128 sum : sums_) most_ = std::max(most_, magnitude(sum));
}

void ExactSums::addDecimal(uint32_t slot, const Decimal& value) { more_[slot] += value; }

void ExactSums::addTerm(uint32_t slot, Int128 term, int scale) {
  if (scale > scale_) raiseScale(scale);
  Int128 aligned = term;
  if (mulByPowerOfTen(aligned, scale_ - scale) && addTo(sums_[slot], aligned)) {
    most_ = std::max(most_, magnitude(sums_[slot]));
    return;
  }
  addDecimal(slot, Decimal::fromScaled(term, scale));
}

// Numbers of one scale, and so small that nothing can overflow: no step is checked.
bool ExactSums::addMany(const Batch& batch) {
  if (batch.scale < 0 || batch.weights != nullptr) return false;
  if (batch.scale > scale_) raiseScale(batch.scale);
  const int64_t factor = powerOfTen64(scale_ - batch.scale);
  const UInt128 most = static_cast<UInt128>(batch.most) * static_cast<uint64_t>(factor);
  if (most > INT64_MAX || most_ > kSafe) return false;
  most_ += most * batch.count;
  const int64_t* mantissas = batch.mantissas;
  if (batch.runs == nullptr) {
    for (size_t i = 0; i < batch.count; ++i)
      sums_[batch.slots[i]] += static_cast<Int128>(mantissas[i] * factor);
    return true;
  }
  const bool fits64 = static_cast<UInt128>(batch.most) * batch.count <= INT64_MAX;
  for (size_t r = 0; r < batch.run_count; ++r) {
    const SlotRun& run = batch.runs[r];
    int64_t short_sum = 0;
    Int128 sum = 0;
    if (fits64) {
      for (size_t i = run.begin; i < run.end; ++i) short_sum += mantissas[i];
    } else {
      for (size_t i = run.begin; i < run.end; ++i) sum += mantissas[i];
    }
    sums_[run.slot] += (sum + short_sum) * factor;
  }
  return true;
}

void ExactSums::add(const Batch& batch) {
  if (addMany(batch)) return;
  for (size_t i = 0; i < batch.count; ++i) {
    const uint32_t slot = batch.slots[i];
    const uint8_t form = batch.form(i);
    if (isScaledForm(form)) {
      // 63 bits times 64 bits always fit.
      const Int128 number = batch.mantissas[i];
      addTerm(slot,
              batch.weights != nullptr ? number * static_cast<Int128>(batch.weights[i]) : number,
              form);
    } else if (form == formOf(NumberForm::Exact)) {
      const Decimal& number = (*batch.exact)[static_cast<size_t>(batch.mantissas[i])];
      addDecimal(slot, batch.weights != nullptr
                           ? number * Decimal::fromScaled(static_cast<Int128>(batch.weights[i]), 0)
                           : number);
    } else {
      not_finite_.insert(slot);
    }
  }
}

void ExactSums::merge(const ExactSums& other, const std::vector<uint32_t>& slots) {
  if (other.scale_ > scale_) raiseScale(other.scale_);
  const auto count = static_cast<uint64_t>(other.sums_.size());
  // As in addMany: too small to overflow, so no step is checked.
  const bool fits =
      scale_ == other.scale_ && most_ < kSafe && count <= UINT32_MAX && other.most_ < (kSafe >> 32);
  if (fits) {
    most_ += other.most_ * count;
    for (uint64_t slot = 0; slot < count; ++slot) sums_[slots[slot]] += other.sums_[slot];
  }
  for (uint32_t slot = 0; !fits && slot < count; ++slot) {
    if (other.sums_[slot] != 0) addTerm(slots[slot], other.sums_[slot], other.scale_);
  }
  for (const auto& [slot, value] : other.more_) addDecimal(slots[slot], value);
  for (const uint32_t slot : other.not_finite_) not_finite_.insert(slots[slot]);
}

Decimal ExactSums::at(uint32_t slot) const {
  const Decimal sum = Decimal::fromScaled(sums_[slot], scale_);
  const auto more = more_.find(slot);
  return more == more_.end() ? sum : sum + more->second;
}

TALLYFOLD_COLD void ExactSums::write(ByteWriter& out) const {
  out.u8(static_cast<uint8_t>(scale_));
  for (const Int128 sum : sums_) out.i128(sum);
  out.u64(more_.size());
  for (const auto& [slot, value] : more_) {
    out.u32(slot);
    out.text(value.toText());
  }
  out.u64(not_finite_.size());
  for (const uint32_t slot : not_finite_) out.u32(slot);
}

TALLYFOLD_COLD void ExactSums::read(ByteReader& in, size_t slot_count) {
  scale_ = in.u8();
  if (scale_ > kMaxScale) return in.fail();
  sums_.assign(slot_count, 0);
  most_ = 0;
  for (Int128& sum : sums_) {
    sum = in.i128();
    most_ = std::max(most_, magnitude(sum));
  }
  more_.clear();
  for (uint64_t left = in.count(12); left > 0; --left) {
    const uint32_t slot = in.u32();
    const auto value = Decimal::deserialize(in.text());
    if (!value || slot >= slot_count) return in.fail();
    more_[slot] = *value;
  }
  not_finite_.clear();
  for (uint64_t left = in.count(4); left > 0; --left) {
    const uint32_t slot = in.u32();
    if (slot >= slot_count) return in.fail();
    not_finite_.insert(slot);
  }
}

}  // namespace tallyfold
