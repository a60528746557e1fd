// SPDX-License-Identifier: Apache-2.0
// Rows that wait until it is known which copy of their id counts: one entry per id and scope, the
// winner so far.
#pragma once

#include <cstdint>

#include "base/bytes.h"
#include "base/memory_account.h"
#include "base/siphash.h"
#include "ledger/ledger.h"
#include "query/query.h"

namespace tallyfold {

/// A row as far as counting it later needs.
struct IdEntry {
  Hash128 id;
  uint64_t scope = 0;  ///< slot, time or nothing, as the identity rule has it
  int64_t time_ns = 0;
  int64_t received_ns = 0;
  int64_t offset = 0;
  uint64_t line = 0;
  int64_t mantissa = 0;  ///< with Exact: an index into the partial's own numbers
  uint32_t source = 0;
  uint32_t slot = 0;
  uint32_t text = 0;
  uint32_t id_text =
      0;  ///< code of the id itself, for ledgers; of the empty text when ids are not kept
  uint8_t form = 0;

  /// Whether this copy counts rather than the other: later time, then received, then arrival.
  [[nodiscard]] bool beats(const IdEntry& other) const;
};

class IdEntries {
 public:
  explicit IdEntries(MemoryAccount& account)
      : entries_(makeAccounted<IdEntry>(account)), table_(makeAccounted<uint32_t>(account)) {}

  /// The entry with this id and scope, or null. Valid until the next `add`.
  IdEntry* find(const Hash128& id, uint64_t scope);
  /// Adds an entry whose id and scope are not there.
  void add(const IdEntry& entry);
  [[nodiscard]] const AccountedVector<IdEntry>& all() const { return entries_; }
  /// Keeps the entries for which keep(entry) is true; it may change what is no part of the id.
  template <typename Keep>
  void keepIf(Keep keep) {
    size_t kept = 0;
    for (IdEntry& entry : entries_) {
      if (keep(entry)) entries_[kept++] = entry;
    }
    if (kept == entries_.size()) return;
    entries_.resize(kept);
    rebuild(table_.size());
  }
  void write(ByteWriter& out) const;
  void read(ByteReader& in, size_t slot_count, size_t text_count, size_t exact_count);
  [[nodiscard]] uint64_t bytesToAdd(uint64_t rows) const;

 private:
  [[nodiscard]] size_t placeOf(const Hash128& id, uint64_t scope) const;
  void rebuild(size_t capacity);

  AccountedVector<IdEntry> entries_;
  AccountedVector<uint32_t> table_;  // indices into entries_, open addressing
};

}  // namespace tallyfold
