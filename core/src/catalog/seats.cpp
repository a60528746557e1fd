// SPDX-License-Identifier: Apache-2.0
#include "catalog/seats.h"

namespace tallyfold {

std::optional<SeatObjectType> seatObjectType(std::string_view name) {
  static constexpr std::pair<std::string_view, SeatObjectType> kNames[] = {
      {"seat", SeatObjectType::Seat},   {"table", SeatObjectType::Table},
      {"booth", SeatObjectType::Booth}, {"generalAdmission", SeatObjectType::Area},
      {"Seat", SeatObjectType::Seat},   {"Table", SeatObjectType::Table},
      {"Booth", SeatObjectType::Booth}, {"GeneralAdmissionArea", SeatObjectType::Area}};
  for (const auto& [known, type] : kNames) {
    if (known == name) return type;
  }
  return std::nullopt;
}

bool SeatCatalog::isTest(int64_t workspace) const {
  const auto found = workspaces_.find(workspace);
  return found != workspaces_.end() && found->second;
}

const SeatEvent* SeatCatalog::event(int64_t id, std::optional<int64_t> workspace) const {
  const auto [first, last] = events_of_id_.equal_range(id);
  const SeatEvent* chosen = nullptr;
  // The one that stands first in the catalog, whatever order the map has.
  for (auto at = first; at != last; ++at) {
    const SeatEvent& event = events_[at->second];
    if (workspace && event.workspace == workspace) return &event;
    const bool fits = !workspace || !event.workspace;
    if (fits && (chosen == nullptr || &event < chosen)) chosen = &event;
  }
  return chosen;
}

const SeatObject* SeatCatalog::object(int64_t event_id, std::string_view chart_key,
                                      std::string_view label) const {
  if (objects_.empty()) return nullptr;
  std::string key = "e" + std::to_string(event_id) + "/";
  key.append(label);
  auto found = objects_.find(key);
  if (found == objects_.end()) {
    key = "c" + std::to_string(chart_key.size()) + "/";
    key.append(chart_key).append(label);
    found = objects_.find(key);
  }
  return found == objects_.end() ? nullptr : &found->second;
}

}  // namespace tallyfold
