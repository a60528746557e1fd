// SPDX-License-Identifier: Apache-2.0
// One exact sum per slot at a common scale: 64 bits while that is enough, then 128, arbitrary
// precision beyond.
//
// Addition order never shows: whatever path a number takes, the sum is the same value.
#pragma once

#include <map>
#include <set>

#include "aggregate/aggregation.h"
#include "numeric/wide.h"

namespace tallyfold {

class ExactSums {
 public:
  explicit ExactSums(MemoryAccount& account)
      : narrow_(makeAccounted<int64_t>(account)), sums_(makeAccounted<Int128>(account)) {}

  void resize(size_t count) { is_narrow_ ? narrow_.resize(count, 0) : sums_.resize(count, 0); }
  /// Adds every row's number, times its weight where the batch has weights.
  void add(const Batch& batch);
  void merge(const ExactSums& other, const std::vector<uint32_t>& slots);
  [[nodiscard]] bool finite(uint32_t slot) const { return not_finite_.count(slot) == 0; }
  [[nodiscard]] Decimal at(uint32_t slot) const;
  /// See Aggregation::readScaled.
  bool readScaled(const uint32_t* slots, size_t count, Scaled* numbers) const;
  void write(ByteWriter& out) const;
  void read(ByteReader& in, size_t slot_count);
  [[nodiscard]] uint64_t bytesToAdd(uint64_t rows) const {
    const uint64_t slots = size() + rows;
    if (!is_narrow_) return slots <= sums_.capacity() ? 0 : 2 * slots * sizeof(Int128);
    // All may turn wide at any time.
    const uint64_t grown = slots <= narrow_.capacity() ? 0 : 2 * slots * sizeof(int64_t);
    return grown + slots * sizeof(Int128);
  }

 private:
  [[nodiscard]] size_t size() const { return is_narrow_ ? narrow_.size() : sums_.size(); }
  [[nodiscard]] Int128 sumAt(size_t slot) const {
    return is_narrow_ ? Int128{narrow_[slot]} : sums_[slot];
  }
  bool addMany(const Batch& batch);
  void addNarrowRows(const Batch& batch, int64_t factor);
  void addNarrowStretches(const Batch& batch, int64_t factor);
  void addWideRows(const Batch& batch, int64_t factor);
  void mergeNarrow(const int64_t* sums, const uint32_t* slots, size_t count);
  void addNarrowRuns(const Batch& batch, int64_t factor);
  void addWideRuns(const Batch& batch, int64_t factor);
  bool addNarrow(uint32_t slot, Int128 term, int scale);
  void addTerm(uint32_t slot, Int128 term, int scale);
  void addDecimal(uint32_t slot, const Decimal& value);
  void makeRoomFor(UInt128 most);
  void findMost();
  void widen();
  void raiseScale(int scale);

  int scale_ = 0;  // of every sum in narrow_ or sums_
  bool is_narrow_ = true;
  AccountedVector<int64_t> narrow_;
  AccountedVector<Int128> sums_;
  UInt128 most_ = 0;                  // no sum in them is larger in size
  std::map<uint32_t, Decimal> more_;  // what did not fit, to be added
  std::set<uint32_t> not_finite_;     // slots a NaN or an infinity was added to
};

}  // namespace tallyfold
