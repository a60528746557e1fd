// SPDX-License-Identifier: Apache-2.0
// LATEST: the number of the row with the greatest time; ties go to the later received, then to the
// later arrival. And first: of the row with the least time, the earlier received, the earlier
// arrival.
#include <tuple>

#include "aggregate/picked_number.h"
#include "events/block_builder.h"

namespace tallyfold {
namespace {

struct Moment {
  int64_t time_ns = INT64_MIN;
  int64_t received_ns = kNotReceived;
  uint32_t source = 0;
  int64_t offset = -1;

  bool operator<(const Moment& other) const {
    return std::tie(time_ns, received_ns, source, offset) <
           std::tie(other.time_ns, other.received_ns, other.source, other.offset);
  }
};

template <bool kFirst>
class AtEnd final : public Aggregation {
 public:
  explicit AtEnd(MemoryAccount& account)
      : moments_(makeAccounted<Moment>(account)), values_(account) {}

  void resize(size_t count) override {
    moments_.resize(count);
    values_.resize(count);
  }
  void add(const Batch& batch) override {
    for (size_t i = 0; i < batch.count; ++i) {
      const uint32_t slot = batch.slots[i];
      const int64_t known_ns = moments_[slot].time_ns;
      const bool is_behind = kFirst ? batch.times_ns[i] > known_ns : batch.times_ns[i] < known_ns;
      const bool empty = values_.empty(slot);
      if (is_behind && !empty) continue;
      const Moment moment{
          batch.times_ns[i], batch.received_ns != nullptr ? batch.received_ns[i] : kNotReceived,
          batch.sources != nullptr ? batch.sources[i] : batch.source, batch.offsets[i]};
      const bool ties = batch.times_ns[i] == known_ns;
      if (ties && !empty && stays(moments_[slot], moment)) continue;
      moments_[slot] = moment;
      if (batch.scale >= 0) {
        values_.put(slot, {batch.mantissas[i], static_cast<uint8_t>(batch.scale)});
      } else {
        values_.put(slot, batch, i);
      }
    }
  }
  void merge(const Aggregation& other, const std::vector<uint32_t>& slots, TextMap*) override {
    const auto& latest = static_cast<const AtEnd&>(other);
    for (uint32_t from = 0; from < latest.moments_.size(); ++from) {
      const uint32_t to = slots[from];
      if (latest.values_.empty(from)) continue;
      if (!values_.empty(to) && stays(moments_[to], latest.moments_[from])) continue;
      moments_[to] = latest.moments_[from];
      values_.put(to, latest.values_, from);
    }
  }
  [[nodiscard]] Outcome finish(uint32_t slot) const override { return values_.finish(slot); }
  bool readScaled(const uint32_t* slots, size_t count, Scaled* numbers) const override {
    return values_.readScaled(slots, count, numbers);
  }
  void write(ByteWriter& out) const override {
    for (const Moment& moment : moments_) {
      out.i64(moment.time_ns);
      out.i64(moment.received_ns);
      out.u32(moment.source);
      out.i64(moment.offset);
    }
    values_.write(out);
  }
  void read(ByteReader& in, size_t slot_count, size_t) override {
    moments_.assign(slot_count, Moment());
    for (Moment& moment : moments_) {
      moment.time_ns = in.i64();
      moment.received_ns = in.i64();
      moment.source = in.u32();
      moment.offset = in.i64();
    }
    values_.read(in, slot_count);
  }
  [[nodiscard]] uint64_t bytesToAdd(uint64_t rows) const override {
    return values_.bytesToAdd(rows) + 3 * (moments_.size() + rows) * sizeof(Moment);
  }

 private:
  static bool stays(const Moment& known, const Moment& other) {
    return kFirst ? known < other : other < known;
  }

  AccountedVector<Moment> moments_;
  PickedNumbers values_;
};

}  // namespace

std::unique_ptr<Aggregation> makeLatest(const AggregationInput&, MemoryAccount& account) {
  return std::make_unique<AtEnd<false>>(account);
}

std::unique_ptr<Aggregation> makeFirst(const AggregationInput&, MemoryAccount& account) {
  return std::make_unique<AtEnd<true>>(account);
}

}  // namespace tallyfold
