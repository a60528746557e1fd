// SPDX-License-Identifier: Apache-2.0
// One exact sum per slot: 128 bits at a common scale while that is enough, arbitrary precision
// beyond.
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
  explicit ExactSums(MemoryAccount& account) : sums_(makeAccounted<Int128>(account)) {}

  void resize(size_t count) { sums_.resize(count, 0); }
  /// Adds every row's number, times its weight where the batch has weights.
  void add(const Batch& batch);
  void merge(const ExactSums& other, const std::vector<uint32_t>& slots);
  [[nodiscard]] bool finite(uint32_t slot) const { return not_finite_.count(slot) == 0; }
  [[nodiscard]] Decimal at(uint32_t slot) const;
  void write(ByteWriter& out) const;
  void read(ByteReader& in, size_t slot_count);
  [[nodiscard]] uint64_t bytesToAdd(uint64_t rows) const {
    return sums_.size() + rows <= sums_.capacity() ? 0 : 2 * (sums_.size() + rows) * sizeof(Int128);
  }

 private:
  bool addMany(const Batch& batch);
  void addTerm(uint32_t slot, Int128 term, int scale);
  void addDecimal(uint32_t slot, const Decimal& value);
  void raiseScale(int scale);

  int scale_ = 0;  // of every sum in sums_
  AccountedVector<Int128> sums_;
  UInt128 most_ = 0;                  // no sum in sums_ is larger in size
  std::map<uint32_t, Decimal> more_;  // what did not fit sums_, to be added
  std::set<uint32_t> not_finite_;     // slots a NaN or an infinity was added to
};

}  // namespace tallyfold
