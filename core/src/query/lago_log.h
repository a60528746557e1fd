// SPDX-License-Identifier: Apache-2.0
// What a report in Lago's words has learned: the events that count, as a log by account.
//
// An account is a subscription's external id and one metric. The log is sorted when the report is
// asked for, because cumulative usage is a matter of time order. Logs of one query merge in any
// order with the same report, and can be written and read back.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
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
  uint32_t account = 0;
  uint32_t shape = 0;   ///< what filters and groups look at
  uint32_t text = 0;    ///< the value as text, where distinct values are counted
  uint32_t amount = 0;  ///< 1 + index into `exact` of the amount that came with it; 0: none
  uint8_t form = 0;
  bool removes = false;
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
  /// The number of a tuple of texts (kAbsentText among them).
  uint32_t shapeOf(const std::vector<uint32_t>& texts);
  [[nodiscard]] std::vector<uint32_t> textsOf(uint32_t shape) const { return shapes_[shape]; }
  uint32_t addExact(const Decimal& value);
  [[nodiscard]] Decimal valueOf(const LagoEntry& entry) const;
  [[nodiscard]] const std::vector<Decimal>& exact() const { return exact_; }

  void add(const LagoEntry& entry) { entries_.push_back(entry); }
  void addCopy(const LagoCopy& copy) { copies_.push_back(copy); }
  /// Drops the entries whose id another copy counts for, and names them in the ledger. The rest is
  /// sorted by account, time and arrival. Nothing may be added afterwards.
  void settle();
  [[nodiscard]] const AccountedVector<LagoEntry>& entries() const { return entries_; }

  void merge(const LagoLog& other);
  void write(ByteWriter& out) const;
  void read(ByteReader& in);
  [[nodiscard]] uint64_t bytesToAdd(uint64_t rows) const;
  [[nodiscard]] uint64_t bytesToCopy() const;

  Dictionary texts;  ///< code 0 is the empty text
  Ledger rejected;
  uint64_t seen = 0;
  uint64_t counted = 0;  ///< copies of an id among them, until they are settled
  uint64_t not_asked = 0;

 private:
  void dropCopies();
  void readTables(ByteReader& in);
  [[nodiscard]] bool isKnown(const LagoEntry& entry) const;

  const LagoQuery& query_;
  MemoryAccount& account_;
  AccountedVector<LagoEntry> entries_;
  AccountedVector<LagoCopy> copies_;
  AccountedVector<Account> accounts_;
  FlatMap account_of_;  // subscription and metric
  std::vector<std::vector<uint32_t>> shapes_;
  std::map<std::vector<uint32_t>, uint32_t> shape_of_;
  std::vector<Decimal> exact_;
};

}  // namespace tallyfold
