// SPDX-License-Identifier: Apache-2.0
// A level that numbers are added to: the weighted sum of a range is its average over time.
//
// Linear in the numbers, so two sums per slot are enough: of v, and of v times the time before it.
#include "aggregate/exact_sums.h"
#include "aggregate/levels.h"

namespace tallyfold {
namespace {

class LevelChanges final : public LevelAggregation {
 public:
  explicit LevelChanges(MemoryAccount& account) : changes_(account), before_(account) {}

  void resize(size_t count) override {
    changes_.resize(count);
    before_.resize(count);
  }
  void add(const Batch& batch) override {
    before_.add(batch);
    Batch plain = batch;
    plain.weights = nullptr;
    changes_.add(plain);
  }
  void merge(const Aggregation& other, const std::vector<uint32_t>& slots, TextMap*) override {
    const auto& more = static_cast<const LevelChanges&>(other);
    changes_.merge(more.changes_, slots);
    before_.merge(more.before_, slots);
  }
  void follow(uint32_t slot, const LevelStretch& stretch, Level& level) override {
    level.hold(static_cast<Int128>(stretch.end) - stretch.start);
    const Decimal change = changes_.at(slot);
    const Decimal to_end = Decimal::fromScaled(static_cast<Int128>(stretch.end), 0);
    level.area += Rational(change * to_end - before_.at(slot));
    *level.value += Rational(change);
  }
  void write(ByteWriter& out) const override {
    changes_.write(out);
    before_.write(out);
  }
  void read(ByteReader& in, size_t slot_count, size_t) override {
    changes_.read(in, slot_count);
    before_.read(in, slot_count);
  }
  [[nodiscard]] uint64_t bytesToAdd(uint64_t rows) const override {
    return changes_.bytesToAdd(rows) + before_.bytesToAdd(rows);
  }

 private:
  ExactSums changes_;
  ExactSums before_;
};

}  // namespace

void Level::hold(Int128 length_ns) {
  if (!value) return;
  area += *value * Rational(Decimal::fromScaled(length_ns, 0));
  known_ns += length_ns;
}

std::unique_ptr<Aggregation> makeLevelChanges(const AggregationInput&, MemoryAccount& account) {
  return std::make_unique<LevelChanges>(account);
}

}  // namespace tallyfold
