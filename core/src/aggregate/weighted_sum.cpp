// SPDX-License-Identifier: Apache-2.0
// WEIGHTED_SUM: the sum of v x (end - t), divided once at the end by the length of the range.
//
// The sum is linear in v, so one number per slot is enough, and partials add up.
#include "aggregate/exact_sums.h"

namespace tallyfold {
namespace {

class WeightedSum final : public Aggregation {
 public:
  WeightedSum(Decimal period, MemoryAccount& account)
      : period_(std::move(period)), sums_(account) {}

  void resize(size_t count) override { sums_.resize(count); }
  void add(const Batch& batch) override { sums_.add(batch); }
  void merge(const Aggregation& other, const std::vector<uint32_t>& slots, TextMap*) override {
    sums_.merge(static_cast<const WeightedSum&>(other).sums_, slots);
  }
  [[nodiscard]] Outcome finish(uint32_t slot) const override {
    return {sums_.finite(slot), Rational::of(sums_.at(slot), period_)};
  }
  void write(ByteWriter& out) const override { sums_.write(out); }
  void read(ByteReader& in, size_t slot_count, size_t) override { sums_.read(in, slot_count); }
  [[nodiscard]] uint64_t bytesToAdd(uint64_t rows) const override { return sums_.bytesToAdd(rows); }

 private:
  Decimal period_;
  ExactSums sums_;
};

}  // namespace

std::unique_ptr<Aggregation> makeWeightedSum(const AggregationInput& input,
                                             MemoryAccount& account) {
  return std::make_unique<WeightedSum>(input.period, account);
}

}  // namespace tallyfold
