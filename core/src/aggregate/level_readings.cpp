// SPDX-License-Identifier: Apache-2.0
// A level that each number replaces: its average over time.
//
// How long a number held is only known when the one after it is, so every event is kept.
#include <algorithm>
#include <map>
#include <tuple>

#include "aggregate/levels.h"
#include "base/sort.h"
#include "events/block_builder.h"

namespace tallyfold {
namespace {

struct Reading {
  uint32_t slot;
  uint32_t source;
  uint64_t time;  // nanoseconds since the start of all that is folded
  int64_t received_ns;
  int64_t offset;
  int64_t mantissa;  // of an Exact one: an index
  uint8_t form;

  bool operator<(const Reading& other) const {
    return std::tie(slot, time, received_ns, source, offset) <
           std::tie(other.slot, other.time, other.received_ns, other.source, other.offset);
  }
};

class LevelReadings final : public LevelAggregation {
 public:
  explicit LevelReadings(MemoryAccount& account) : readings_(makeAccounted<Reading>(account)) {}

  void resize(size_t) override {}
  void add(const Batch& batch) override {
    for (size_t i = 0; i < batch.count; ++i) {
      const bool is_exact = batch.form(i) == formOf(NumberForm::Exact);
      const int64_t mantissa = is_exact
                                   ? keep((*batch.exact)[static_cast<size_t>(batch.mantissas[i])])
                                   : batch.mantissas[i];
      readings_.push_back(
          {batch.slots[i], batch.sources != nullptr ? batch.sources[i] : batch.source,
           batch.weights[i], batch.received_ns != nullptr ? batch.received_ns[i] : kNotReceived,
           batch.offsets[i], mantissa, batch.form(i)});
    }
    sorted_ = false;
  }
  void merge(const Aggregation& other, const std::vector<uint32_t>& slots, TextMap*) override {
    const auto& more = static_cast<const LevelReadings&>(other);
    for (Reading reading : more.readings_) {
      reading.slot = slots[reading.slot];
      if (reading.form == formOf(NumberForm::Exact))
        reading.mantissa = keep(more.exact_[static_cast<size_t>(reading.mantissa)]);
      readings_.push_back(reading);
    }
    sorted_ = false;
  }
  void follow(uint32_t slot, const LevelStretch& stretch, Level& level) override {
    if (!sorted_) sortInPlace(readings_, std::less<>());
    sorted_ = true;
    uint64_t at = stretch.start;
    auto next =
        std::lower_bound(readings_.begin(), readings_.end(), slot,
                         [](const Reading& reading, uint32_t s) { return reading.slot < s; });
    for (; next != readings_.end() && next->slot == slot; ++next) {
      level.hold(static_cast<Int128>(next->time) - at);
      level.value = Rational(numberOf(*next));
      at = next->time;
    }
    level.hold(static_cast<Int128>(stretch.end) - at);
  }
  void write(ByteWriter& out) const override {
    out.u64(exact_.size());
    for (const Decimal& value : exact_) out.text(value.toText());
    out.u64(readings_.size());
    for (const Reading& reading : readings_) {
      out.u32(reading.slot);
      out.u32(reading.source);
      out.u64(reading.time);
      for (const int64_t word : {reading.received_ns, reading.offset, reading.mantissa})
        out.i64(word);
      out.u8(reading.form);
    }
  }
  void read(ByteReader& in, size_t slot_count, size_t) override {
    for (uint64_t left = in.count(8); left > 0; --left) {
      const auto value = Decimal::deserialize(in.text());
      if (!value) return in.fail();
      exact_.push_back(*value);
    }
    for (uint64_t left = in.count(41); left > 0; --left) {
      Reading reading{};
      reading.slot = in.u32();
      reading.source = in.u32();
      reading.time = in.u64();
      for (int64_t* word : {&reading.received_ns, &reading.offset, &reading.mantissa})
        *word = in.i64();
      reading.form = in.u8();
      const bool known =
          isScaledForm(reading.form) || (reading.form == formOf(NumberForm::Exact) &&
                                         static_cast<uint64_t>(reading.mantissa) < exact_.size());
      if (reading.slot >= slot_count || !known) return in.fail();
      readings_.push_back(reading);
    }
    sorted_ = false;
  }
  [[nodiscard]] uint64_t bytesToAdd(uint64_t rows) const override {
    if (readings_.size() + rows <= readings_.capacity()) return 0;
    return 2 * (readings_.size() + rows) * sizeof(Reading);
  }

 private:
  int64_t keep(const Decimal& value) {
    exact_.push_back(value);
    return static_cast<int64_t>(exact_.size() - 1);
  }
  [[nodiscard]] Decimal numberOf(const Reading& reading) const {
    return isScaledForm(reading.form) ? Decimal::fromScaled(reading.mantissa, reading.form)
                                      : exact_[static_cast<size_t>(reading.mantissa)];
  }

  AccountedVector<Reading> readings_;
  std::vector<Decimal> exact_;
  bool sorted_ = true;
};

}  // namespace

std::unique_ptr<Aggregation> makeLevelReadings(const AggregationInput&, MemoryAccount& account) {
  return std::make_unique<LevelReadings>(account);
}

}  // namespace tallyfold
