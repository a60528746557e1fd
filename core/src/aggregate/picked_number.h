// SPDX-License-Identifier: Apache-2.0
// A number that one row put into a slot: the fast form, or a Decimal of its own. Used by MAX and
// LATEST.
#pragma once

#include <map>

#include "aggregate/aggregation.h"

namespace tallyfold {

struct PickedNumber {
  int64_t mantissa = 0;
  uint8_t form = formOf(NumberForm::Absent);  ///< Absent: nothing was picked yet
};

/// One picked number per slot.
class PickedNumbers {
 public:
  explicit PickedNumbers(MemoryAccount& account) : picked_(makeAccounted<PickedNumber>(account)) {}

  void resize(size_t count) { picked_.resize(count); }
  [[nodiscard]] size_t size() const { return picked_.size(); }
  [[nodiscard]] bool empty(uint32_t slot) const {
    return picked_[slot].form == formOf(NumberForm::Absent);
  }
  /// Puts the number of row `i` of a batch into the slot.
  void put(uint32_t slot, const Batch& batch, size_t i);
  /// Puts a number of the fast form into the slot.
  void put(uint32_t slot, PickedNumber number) {
    if (!exact_.empty()) exact_.erase(slot);
    picked_[slot] = number;
  }
  [[nodiscard]] PickedNumber at(uint32_t slot) const { return picked_[slot]; }
  /// Puts what another state holds into the slot.
  void put(uint32_t slot, const PickedNumbers& other, uint32_t other_slot);
  /// -1, 0, 1 as the slot's number is below, equal to or above that of row `i`. Infinities compare
  /// as such; NaN is below everything, so that it shows only where there is nothing else, as the
  /// service's database has it.
  [[nodiscard]] int compare(uint32_t slot, const Batch& batch, size_t i) const;
  [[nodiscard]] int compare(uint32_t slot, const PickedNumbers& other, uint32_t other_slot) const;
  /// The same with a number of the fast form.
  [[nodiscard]] int compare(uint32_t slot, PickedNumber number) const;
  /// An empty slot is zero.
  [[nodiscard]] Outcome finish(uint32_t slot) const;
  /// See Aggregation::readScaled.
  bool readScaled(const uint32_t* slots, size_t count, Scaled* numbers) const;
  void write(ByteWriter& out) const;
  void read(ByteReader& in, size_t slot_count);
  [[nodiscard]] uint64_t bytesToAdd(uint64_t rows) const {
    return 3 * (picked_.size() + rows) * sizeof(PickedNumber);
  }

 private:
  [[nodiscard]] Decimal decimalAt(uint32_t slot) const;

  AccountedVector<PickedNumber> picked_;
  std::map<uint32_t, Decimal> exact_;  // of slots whose form is Exact
};

}  // namespace tallyfold
