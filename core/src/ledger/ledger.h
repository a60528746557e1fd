// SPDX-License-Identifier: Apache-2.0
// What was not counted, and why: a count for every reason, and the first entries by name.
//
// "First" means lowest (source, byte offset), so a ledger does not depend on how the input was cut,
// or on the order in which partial results were merged.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <vector>

#include "base/bytes.h"

namespace tallyfold {

enum class Reason : uint8_t {
  MalformedLine,        ///< not JSON, not UTF-8, a broken CSV record
  NotAnEvent,           ///< JSON, but not an object
  MissingField,         ///< a field the dialect requires is absent or empty
  WrongType,            ///< a field has a type the dialect does not allow
  BadTimestamp,         ///< not a time, or outside 1677 to 2262
  TooLarge,             ///< a line, a nesting or a number beyond the limits
  MissingProperty,      ///< the aggregated property is absent or null
  NotANumber,           ///< the aggregated property is no number
  Duplicate,            ///< another copy of the same id was counted
  Late,                 ///< arrived behind the declared lateness
  UnknownKind,          ///< a seating record of a kind that does not exist
  BadQuantity,          ///< a quantity that no object can have
  UnknownEvent,         ///< an event whose workspace neither the record nor the catalog names
  ConflictingCopy,      ///< the same id as a counted record, with other content
  NoPrice,              ///< a metric that no charge of the subscription prices
  OutsideSubscription,  ///< no subscription of that name, or not at that time
  ExpressionFailed,     ///< the metric's formula cannot be computed for the event
  kCount
};

/// The reason's stable text, for example "malformed_line".
const char* reasonName(Reason reason);

struct LedgerEntry {
  Reason reason = Reason::MalformedLine;
  uint32_t source = 0;       ///< number of the input
  uint64_t line = 0;         ///< line (NDJSON, CSV) or element (JSON) in that input, from 1
  uint64_t byte_offset = 0;  ///< where it starts in that input
  std::string id;            ///< the event's id, where it is known and kept
  std::string detail;        ///< what exactly, for a person
};

class Ledger {
 public:
  static constexpr size_t kMaxEntries = 100;

  void add(LedgerEntry entry);
  /// Counts without an entry, for rows whose place is not known.
  void count(Reason reason, uint64_t times) { counts_[static_cast<size_t>(reason)] += times; }
  /// Whether an entry at this place would still be among the first: asked before an entry's text is
  /// made.
  [[nodiscard]] bool wants(uint32_t source, uint64_t byte_offset) const;
  void merge(const Ledger& other);
  /// What this ledger has and `earlier`, a copy of it from before, had not.
  [[nodiscard]] Ledger since(const Ledger& earlier) const;

  [[nodiscard]] uint64_t total() const;
  [[nodiscard]] uint64_t count(Reason reason) const { return counts_[static_cast<size_t>(reason)]; }
  [[nodiscard]] const std::vector<LedgerEntry>& entries() const { return entries_; }

  /// {"total":2,"counts":{"malformed_line":2},"entries":[{"reason":...,"source":...,"line":...,"byte_offset":...}]}
  [[nodiscard]] std::string toJson() const;
  void write(ByteWriter& out) const;
  /// Replaces the content; the reader's state says whether it could.
  void read(ByteReader& in);

 private:
  std::array<uint64_t, static_cast<size_t>(Reason::kCount)> counts_{};
  std::vector<LedgerEntry>
      entries_;  // sorted by (source, byte_offset, reason), at most kMaxEntries
};

}  // namespace tallyfold
