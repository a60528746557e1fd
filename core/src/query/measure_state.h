// SPDX-License-Identifier: Apache-2.0
// One named aggregation over all slots, how many events it took in each, and the rows on their way
// to it.
#pragma once

#include "aggregate/levels.h"
#include "query/native_query.h"

namespace tallyfold {

/// What a row gives to one aggregation, or why it gives nothing.
struct RowValue {
  /// Beside the forms of NumberForm: the formula could not be computed.
  static constexpr uint8_t kFormulaFailed = 0x83;

  int64_t mantissa = 0;  ///< with Exact and no `exact`: an index into numbers kept elsewhere
  uint8_t form = 0;
  uint32_t text = 0;
  const Decimal* exact = nullptr;

  [[nodiscard]] bool counts() const {
    return isScaledForm(form) || form == formOf(NumberForm::Exact);
  }
  [[nodiscard]] Reason reason() const;
};

/// Where and when a row counts.
struct RowPlace {
  uint32_t slot = 0;
  uint32_t source = 0;
  int64_t time_ns = 0;
  int64_t received_ns = 0;
  int64_t offset = 0;
  uint64_t since_start = 0;  ///< nanoseconds since the start of all that is folded
};

class MeasureState {
 public:
  MeasureState(const Measure& measure, MemoryAccount& account);

  void resize(size_t slots);
  /// Takes a row; it is counted with the next flush.
  void take(const RowPlace& place, const RowValue& value);
  void flush();
  /// Counts many rows, all of which it can take.
  void takeRows(const Batch& batch);
  void merge(const MeasureState& other, const std::vector<uint32_t>& slots, TextMap* texts);
  /// A slot's answer: nothing where there were no events and that is not zero.
  [[nodiscard]] std::optional<Rational> finish(uint32_t slot) const;
  /// The answers of many slots as numbers of the fast form; false when one of them is none.
  bool readScaled(const uint32_t* slots, size_t count, Scaled* numbers) const;
  /// Of a measure of levels. Reading them puts them in order.
  [[nodiscard]] LevelAggregation& level() const { return static_cast<LevelAggregation&>(*state_); }

  void write(ByteWriter& out) const;
  void read(ByteReader& in, size_t slot_count, size_t text_count);
  [[nodiscard]] uint64_t bytesToAdd(uint64_t rows) const;

 private:
  void mark(uint32_t slot) {
    untaken_ -= took_[slot] == 0 ? 1 : 0;
    took_[slot] = 1;
  }

  const Measure* measure_;
  std::unique_ptr<Aggregation> state_;
  AccountedVector<uint8_t> took_;  // by slot: 1 where it took an event
  size_t untaken_ = 0;             // slots that took none
  // The rows that were taken, a row per entry.
  std::vector<uint32_t> slots_, texts_, sources_;
  std::vector<int64_t> mantissas_, times_, received_, offsets_;
  std::vector<uint64_t> since_start_;
  std::vector<uint8_t> forms_;
  std::vector<Decimal> exact_;
};

}  // namespace tallyfold
