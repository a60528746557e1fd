// SPDX-License-Identifier: Apache-2.0
// What a seating chart's owner knows and records may not say: workspaces, events, objects.
//
// Source of the words: seats.io's REST API (workspaces, events, event reports).
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "base/bytes.h"

namespace tallyfold {

namespace json {
struct Value;
}
class CatalogProblems;

/// More places than any chart has; larger quantities are taken for mistakes.
inline constexpr int64_t kMostPlaces = 100'000'000;

enum class SeatObjectType : uint8_t { Seat, Table, Booth, Area };

/// The type of an object by its name, in the words of the API ("generalAdmission") or of the
/// renderer ("GeneralAdmissionArea").
std::optional<SeatObjectType> seatObjectType(std::string_view name);

struct SeatWorkspace {
  int64_t id = 0;
  bool is_test = false;  ///< its usage is not billed
};

struct SeatEvent {
  int64_t id = 0;
  std::optional<std::string> key, chart_key, chart_name;
  std::optional<int64_t> workspace;
  bool deleted = false;
};

struct SeatObject {
  std::optional<SeatObjectType> type;
  std::optional<int64_t> capacity;   ///< places of an area
  std::optional<int64_t> num_seats;  ///< of a table
};

class SeatCatalog {
 public:
  /// Reads the value of "seatsio". What is wrong goes into `problems`.
  void read(const json::Value& value, CatalogProblems& problems);

  [[nodiscard]] bool isTest(int64_t workspace) const;
  /// The event of this id, which an entry with another workspace is not. Without a workspace the
  /// first of the id; null if there is none.
  [[nodiscard]] const SeatEvent* event(int64_t id, std::optional<int64_t> workspace) const;
  /// The object of an event, or else of a chart; null when it is in neither.
  [[nodiscard]] const SeatObject* object(int64_t event_id, std::string_view chart_key,
                                         std::string_view label) const;
  [[nodiscard]] const std::vector<SeatEvent>& events() const { return events_; }
  [[nodiscard]] bool hasObjects() const { return !objects_.empty(); }
  /// All of it as bytes, equal for equal catalogs.
  [[nodiscard]] const std::string& canonicalBytes() const { return canonical_; }

 private:
  friend class SeatCatalogReader;
  std::unordered_map<int64_t, bool> workspaces_;  // id, whether it is a test
  std::vector<SeatEvent> events_;
  std::unordered_multimap<int64_t, size_t> events_of_id_;
  std::unordered_map<std::string, SeatObject> objects_;  // by objectKey
  std::string canonical_;
};

}  // namespace tallyfold
