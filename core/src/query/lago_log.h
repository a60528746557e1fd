// SPDX-License-Identifier: Apache-2.0
// What a report in Lago's words has learned: the events that count, as a log by account.
//
// An account is a subscription's external id and one metric. Events that need not be told apart are
// added up by slot, see lago_slots.h; the others, and those whose id may be there again, are kept
// one by one. All is sorted when the report is asked for, because cumulative usage is a matter of
// time order. Logs of one query merge in any order with the same report, and can be written and
// read back.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <tuple>
#include <vector>

#include "base/bytes.h"
#include "base/flat_map.h"
#include "base/siphash.h"
#include "events/dictionary.h"
#include "ledger/ledger.h"
#include "numeric/decimal.h"
#include "query/lago_query.h"
#include "query/repeated_ids.h"
#include "select/field_reader.h"

namespace tallyfold {

struct LagoEntry {
  int64_t time_ns = 0;
  int64_t offset = 0;    ///< with the source: arrival
  int64_t mantissa = 0;  ///< the value; with Exact: an index into `exact`
  uint32_t source = 0;
  uint32_t line = 0;    ///< account and shape
  uint32_t text = 0;    ///< the value as text, where distinct values are counted
  uint32_t amount = 0;  ///< 1 + index into `exact` of the amount that came with it; 0: none
  uint32_t events = 1;  ///< how many it stands for; time and arrival are the last one's
  uint8_t form = 0;
  bool removes = false;

  [[nodiscard]] auto arrival() const { return std::tie(time_ns, source, offset); }
};
static_assert(sizeof(LagoEntry) == 48, "a log entry has 48 bytes");

/// An entry whose id may be there again.
struct LagoCopy {
  Hash128 id;
  int64_t time_ns = 0;
  int64_t offset = 0;
  uint64_t line = 0;
  uint32_t source = 0;
  uint32_t code = 0;     ///< of the event
  uint32_t id_text = 0;  ///< code of the id, for ledgers; of the empty text when ids are not kept
};

class LagoLog {
 public:
  LagoLog(const LagoQuery& query, MemoryAccount& account);

  uint32_t accountOf(uint32_t subscription_text, uint32_t metric);
  struct Account {
    uint32_t subscription;  ///< text
    uint32_t metric;        ///< index in the catalog
  };
  [[nodiscard]] const AccountedVector<Account>& accounts() const { return accounts_; }
  /// The number of a tuple of texts (kAbsentText among them): what filters and groups look at.
  uint32_t shapeOf(const std::vector<uint32_t>& texts);
  [[nodiscard]] const std::vector<uint32_t>& textsOf(uint32_t shape) const {
    return shapes_[shape];
  }
  struct Line {
    uint32_t account;
    uint32_t shape;
  };
  uint32_t lineOf(Line line);
  [[nodiscard]] Line line(const LagoEntry& entry) const { return lines_[entry.line]; }

  void setValue(const Decimal& value, LagoEntry& entry);
  void setAmount(const Decimal& amount, LagoEntry& entry);
  [[nodiscard]] Decimal valueOf(const LagoEntry& entry) const;
  [[nodiscard]] Decimal amountOf(const LagoEntry& entry) const;

  void add(const LagoEntry& entry) { entries_.push_back(entry); }
  /// Adds up what is in one slot. The entry's numbers must be the last that were set.
  void addTo(uint32_t slot, const LagoEntry& entry);
  void addCopy(const LagoCopy& copy) { copies_.push_back(copy); }
  /// Drops the entries whose id another copy counts for, and names them in the ledger. The rest is
  /// sorted by account, time and arrival. Nothing may be added afterwards.
  void settle();
  [[nodiscard]] const AccountedVector<LagoEntry>& entries() const { return entries_; }
  /// How many there will be.
  [[nodiscard]] uint64_t entryCount() const { return entries_.size() + sums_.size(); }
  /// The most bytes that settling takes.
  [[nodiscard]] uint64_t bytesToSettle() const;

  void merge(const LagoLog& other);
  void write(ByteWriter& out) const;
  void read(ByteReader& in);
  [[nodiscard]] uint64_t bytesToAdd(uint64_t rows) const;
  [[nodiscard]] uint64_t bytesToCopy() const;

  Dictionary texts;  ///< code 0 is the empty text
  Ledger rejected;
  Ledger coerced;   ///< counted with the value 0, as ClickHouse does
  LagoRules rules;  ///< as-is rules that changed an event's value
  uint64_t seen = 0;
  uint64_t counted = 0;  ///< copies of an id among them, until they are settled
  uint64_t not_asked = 0;

 private:
  struct Sum {
    LagoEntry entry;
    uint32_t slot;
  };
  /// The place in sums_ of a slot's sum, or of one distinct value in it; a new one is the next.
  uint32_t sumOf(uint32_t slot, const LagoEntry& entry);
  void addUp(LagoEntry& sum, const LagoEntry& more);
  std::optional<Decimal> valueTogether(LagoEntry& sum, const LagoEntry& more) const;
  void replaceValue(const Decimal& value, LagoEntry& entry);
  void replaceAmount(const Decimal& amount, LagoEntry& entry);
  void dropNumbers(const LagoEntry& entry);
  [[nodiscard]] LagoAggregation aggregationOf(const LagoEntry& entry) const;
  void dropCopies();
  LagoEntry adopted(LagoEntry entry, const LagoLog& other, const std::vector<uint32_t>& text_map,
                    const std::vector<uint32_t>& line_map);
  void readTables(ByteReader& in);
  [[nodiscard]] bool isKnown(const LagoEntry& entry) const;

  const LagoQuery& query_;
  MemoryAccount& account_;
  AccountedVector<LagoEntry> entries_;
  AccountedVector<Sum> sums_;
  AccountedVector<LagoCopy> copies_;
  AccountedVector<Account> accounts_;
  AccountedVector<Line> lines_;
  FlatMap account_of_;  // subscription and metric
  FlatMap line_of_;     // account and shape
  FlatMap cell_of_;     // line and slot
  FlatMap sum_of_;      // cell and text, where distinct values are counted
  std::vector<std::vector<uint32_t>> shapes_;
  std::map<std::vector<uint32_t>, uint32_t> shape_of_;
  AccountedVector<Decimal> exact_;
};

}  // namespace tallyfold
