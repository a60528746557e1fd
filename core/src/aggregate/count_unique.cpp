// SPDX-License-Identifier: Apache-2.0
// COUNT_UNIQUE: how many different texts, exactly. State: one entry per slot and text.
#include "aggregate/aggregation.h"
#include "base/flat_map.h"

namespace tallyfold {
namespace {

class CountUnique final : public Aggregation {
 public:
  explicit CountUnique(MemoryAccount& account)
      : seen_(account), counts_(makeAccounted<uint64_t>(account)) {}

  void resize(size_t count) override { counts_.resize(count, 0); }
  void add(const Batch& batch) override {
    for (size_t i = 0; i < batch.count; ++i) addText(batch.slots[i], batch.texts[i]);
  }
  void merge(const Aggregation& other, const std::vector<uint32_t>& slots,
             const std::vector<uint32_t>& texts) override {
    static_cast<const CountUnique&>(other).seen_.forEach([&](uint64_t key, uint32_t) {
      addText(slots[key >> 32], texts[static_cast<uint32_t>(key)]);
    });
  }
  [[nodiscard]] Outcome finish(uint32_t slot) const override {
    return {true, Rational(Decimal::fromScaled(static_cast<Int128>(counts_[slot]), 0))};
  }
  void write(ByteWriter& out) const override {
    out.u64(seen_.size());
    seen_.forEach([&](uint64_t key, uint32_t) { out.u64(key); });
  }
  void read(ByteReader& in, size_t slot_count, size_t text_count) override {
    counts_.assign(slot_count, 0);
    for (uint64_t left = in.count(8); left > 0; --left) {
      const uint64_t key = in.u64();
      if ((key >> 32) >= slot_count || static_cast<uint32_t>(key) >= text_count) return in.fail();
      addText(static_cast<uint32_t>(key >> 32), static_cast<uint32_t>(key));
    }
  }
  [[nodiscard]] uint64_t bytesToAdd(uint64_t rows) const override {
    return seen_.bytesToInsert(rows) + 3 * (counts_.size() + rows) * 8;
  }

 private:
  void addText(uint32_t slot, uint32_t text) {
    if (seen_.insert((static_cast<uint64_t>(slot) << 32) | text, 0).fresh) ++counts_[slot];
  }

  FlatMap seen_;  // slot and text; the value says nothing
  AccountedVector<uint64_t> counts_;
};

}  // namespace

std::unique_ptr<Aggregation> makeCountUnique(const AggregationInput&, MemoryAccount& account) {
  return std::make_unique<CountUnique>(account);
}

}  // namespace tallyfold
