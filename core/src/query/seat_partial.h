// SPDX-License-Identifier: Apache-2.0
// What a seating report has learned so far. Partials of one query merge in any order with the same
// report, and can be written and read back.
//
// A seat, a table or a booth is one slot of constant size, and its open selections in the log. An
// area keeps one log entry a change. With a lateness, months that are over are folded away: seats
// to their slot, areas to the changes that took new places.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <vector>

#include "ledger/ledger.h"
#include "query/seat_copies.h"
#include "query/seat_tables.h"
#include "tallyfold/result.h"

namespace tallyfold {

class SeatPartial {
 public:
  SeatPartial(const SeatQuery& query, MemoryAccount& account);

  /// A change that counts.
  void apply(const SeatChange& change);
  /// Names a change that counts with a smaller quantity than it says.
  void noteReduced(LedgerEntry place);
  /// A change whose id may be there again.
  void settle(const SeatCopy& copy);
  /// With a lateness: changes before this time are late. INT64_MIN while nothing is.
  [[nodiscard]] int64_t horizonNs() const;
  /// Settles ids and folds away months that are behind the horizon.
  void foldOldAway();
  /// Settles every id that waits. Nothing more may be added afterwards.
  void settleAll();

  /// Adds everything another partial of the same query knows. Errors: InvalidSnapshot, when one has
  /// folded away months of an object that the other has changes of.
  Status merge(const SeatPartial& other);
  /// Whether an id waits.
  [[nodiscard]] bool waits() const { return copies_.size() != 0; }
  /// The most bytes that a copy takes.
  [[nodiscard]] uint64_t bytesToCopy() const;
  void write(ByteWriter& out) const;
  void read(ByteReader& in);
  [[nodiscard]] uint64_t bytesToAdd(uint64_t rows) const;
  /// The most bytes that `foldOldAway` takes after that many more.
  [[nodiscard]] uint64_t bytesToFoldAway(uint64_t rows) const;

  /// Calls visit(slot number, runs) for every object, by slot number. No id may wait.
  template <typename Visit>
  void forEachObject(Visit visit) {
    sortLog();
    size_t open = 0;
    size_t closed = 0;
    std::vector<PlaceRun> runs;
    for (uint32_t slot = 0; slot < tables.slotCount(); ++slot) {
      runs.clear();
      placesOf(slot, open, closed, runs);
      visit(slot, runs);
    }
  }

  SeatTables tables;
  Ledger rejected;
  Ledger coerced;
  uint64_t seen = 0;
  uint64_t counted = 0;
  uint64_t of_tests = 0;         ///< records of test workspaces, which were left out
  bool met_event = false;        ///< a record named the asked event
  int64_t first_ns = INT64_MAX;  ///< of all changes
  int64_t latest_ns = INT64_MIN;

 private:
  using Log = AccountedVector<SeatChange>;
  bool before(const SeatChange& a, const SeatChange& b) const;
  void sortLog();
  void count(const SeatCopy* first, const SeatCopy* last);
  void closeMonth(Log& old);
  void closeObject(uint32_t slot, std::vector<SeatChange>& changes);
  void keepSteps(uint32_t slot, const AreaPlaces& places);
  void placesOf(uint32_t slot, size_t& open, size_t& closed, std::vector<PlaceRun>& runs);
  void placesOfArea(uint32_t slot, size_t closed_begin, size_t closed_end,
                    std::vector<PlaceRun>& runs);
  [[nodiscard]] const SeatObject* objectOf(const SeatSlot& slot) const;
  [[nodiscard]] Status checkMerge(const SeatPartial& other) const;
  [[nodiscard]] std::vector<int64_t> firstTimes() const;
  void addChange(SeatChange change, const SeatPartial& other, const std::vector<uint32_t>& slots);
  [[nodiscard]] SeatChange adopted(SeatChange change, const SeatPartial& other,
                                   const std::vector<uint32_t>& slots);

  struct AreaBase {  // of an area whose closed months are folded away
    int64_t occupied = 0;
    int64_t reached = 0;
  };

  const SeatQuery& query_;
  MemoryAccount& account_;
  Log log_;     // open changes
  Log closed_;  // steps of areas in closed months, in order of each area
  std::map<uint32_t, AreaBase> area_bases_;
  int64_t closed_until_ns_ = INT64_MIN;
  SeatCopies copies_;
  SelectionCanceller canceller_;
  std::vector<SeatChange> of_object_;  // reused
  AreaPlaces area_;                    // reused
};

}  // namespace tallyfold
