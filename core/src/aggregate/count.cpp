// SPDX-License-Identifier: Apache-2.0
// COUNT: how many rows.
#include "aggregate/aggregation.h"

namespace tallyfold {
namespace {

class Count final : public Aggregation {
 public:
  explicit Count(MemoryAccount& account) : counts_(makeAccounted<uint64_t>(account)) {}

  void resize(size_t count) override { counts_.resize(count, 0); }
  void add(const Batch& batch) override { addCounts(batch, counts_.data()); }
  void merge(const Aggregation& other, const std::vector<uint32_t>& slots, TextMap*) override {
    const auto& counts = static_cast<const Count&>(other).counts_;
    for (size_t slot = 0; slot < counts.size(); ++slot) counts_[slots[slot]] += counts[slot];
  }
  [[nodiscard]] Outcome finish(uint32_t slot) const override {
    return {true, Rational(Decimal::fromScaled(static_cast<Int128>(counts_[slot]), 0))};
  }
  bool readScaled(const uint32_t* slots, size_t count, Scaled* numbers) const override {
    for (size_t i = 0; i < count; ++i) numbers[i] = {static_cast<int64_t>(counts_[slots[i]]), 0};
    return true;
  }
  void write(ByteWriter& out) const override {
    for (const uint64_t count : counts_) out.u64(count);
  }
  void read(ByteReader& in, size_t slot_count, size_t) override {
    counts_.assign(slot_count, 0);
    for (uint64_t& count : counts_) count = in.u64();
  }
  [[nodiscard]] uint64_t bytesToAdd(uint64_t rows) const override {
    return 3 * (counts_.size() + rows) * 8;
  }

 private:
  AccountedVector<uint64_t> counts_;
};

}  // namespace

void addCounts(const Batch& batch, uint64_t* counts) {
  if (batch.runs == nullptr && !batch.has_stretches) {
    for (size_t i = 0; i < batch.count; ++i) ++counts[batch.slots[i]];
    return;
  }
  if (batch.runs == nullptr) {
    forStretches(
        batch, [counts](uint32_t slot, size_t begin, size_t end) { counts[slot] += end - begin; });
    return;
  }
  for (size_t r = 0; r < batch.run_count; ++r)
    counts[batch.runs[r].slot] += batch.runs[r].end - batch.runs[r].begin;
}

std::unique_ptr<Aggregation> makeCount(const AggregationInput&, MemoryAccount& account) {
  return std::make_unique<Count>(account);
}

}  // namespace tallyfold
