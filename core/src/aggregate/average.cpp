// SPDX-License-Identifier: Apache-2.0
// AVG: the exact sum and the number of rows, divided once at the end.
#include "aggregate/exact_sums.h"

namespace tallyfold {
namespace {

class Average final : public Aggregation {
 public:
  explicit Average(MemoryAccount& account)
      : sums_(account), counts_(makeAccounted<uint64_t>(account)) {}

  void resize(size_t count) override {
    sums_.resize(count);
    counts_.resize(count, 0);
  }
  void add(const Batch& batch) override {
    Batch plain = batch;
    plain.weights = nullptr;
    sums_.add(plain);
    addCounts(batch, counts_.data());
  }
  void merge(const Aggregation& other, const std::vector<uint32_t>& slots, TextMap*) override {
    const auto& average = static_cast<const Average&>(other);
    sums_.merge(average.sums_, slots);
    for (size_t slot = 0; slot < average.counts_.size(); ++slot) {
      counts_[slots[slot]] += average.counts_[slot];
    }
  }
  [[nodiscard]] Outcome finish(uint32_t slot) const override {
    // The average of nothing is zero: the service turns the quotient 0/0 into 0.
    if (counts_[slot] == 0) return {};
    return {
        sums_.finite(slot),
        Rational::of(sums_.at(slot), Decimal::fromScaled(static_cast<Int128>(counts_[slot]), 0))};
  }
  void write(ByteWriter& out) const override {
    sums_.write(out);
    for (const uint64_t count : counts_) out.u64(count);
  }
  void read(ByteReader& in, size_t slot_count, size_t) override {
    sums_.read(in, slot_count);
    counts_.assign(slot_count, 0);
    for (uint64_t& count : counts_) {
      count = in.u64();
      // Far above any real count, far below where adding up many would overflow.
      constexpr uint64_t kMost = uint64_t{1} << 48;
      if (count > kMost) return in.fail();
    }
  }
  [[nodiscard]] uint64_t bytesToAdd(uint64_t rows) const override {
    return sums_.bytesToAdd(rows) + 3 * (counts_.size() + rows) * 8;
  }

 private:
  ExactSums sums_;
  AccountedVector<uint64_t> counts_;
};

}  // namespace

std::unique_ptr<Aggregation> makeAverage(const AggregationInput&, MemoryAccount& account) {
  return std::make_unique<Average>(account);
}

}  // namespace tallyfold
