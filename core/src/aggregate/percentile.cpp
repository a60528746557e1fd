// SPDX-License-Identifier: Apache-2.0
// The percentile: the least number that p percent of all numbers do not exceed. Always one that
// occurred, and p 0 is the least of all.
//
// State: how often each number occurred in each slot.
#include <algorithm>

#include "aggregate/aggregation.h"
#include "base/flat_map.h"
#include "base/sort.h"
#include "events/dictionary.h"

namespace tallyfold {
namespace {

class Percentile final : public Aggregation {
 public:
  Percentile(Decimal percent, MemoryAccount& account)
      : percent_(std::move(percent)),
        numbers_(account),
        entry_of_(account),
        entries_(makeAccounted<Entry>(account)) {}

  void resize(size_t) override {}
  void add(const Batch& batch) override {
    for (size_t i = 0; i < batch.count; ++i) {
      const int64_t mantissa = batch.mantissas[i];
      addTimes(batch.slots[i],
               isScaledForm(batch.form(i))
                   ? codeOf(mantissa, batch.form(i))
                   : numbers_.intern((*batch.exact)[static_cast<size_t>(mantissa)].toText()),
               1);
    }
  }
  void merge(const Aggregation& other, const std::vector<uint32_t>& slots, TextMap*) override {
    const auto& more = static_cast<const Percentile&>(other);
    for (const Entry& entry : more.entries_) {
      addTimes(slots[entry.slot], numbers_.intern(more.numbers_.text(entry.number)), entry.times);
    }
  }
  [[nodiscard]] Outcome finish(uint32_t slot) const override {
    if (!is_ordered_) putInOrder();
    const auto begin =
        std::lower_bound(ordered_.begin(), ordered_.end(), slot,
                         [](const Ordered& entry, uint32_t s) { return entry.slot < s; });
    uint64_t count = 0;
    for (auto at = begin; at != ordered_.end() && at->slot == slot; ++at) count += at->times;
    if (count == 0) return {};
    // A count of times is below 2^63, so the product with 0 to 100 is exact in a Decimal.
    const Decimal part = percent_ * Decimal::fromScaled(static_cast<Int128>(count), 0);
    uint64_t up_to = 0;
    auto at = begin;
    for (;; ++at) {
      up_to += at->times;
      if (Decimal::fromScaled(static_cast<Int128>(up_to) * 100, 0) >= part) break;
    }
    return {true, Rational(values_[at->rank])};
  }
  void write(ByteWriter& out) const override {
    out.u64(numbers_.size());
    for (uint32_t code = 0; code < numbers_.size(); ++code) out.text(numbers_.text(code));
    out.u64(entries_.size());
    for (const Entry& entry : entries_) {
      out.u32(entry.slot);
      out.u32(entry.number);
      out.u64(entry.times);
    }
  }
  void read(ByteReader& in, size_t slot_count, size_t) override {
    const uint64_t number_count = in.count(8);
    for (uint64_t i = 0; i < number_count; ++i) {
      const std::string_view text = in.text();
      if (!Decimal::deserialize(text) || numbers_.intern(text) != i) return in.fail();
    }
    for (uint64_t left = in.count(16); left > 0; --left) {
      const uint32_t slot = in.u32();
      const uint32_t number = in.u32();
      const uint64_t times = in.u64();
      // Far above any real count, far below where adding up many would overflow.
      constexpr uint64_t kMost = uint64_t{1} << 48;
      if (slot >= slot_count || number >= number_count || times > kMost) return in.fail();
      addTimes(slot, number, times);
    }
  }
  [[nodiscard]] uint64_t bytesToAdd(uint64_t rows) const override {
    constexpr uint64_t kTextBytes = 21;
    const uint64_t entries = entries_.size() + rows;
    return entry_of_.bytesToInsert(rows) + numbers_.bytesToGrow(rows, rows * kTextBytes) +
           rows * kTextBytes + (entries <= entries_.capacity() ? 0 : 2 * entries * sizeof(Entry));
  }

 private:
  struct Entry {
    uint32_t slot;
    uint32_t number;
    uint64_t times;
  };
  struct Ordered {
    uint32_t slot;
    uint32_t rank;
    uint64_t times;
  };

  // Equal numbers have one code: zeros at the end of a fraction are taken off.
  uint32_t codeOf(int64_t mantissa, uint8_t scale) {
    for (; scale > 0 && mantissa % 10 == 0; --scale) mantissa /= 10;
    char digits[32];
    return numbers_.intern({digits, writeScaled({mantissa, scale}, digits)});
  }
  void addTimes(uint32_t slot, uint32_t number, uint64_t times) {
    is_ordered_ = false;
    const uint64_t key = (static_cast<uint64_t>(slot) << 32) | number;
    const auto found = entry_of_.insert(key, static_cast<uint32_t>(entries_.size()));
    if (found.fresh) entries_.push_back({slot, number, 0});
    entries_[found.value].times += times;
  }
  void putInOrder() const {
    values_.clear();
    for (uint32_t code = 0; code < numbers_.size(); ++code)
      values_.push_back(*Decimal::deserialize(numbers_.text(code)));
    std::vector<uint32_t> by_value(values_.size());
    for (uint32_t code = 0; code < by_value.size(); ++code) by_value[code] = code;
    sortItems(by_value, [&](uint32_t a, uint32_t b) { return values_[a] < values_[b]; });
    std::vector<uint32_t> rank_of(by_value.size());
    std::vector<Decimal> sorted(by_value.size());
    for (uint32_t rank = 0; rank < by_value.size(); ++rank) {
      rank_of[by_value[rank]] = rank;
      sorted[rank] = std::move(values_[by_value[rank]]);
    }
    values_ = std::move(sorted);
    ordered_.clear();
    for (const Entry& entry : entries_)
      ordered_.push_back({entry.slot, rank_of[entry.number], entry.times});
    sortInPlace(ordered_, [](const Ordered& a, const Ordered& b) {
      return a.slot != b.slot ? a.slot < b.slot : a.rank < b.rank;
    });
    is_ordered_ = true;
  }

  Decimal percent_;
  Dictionary numbers_;  // their shortest plain texts
  FlatMap entry_of_;    // by slot and number
  AccountedVector<Entry> entries_;
  // Made when a slot is asked for: the entries by slot and value.
  mutable std::vector<Decimal> values_;  // by rank
  mutable std::vector<Ordered> ordered_;
  mutable bool is_ordered_ = false;
};

}  // namespace

std::unique_ptr<Aggregation> makePercentile(const AggregationInput& input, MemoryAccount& account) {
  return std::make_unique<Percentile>(input.percent, account);
}

}  // namespace tallyfold
