// SPDX-License-Identifier: Apache-2.0
// MAX: the greatest number. And min, the least.
#include <algorithm>

#include "aggregate/picked_number.h"
#include "base/apart.h"

namespace tallyfold {
namespace {

// The number that is first when numbers are put in order: downwards for the greatest.
template <bool kGreatest>
class Extreme final : public Aggregation {
 public:
  explicit Extreme(MemoryAccount& account) : best_(account) {}

  void resize(size_t count) override { best_.resize(count); }
  void add(const Batch& batch) override {
    if (batch.scale >= 0) return addScaled(batch);
    for (size_t i = 0; i < batch.count; ++i) {
      const uint32_t slot = batch.slots[i];
      if (best_.empty(slot) || isBetter(best_.compare(slot, batch, i))) best_.put(slot, batch, i);
    }
  }
  void merge(const Aggregation& other, const std::vector<uint32_t>& slots, TextMap*) override {
    const PickedNumbers& theirs = static_cast<const Extreme&>(other).best_;
    for (uint32_t from = 0; from < theirs.size(); ++from) {
      const uint32_t to = slots[from];
      if (theirs.empty(from)) continue;
      if (best_.empty(to) || isBetter(best_.compare(to, theirs, from))) best_.put(to, theirs, from);
    }
  }
  [[nodiscard]] Outcome finish(uint32_t slot) const override { return best_.finish(slot); }
  bool readScaled(const uint32_t* slots, size_t count, Scaled* numbers) const override {
    return best_.readScaled(slots, count, numbers);
  }
  void write(ByteWriter& out) const override { best_.write(out); }
  void read(ByteReader& in, size_t slot_count, size_t) override { best_.read(in, slot_count); }
  [[nodiscard]] uint64_t bytesToAdd(uint64_t rows) const override { return best_.bytesToAdd(rows); }

 private:
  // The best number of rows that stand together, then compared once.
  void addScaled(const Batch& batch) {
    if (batch.runs != nullptr) return addRuns(batch);
    batch.has_stretches ? addStretches(batch) : addRows(batch);
  }
  TALLYFOLD_APART void addRows(const Batch& batch) {
    for (size_t i = 0; i < batch.count; ++i)
      put(batch.slots[i], {batch.mantissas[i], static_cast<uint8_t>(batch.scale)});
  }
  TALLYFOLD_APART void addStretches(const Batch& batch) {
    forStretches(batch, [&](uint32_t slot, size_t begin, size_t end) {
      addStretch(batch, slot, begin, end);
    });
  }
  TALLYFOLD_APART void addRuns(const Batch& batch) {
    for (size_t r = 0; r < batch.run_count; ++r)
      addStretch(batch, batch.runs[r].slot, batch.runs[r].begin, batch.runs[r].end);
  }
  void addStretch(const Batch& batch, uint32_t slot, size_t begin, size_t end) {
    int64_t best = batch.mantissas[begin];
    for (size_t i = begin + 1; i < end; ++i) {
      best = kGreatest ? std::max(best, batch.mantissas[i]) : std::min(best, batch.mantissas[i]);
    }
    put(slot, {best, static_cast<uint8_t>(batch.scale)});
  }
  // Numbers of the scale that the best so far has compare as they are.
  void put(uint32_t slot, PickedNumber number) {
    const PickedNumber known = best_.at(slot);
    const bool better =
        known.form == number.form
            ? (kGreatest ? number.mantissa > known.mantissa : number.mantissa < known.mantissa)
            : best_.empty(slot) || isBetter(best_.compare(slot, number));
    if (better) best_.put(slot, number);
  }
  static bool isBetter(int compared) { return kGreatest ? compared < 0 : compared > 0; }

  PickedNumbers best_;
};

}  // namespace

std::unique_ptr<Aggregation> makeMax(const AggregationInput&, MemoryAccount& account) {
  return std::make_unique<Extreme<true>>(account);
}

std::unique_ptr<Aggregation> makeMin(const AggregationInput&, MemoryAccount& account) {
  return std::make_unique<Extreme<false>>(account);
}

}  // namespace tallyfold
