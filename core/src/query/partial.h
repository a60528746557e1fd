// SPDX-License-Identifier: Apache-2.0
// What a plan has learned so far. Partials of one query merge in any order with the same report,
// and can be written and read back.
#pragma once

#include <cstdint>
#include <memory>
#include <vector>

#include "events/dictionary.h"
#include "ledger/ledger.h"
#include "query/id_entries.h"
#include "query/query.h"
#include "query/slots.h"

namespace tallyfold {

class Partial {
 public:
  Partial(const Query& query, MemoryAccount& account);

  /// What to do about a row's value: count it, count it as zero, or not at all.
  enum class Verdict : uint8_t { Count, CountAsZero, Reject };
  [[nodiscard]] static Verdict judge(const Query& query, uint8_t form, uint32_t text,
                                     Reason& reason);

  /// A row that is counted at once, or when its id is settled.
  void count(const Batch& batch);
  /// Considers a copy of an id: keeps the better one, puts the other into the ledger.
  void settle(const IdEntry& entry);
  /// Adds everything another partial of the same query knows.
  void merge(const Partial& other);
  /// With a lateness: events before this time are late. INT64_MIN while nothing is.
  [[nodiscard]] int64_t horizonNs() const;
  /// Counts the entries behind the horizon, which no later copy can beat any more.
  void forgetOldIds();

  /// Counts every entry that waits. Nothing more may be added or merged afterwards.
  void settleAll();
  /// The most bytes that `settledCopy` takes.
  [[nodiscard]] uint64_t bytesToCopy() const;
  /// Ids whose copies are not settled yet.
  [[nodiscard]] uint64_t waiting() const { return entries_.all().size(); }
  /// A copy in which every entry that waits is counted; null when none waits, and this partial will
  /// do.
  [[nodiscard]] std::unique_ptr<Partial> settledCopy() const;

  void write(ByteWriter& out) const;
  /// Replaces an empty partial's content; the reader's state says whether it could.
  void read(ByteReader& in);
  [[nodiscard]] uint64_t bytesToAdd(uint64_t rows) const;
  [[nodiscard]] uint64_t bytesToMerge(uint64_t snapshot_bytes) const {
    return bytesToAdd(snapshot_bytes / 4) + 4 * snapshot_bytes;
  }

  /// The numbers of entries that do not fit the fast form.
  uint32_t addExact(const Decimal& value);

  Dictionary texts;  ///< of groups and distinct values
  SlotTable slots;
  std::unique_ptr<Aggregation> state;
  Ledger rejected;       ///< rows asked for and not counted
  Ledger coerced;        ///< rows counted with a value an as-is rule put in place
  uint64_t seen = 0;     ///< events handed to the plan, asked for or not
  uint64_t counted = 0;  ///< rows counted, those that wait in entries not included
  int64_t latest_ns =
      INT64_MIN;  ///< greatest time of a row asked for; with a lateness, the watermark

 private:
  void settleMerged(const IdEntry& entry);
  void countEntries(const std::vector<IdEntry>& entries);
  bool checkValue(IdEntry& entry);
  [[nodiscard]] LedgerEntry placeOf(const IdEntry& entry, Reason reason) const;

  const Query& query_;
  MemoryAccount& account_;
  IdEntries entries_;
  std::vector<Decimal> exact_;
};

}  // namespace tallyfold
