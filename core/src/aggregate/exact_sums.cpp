// SPDX-License-Identifier: Apache-2.0
#include "aggregate/exact_sums.h"

#include <algorithm>

#include "base/apart.h"
#include "base/cold.h"

namespace tallyfold {
namespace {

// Far enough below 2^127 that a batch more cannot reach it.
constexpr UInt128 kSafe = UInt128{1} << 125;

}  // namespace

TALLYFOLD_APART void ExactSums::findMost() {
  most_ = 0;
  for (size_t slot = 0; slot < size(); ++slot) most_ = std::max(most_, magnitude(sumAt(slot)));
}

TALLYFOLD_COLD void ExactSums::widen() {
  sums_.assign(narrow_.begin(), narrow_.end());
  is_narrow_ = false;
  narrow_ = AccountedVector<int64_t>(narrow_.get_allocator());
}

// Turns wide unless numbers of so much more in size fit the narrow sums. Their bound grows with
// every row; only what is really there decides.
void ExactSums::makeRoomFor(UInt128 most) {
  if (!is_narrow_ || most_ + most <= INT64_MAX) return;
  findMost();
  // Beyond the half it would be looked at again and again.
  if (most_ > INT64_MAX / 2 || most_ + most > INT64_MAX) widen();
}

TALLYFOLD_COLD void ExactSums::raiseScale(int scale) {
  const int places = scale - scale_;
  if (is_narrow_ && places <= kMaxPowerOfTen64) {
    const auto factor = static_cast<uint64_t>(powerOfTen64(places));
    if (most_ * factor > INT64_MAX) findMost();
    if (most_ * factor <= INT64_MAX) {
      for (int64_t& sum : narrow_) sum *= static_cast<int64_t>(factor);
      most_ *= factor;
      scale_ = scale;
      return;
    }
  }
  if (is_narrow_) widen();
  for (uint32_t slot = 0; slot < sums_.size(); ++slot) {
    if (sums_[slot] == 0 || mulByPowerOfTen(sums_[slot], places)) continue;
    addDecimal(slot, Decimal::fromScaled(sums_[slot], scale_));
    sums_[slot] = 0;
  }
  scale_ = scale;
  findMost();
}

void ExactSums::addDecimal(uint32_t slot, const Decimal& value) { more_[slot] += value; }

bool ExactSums::addNarrow(uint32_t slot, Int128 term, int scale) {
  Int128 sum = term;
  if (!mulByPowerOfTen(sum, scale_ - scale) || !addTo(sum, narrow_[slot])) return false;
  if (sum < INT64_MIN || sum > INT64_MAX) return false;
  narrow_[slot] = static_cast<int64_t>(sum);
  most_ = std::max(most_, magnitude(sum));
  return true;
}

void ExactSums::addTerm(uint32_t slot, Int128 term, int scale) {
  if (scale > scale_) raiseScale(scale);
  if (is_narrow_ && addNarrow(slot, term, scale)) return;
  if (is_narrow_) widen();
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
  makeRoomFor(most * batch.count);
  most_ += most * batch.count;
  if (batch.runs != nullptr) {
    is_narrow_ ? addNarrowRuns(batch, factor) : addWideRuns(batch, factor);
  } else if (is_narrow_) {
    batch.has_stretches ? addNarrowStretches(batch, factor) : addNarrowRows(batch, factor);
  } else {
    addWideRows(batch, factor);
  }
  return true;
}

TALLYFOLD_APART void ExactSums::addNarrowRows(const Batch& batch, int64_t factor) {
  const int64_t* mantissas = batch.mantissas;
  int64_t* sums = narrow_.data();
  for (size_t i = 0; i < batch.count; ++i) sums[batch.slots[i]] += mantissas[i] * factor;
}

TALLYFOLD_APART void ExactSums::addNarrowStretches(const Batch& batch, int64_t factor) {
  const int64_t* mantissas = batch.mantissas;
  int64_t* sums = narrow_.data();
  forStretches(batch, [=](uint32_t slot, size_t begin, size_t end) {
    int64_t sum = mantissas[begin];
    for (size_t i = begin + 1; i < end; ++i) sum += mantissas[i];
    sums[slot] += sum * factor;
  });
}

TALLYFOLD_APART void ExactSums::addWideRows(const Batch& batch, int64_t factor) {
  const int64_t* mantissas = batch.mantissas;
  Int128* sums = sums_.data();
  for (size_t i = 0; i < batch.count; ++i)
    sums[batch.slots[i]] += static_cast<Int128>(mantissas[i] * factor);
}

// Narrow sums have room for all of the batch, so each run of it fits 64 bits too.
TALLYFOLD_APART void ExactSums::addNarrowRuns(const Batch& batch, int64_t factor) {
  const int64_t* mantissas = batch.mantissas;
  for (size_t r = 0; r < batch.run_count; ++r) {
    const SlotRun& run = batch.runs[r];
    int64_t sum = 0;
    for (size_t i = run.begin; i < run.end; ++i) sum += mantissas[i];
    narrow_[run.slot] += sum * factor;
  }
}

TALLYFOLD_APART void ExactSums::addWideRuns(const Batch& batch, int64_t factor) {
  for (size_t r = 0; r < batch.run_count; ++r) {
    const SlotRun& run = batch.runs[r];
    Int128 sum = 0;
    for (size_t i = run.begin; i < run.end; ++i) sum += batch.mantissas[i];
    sums_[run.slot] += sum * factor;
  }
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

TALLYFOLD_APART void ExactSums::mergeNarrow(const int64_t* sums, const uint32_t* slots,
                                            size_t count) {
  int64_t* const own = narrow_.data();
  for (size_t slot = 0; slot < count; ++slot) own[slots[slot]] += sums[slot];
}

void ExactSums::merge(const ExactSums& other, const std::vector<uint32_t>& slots) {
  if (other.scale_ > scale_) raiseScale(other.scale_);
  const auto count = static_cast<uint64_t>(other.size());
  // As in addMany: too small to overflow, so no step is checked.
  const bool fits =
      scale_ == other.scale_ && most_ < kSafe && count <= UINT32_MAX && other.most_ < (kSafe >> 32);
  if (fits) {
    makeRoomFor(other.most_ * count);
    most_ += other.most_ * count;
    if (is_narrow_ && other.is_narrow_) {
      mergeNarrow(other.narrow_.data(), slots.data(), count);
    } else {
      if (is_narrow_) widen();
      for (size_t slot = 0; slot < count; ++slot) sums_[slots[slot]] += other.sumAt(slot);
    }
  }
  for (uint32_t slot = 0; !fits && slot < count; ++slot) {
    if (other.sumAt(slot) != 0) addTerm(slots[slot], other.sumAt(slot), other.scale_);
  }
  for (const auto& [slot, value] : other.more_) addDecimal(slots[slot], value);
  for (const uint32_t slot : other.not_finite_) not_finite_.insert(slots[slot]);
}

Decimal ExactSums::at(uint32_t slot) const {
  const Decimal sum = Decimal::fromScaled(sumAt(slot), scale_);
  const auto more = more_.find(slot);
  return more == more_.end() ? sum : sum + more->second;
}

TALLYFOLD_APART bool ExactSums::readScaled(const uint32_t* slots, size_t count,
                                           Scaled* numbers) const {
  if (!is_narrow_ || !more_.empty() || !not_finite_.empty()) return false;
  for (size_t i = 0; i < count; ++i) numbers[i] = {narrow_[slots[i]], static_cast<uint8_t>(scale_)};
  return true;
}

TALLYFOLD_COLD void ExactSums::write(ByteWriter& out) const {
  out.u8(static_cast<uint8_t>(scale_));
  for (size_t slot = 0; slot < size(); ++slot) out.i128(sumAt(slot));
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
  if (is_narrow_) widen();
  sums_.assign(slot_count, 0);
  for (Int128& sum : sums_) sum = in.i128();
  findMost();
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
