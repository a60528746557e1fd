// SPDX-License-Identifier: Apache-2.0
// The events and objects that a seating report has met, each once.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "aggregate/seat_places.h"
#include "base/flat_map.h"
#include "query/repeated_ids.h"
#include "query/seat_query.h"
#include "select/field_reader.h"

namespace tallyfold {

/// The latest text that an event's records give for one of its facts.
struct LatestText {
  int64_t time_ns = INT64_MIN;
  uint64_t order = 0;
  uint32_t text = kAbsentText;
};

struct SeatEventFacts {
  int64_t workspace = 0;
  int64_t id = 0;
  LatestText key, chart_key;  ///< unused where the catalog knows better
  Arrival first;
  bool left_out = false;    ///< of a test workspace
  bool active = false;      ///< has a record dated up to now
  uint64_t selections = 0;  ///< quantities of the selections made in the asked month
};

/// A chart of a workspace, by its key.
struct SeatChartFacts {
  int64_t workspace = 0;
  uint32_t key = 0;
  LatestText name;
};

/// An object of an event. Of a seat, a table or a booth everything but selections that are open; of
/// an area nothing but what it is.
struct SeatSlot {
  int64_t booked_ns = kNever;
  uint64_t booked_order = 0;
  int64_t selected_ns = kNever;  ///< by selections of months that are closed
  int64_t assigned_ns = kNever;
  uint32_t status = 0;
  uint32_t event = 0;
  uint32_t label = 0;
  bool is_area = false;
  bool is_table = false;  ///< as a record has it
  /// The first month of which no change has been folded away; 0 while none has.
  int16_t open_month = 0;
};
static_assert(sizeof(SeatSlot) == 48, "an object has 48 bytes");

class SeatTables {
 public:
  SeatTables(const SeatQuery& query, MemoryAccount& account);

  /// The event of this id in this workspace, made when it is new.
  uint32_t eventOf(int64_t workspace, int64_t id);
  [[nodiscard]] bool hasEvent(int64_t workspace, int64_t id) const;
  uint32_t slotOf(uint32_t event, uint32_t label, bool is_area);
  uint32_t chartOf(int64_t workspace, uint32_t key);
  /// The slot that another's slot would become, or kNoSlot while it is not there.
  static constexpr uint32_t kNoSlot = 0xffffffff;
  [[nodiscard]] uint32_t find(const SeatTables& other, uint32_t slot) const;
  /// Takes a text if it is later than the one that is known.
  void offer(LatestText& known, const LatestText& text);

  [[nodiscard]] const AccountedVector<SeatEventFacts>& events() const { return events_; }
  SeatEventFacts& event(uint32_t number) { return events_[number]; }
  [[nodiscard]] const SeatEventFacts& event(uint32_t number) const { return events_[number]; }
  SeatChartFacts& chart(uint32_t number) { return charts_[number]; }
  /// The latest name of a chart; absent when no record gave one.
  [[nodiscard]] std::optional<std::string> chartName(int64_t workspace,
                                                     std::string_view chart_key) const;
  [[nodiscard]] size_t slotCount() const { return slots_.size(); }
  SeatSlot& slot(uint32_t number) { return slots_[number]; }
  [[nodiscard]] const SeatSlot& slot(uint32_t number) const { return slots_[number]; }
  /// Changes of a slot before this instant have been folded away; INT64_MIN while none has.
  [[nodiscard]] int64_t closedUntil(const SeatSlot& slot) const {
    return slot.open_month == 0 ? INT64_MIN : query_.months.bounds(slot.open_month).start_ns;
  }
  /// Where an object was first seen; only with rows in order of arrival.
  void noteArrival(uint32_t slot, const Arrival& arrival);
  [[nodiscard]] Arrival arrivalOf(uint32_t slot) const;
  /// An event's chart, as the catalog or else its latest record names it; empty when neither does.
  [[nodiscard]] std::string_view chartKeyOf(const SeatEventFacts& event) const;
  /// Adopts an earlier booking, which at the same time is the one that stands first in the order.
  void book(SeatSlot& slot, int64_t time_ns, uint64_t order, uint32_t status);

  /// Adds the other's tables and answers what each of its slots became.
  std::vector<uint32_t> merge(const SeatTables& other);
  /// What the other's orders and texts became; valid after `merge`.
  uint64_t adoptOrder(uint64_t order, const SeatTables& other) {
    return orders.adopt(order, other.orders, merged_texts_);
  }
  [[nodiscard]] uint32_t adoptText(uint32_t text) const {
    return text == kAbsentText ? text : merged_texts_[text];
  }
  void write(ByteWriter& out) const;
  void read(ByteReader& in);
  [[nodiscard]] uint64_t bytesToAdd(uint64_t rows) const;

  Dictionary texts;  ///< labels, names, statuses, ids; code 0 is the empty text
  SeatOrder orders;

 private:
  void mergeText(LatestText& known, const LatestText& text, const SeatTables& other);
  void readEvent(ByteReader& in);
  void readChart(ByteReader& in);
  void readSlot(ByteReader& in);
  uint32_t workspaceNumber(int64_t workspace);

  const SeatQuery& query_;
  AccountedVector<SeatEventFacts> events_;
  AccountedVector<SeatChartFacts> charts_;
  AccountedVector<SeatSlot> slots_;
  AccountedVector<Arrival> arrivals_;  // of slots
  FlatMap workspaces_, ids_;           // each numbered, so that a pair of them fits in one key
  FlatMap event_of_;                   // workspace and id
  FlatMap chart_of_;                   // workspace and key
  FlatMap slot_of_;                    // event, whether an area, label
  std::vector<uint32_t> merged_texts_;
};

}  // namespace tallyfold
