// SPDX-License-Identifier: Apache-2.0
// COUNT_UNIQUE: how many different texts, exactly. State: a set of texts per slot.
#include "aggregate/aggregation.h"
#include "aggregate/text_sets.h"

namespace tallyfold {
namespace {

class CountUnique final : public Aggregation {
 public:
  explicit CountUnique(MemoryAccount& account) : sets_(account) {}

  void resize(size_t count) override { sets_.resize(count); }
  void add(const Batch& batch) override { sets_.add(batch); }
  void merge(const Aggregation& other, const std::vector<uint32_t>& slots,
             TextMap* texts) override {
    const TextSets& more = static_cast<const CountUnique&>(other).sets_;
    if (texts == nullptr) return sets_.addAll(more, slots.data());
    sets_.addAll(more, slots.data(), *texts);
  }
  [[nodiscard]] Outcome finish(uint32_t slot) const override {
    return {true, Rational(Decimal::fromScaled(static_cast<Int128>(sets_.count(slot)), 0))};
  }
  bool readScaled(const uint32_t* slots, size_t count, Scaled* numbers) const override {
    for (size_t i = 0; i < count; ++i)
      numbers[i] = {static_cast<int64_t>(sets_.count(slots[i])), 0};
    return true;
  }
  void write(ByteWriter& out) const override { sets_.write(out); }
  void read(ByteReader& in, size_t slot_count, size_t text_count) override {
    sets_.read(in, slot_count, text_count);
  }
  [[nodiscard]] uint64_t bytesToAdd(uint64_t rows) const override { return sets_.bytesToAdd(rows); }

 private:
  TextSets sets_;
};

}  // namespace

std::unique_ptr<Aggregation> makeCountUnique(const AggregationInput&, MemoryAccount& account) {
  return std::make_unique<CountUnique>(account);
}

}  // namespace tallyfold
