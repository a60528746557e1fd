// SPDX-License-Identifier: Apache-2.0
// SUM and SUM_WITH_MULTIPLIER: the exact sum, multiplied once at the end.
#include "aggregate/exact_sums.h"

namespace tallyfold {
namespace {

class Sum final : public Aggregation {
 public:
  Sum(Decimal multiplier, MemoryAccount& account)
      : multiplier_(std::move(multiplier)),
        is_plain_(multiplier_ == Decimal::fromInteger(1)),
        sums_(account) {}

  void resize(size_t count) override { sums_.resize(count); }
  void add(const Batch& batch) override {
    Batch plain = batch;
    plain.weights = nullptr;
    sums_.add(plain);
  }
  void merge(const Aggregation& other, const std::vector<uint32_t>& slots, TextMap*) override {
    sums_.merge(static_cast<const Sum&>(other).sums_, slots);
  }
  [[nodiscard]] Outcome finish(uint32_t slot) const override {
    const Decimal sum = sums_.at(slot);
    return {sums_.finite(slot), Rational(is_plain_ ? sum : sum * multiplier_)};
  }
  bool readScaled(const uint32_t* slots, size_t count, Scaled* numbers) const override {
    return is_plain_ && sums_.readScaled(slots, count, numbers);
  }
  void write(ByteWriter& out) const override { sums_.write(out); }
  void read(ByteReader& in, size_t slot_count, size_t) override { sums_.read(in, slot_count); }
  [[nodiscard]] uint64_t bytesToAdd(uint64_t rows) const override { return sums_.bytesToAdd(rows); }

 private:
  Decimal multiplier_;
  bool is_plain_;  // nothing is multiplied
  ExactSums sums_;
};

}  // namespace

std::unique_ptr<Aggregation> makeSum(const AggregationInput& input, MemoryAccount& account) {
  return std::make_unique<Sum>(input.multiplier, account);
}

}  // namespace tallyfold
