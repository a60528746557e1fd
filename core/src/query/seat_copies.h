// SPDX-License-Identifier: Apache-2.0
// Changes that wait until it is known which copy of their id counts.
//
// Copies of one record with the same content are one entry, which names the first of them by
// arrival. Of several contents the one with the earliest date counts, then by the content itself,
// so that the order of the input never decides.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "aggregate/seat_changes.h"
#include "base/siphash.h"
#include "ledger/ledger.h"

namespace tallyfold {

struct SeatCopy {
  Hash128 id;
  uint64_t content = 0;  ///< hash of all that a record says of its change, the date included
  SeatChange change;
  uint32_t event = 0;  ///< of the change's slot: copies of one id belong to one event
  uint64_t line = 0;
  int64_t offset = 0;
  uint32_t source = 0;
  bool is_reduced = false;  ///< it says more places than its object has
  uint32_t id_text = 0;  ///< code of the id, for ledgers; of the empty text when ids are not kept
};

class SeatCopies {
 public:
  explicit SeatCopies(MemoryAccount& account)
      : copies_(makeAccounted<SeatCopy>(account)), table_(makeAccounted<uint32_t>(account)) {}

  /// Adds a copy. When its content is known already, the later of the two by arrival is answered.
  std::optional<SeatCopy> add(const SeatCopy& copy);
  /// Takes out the copies of this id and event if one of them is dated before `horizon_ns`, the
  /// one that counts first.
  std::vector<SeatCopy> takeIfBefore(const Hash128& id, uint32_t event, int64_t horizon_ns);

  /// Takes out every id of which keep(first, last) is false, the copies of one id and event
  /// together, the one that counts first.
  template <typename Keep, typename Take>
  void takeUnless(Keep keep, Take take) {
    sort();
    size_t kept = 0;
    for (size_t first = 0, last = 0; first < copies_.size(); first = last) {
      while (last < copies_.size() && copies_[last].id == copies_[first].id &&
             copies_[last].event == copies_[first].event) {
        ++last;
      }
      const SeatCopy* begin = copies_.data() + first;
      const SeatCopy* end = copies_.data() + last;
      if (isTaken(*begin)) continue;
      if (keep(begin, end)) {
        for (const SeatCopy* copy = begin; copy != end; ++copy) copies_[kept++] = *copy;
      } else {
        take(begin, end);
      }
    }
    copies_.resize(kept);
    taken_ = 0;
    rebuild(table_.size());
  }

  /// Calls visit(copy) for every one.
  template <typename Visit>
  void forEach(Visit visit) const {
    for (const SeatCopy& copy : copies_) {
      if (!isTaken(copy)) visit(copy);
    }
  }
  [[nodiscard]] size_t size() const { return copies_.size() - taken_; }
  void write(ByteWriter& out) const;
  void read(ByteReader& in);
  [[nodiscard]] uint64_t bytesToAdd(uint64_t rows) const;

 private:
  // A copy that was taken out keeps its place until the next rebuilding, without an id.
  static bool isTaken(const SeatCopy& copy) { return copy.id == Hash128(); }
  void sort();
  void rebuild(size_t capacity);

  size_t taken_ = 0;
  AccountedVector<SeatCopy> copies_;
  AccountedVector<uint32_t> table_;  // indices into copies_, open addressing by id
};

}  // namespace tallyfold
