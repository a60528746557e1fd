// SPDX-License-Identifier: Apache-2.0
// MAX: the greatest number.
#include "aggregate/picked_number.h"

namespace tallyfold {
namespace {

class Max final : public Aggregation {
 public:
  explicit Max(MemoryAccount& account) : best_(account) {}

  void resize(size_t count) override { best_.resize(count); }
  void add(const Batch& batch) override {
    for (size_t i = 0; i < batch.count; ++i) {
      const uint32_t slot = batch.slots[i];
      if (best_.empty(slot) || best_.compare(slot, batch, i) < 0) best_.put(slot, batch, i);
    }
  }
  void merge(const Aggregation& other, const std::vector<uint32_t>& slots,
             const std::vector<uint32_t>&) override {
    const PickedNumbers& theirs = static_cast<const Max&>(other).best_;
    for (uint32_t from = 0; from < theirs.size(); ++from) {
      const uint32_t to = slots[from];
      if (theirs.empty(from)) continue;
      if (best_.empty(to) || best_.compare(to, theirs, from) < 0) best_.put(to, theirs, from);
    }
  }
  [[nodiscard]] Outcome finish(uint32_t slot) const override { return best_.finish(slot); }
  void write(ByteWriter& out) const override { best_.write(out); }
  void read(ByteReader& in, size_t slot_count, size_t) override { best_.read(in, slot_count); }
  [[nodiscard]] uint64_t bytesToAdd(uint64_t rows) const override { return best_.bytesToAdd(rows); }

 private:
  PickedNumbers best_;
};

}  // namespace

std::unique_ptr<Aggregation> makeMax(const AggregationInput&, MemoryAccount& account) {
  return std::make_unique<Max>(account);
}

}  // namespace tallyfold
