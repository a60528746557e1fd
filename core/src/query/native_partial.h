// SPDX-License-Identifier: Apache-2.0
// What a plan of our own query has learned so far. Partials of one query merge in any order with
// the same report, and can be written and read back.
#pragma once

#include <deque>

#include "query/id_entries.h"
#include "query/measure_state.h"
#include "query/slots.h"

namespace tallyfold {

class NativePartial {
 public:
  NativePartial(const NativeQuery& query, MemoryAccount& account);

  /// Texts that every partial has: the empty one and the mark of the period before.
  static constexpr uint32_t kCurrent = 0;
  static constexpr uint32_t kPrevious = 1;

  /// The window of a time; without a rule, one over everything.
  static Window windowOf(const NativeQuery& query, int64_t time_ns);
  /// The group that the texts of a row of this time start from.
  uint32_t rootGroup(int64_t time_ns);
  /// The slot of a row of this time and group.
  uint32_t slotOf(int64_t time_ns, uint32_t group);
  /// Takes a row for the measures that can count it, one value each; it is counted with the next
  /// flush. `entry(reason)` makes the ledger's entry for what could not be counted.
  template <typename MakeEntry>
  void take(const RowPlace& place, const RowValue* values, MakeEntry entry) {
    bool failed = false;
    bool counts = false;
    for (size_t m = 0; m < measures.size(); ++m) {
      if (values[m].counts()) {
        measures[m].take(place, values[m]);
        counts = true;
      } else {
        failed = true;
      }
    }
    if (counts) slots.touch(place.slot);
    if (counts) ++counted;
    if (failed) (counts ? coerced : rejected).add(failure(values, entry));
  }
  void flush();
  /// Takes rows that every measure can count, a batch per measure; all have the same rows.
  void takeRows(const Batch* batches);
  /// Considers a copy of an id: keeps the better one, puts the other into the ledger. The values'
  /// exact numbers are copied. Behind the horizon the earlier copy is settled for good, and the id
  /// begins anew.
  void settle(IdEntry entry, const RowValue* values, int64_t horizon_ns = INT64_MIN);
  void merge(const NativePartial& other);

  /// With a lateness: counts the copies behind the horizon, which no later one can beat any more,
  /// and forgets them.
  void forgetOldIds();

  /// Counts every copy that waits. Nothing more may be added or merged afterwards.
  void settleAll();
  [[nodiscard]] uint64_t bytesToCopy() const;
  /// Ids whose copies are not settled yet.
  [[nodiscard]] uint64_t waiting() const { return entries_.all().size(); }
  /// A copy in which nothing waits; null when nothing does, and this partial will do.
  [[nodiscard]] std::unique_ptr<NativePartial> settledCopy() const;

  void write(ByteWriter& out) const;
  /// Replaces an empty partial's content; the reader's state says whether it could.
  void read(ByteReader& in);
  [[nodiscard]] uint64_t bytesToAdd(uint64_t rows) const;
  /// Bytes that the states of the measures hold.
  [[nodiscard]] uint64_t measureBytes() const { return measure_bytes_; }

  /// The text of a group's code in one dimension.
  [[nodiscard]] std::string_view groupText(size_t dimension, uint32_t code) const;
  /// Of a query with a period before: kCurrent or kPrevious.
  [[nodiscard]] uint32_t periodText(uint32_t group) const { return slots.textAt(group, 0); }
  /// The code of a group in one dimension, kAbsentText where its events have none.
  [[nodiscard]] uint32_t groupCode(uint32_t group, size_t dimension) const {
    return slots.textAt(group, dimension + (query_.previous_start_ns ? 1 : 0));
  }

  /// Per dimension: the dictionary of the codes below its size, behind which those of `texts`
  /// stand; null where all are of `texts`. Set by a fold over a kept dataset, to which nothing may
  /// be added before the partial was answered, written or merged.
  std::vector<Dictionary*> group_texts;
  /// The same per measure, of its distinct values.
  std::vector<Dictionary*> measure_texts;
  Dictionary texts;  ///< of groups, distinct values and ids
  SlotTable slots;
  std::vector<MeasureState> measures;
  Ledger rejected;       ///< rows asked for that no measure could count
  Ledger coerced;        ///< rows that some measure could not count and another did
  uint64_t seen = 0;     ///< events handed to the plan, asked for or not
  uint64_t counted = 0;  ///< rows counted, those that wait not included
  /// With a lateness: the greatest time of a row asked for.
  int64_t latest_ns = INT64_MIN;

 private:
  template <typename MakeEntry>
  LedgerEntry failure(const RowValue* values, MakeEntry entry) const {
    Reason reason = Reason::kCount;
    std::string names;
    for (size_t m = 0; m < measures.size(); ++m) {
      if (values[m].counts()) continue;
      if (reason == Reason::kCount) reason = values[m].reason();
      names += (names.empty() ? "not in " : ", ") + query_.measures[m].name;
    }
    LedgerEntry made = entry(reason);
    made.detail = std::move(names);
    return made;
  }
  [[nodiscard]] LedgerEntry placeOf(const IdEntry& entry, Reason reason) const;
  [[nodiscard]] RowValue keep(const RowValue& value);
  /// Counts a copy that waits with the next flush.
  void takeWaiting(const IdEntry& entry);
  /// A map for each field, of `maps` where it is not `behind`.
  std::vector<TextMap*> mapsOf(const std::vector<Dictionary*>& fields, TextMap& behind,
                               std::deque<TextMap>& maps);
  /// Whether any code is one of a field's own texts.
  [[nodiscard]] bool hasFieldCodes() const;
  void readWaiting(ByteReader& in);
  /// Whether the slots are ones that the query can have made.
  [[nodiscard]] bool slotsAreSane() const;

  const NativeQuery& query_;
  MemoryAccount& account_;
  IdEntries entries_;                  // mantissa: the row of waiting_
  AccountedVector<RowValue> waiting_;  // a value per measure for each entry
  std::vector<Decimal> exact_;         // numbers of waiting_ that do not fit the fast form
  uint64_t measure_bytes_ = 0;
};

}  // namespace tallyfold
