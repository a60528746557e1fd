// SPDX-License-Identifier: Apache-2.0
#include "time/zone.h"

#include <algorithm>
#include <utility>

#include "time/civil.h"
#include "time/zone_rule.h"
#include "time/zone_table.h"

namespace tallyfold {
namespace {

/// More than any zone has ever been away from UTC (Manila, 15:56:08), so only spans that come this
/// near to a local time can show it.
constexpr int64_t kWidestOffset = kSecondsPerDay;

/// Local times nearer than this to the ends of int64_t are moved away from them: nothing changes
/// out there, and sums cannot overflow.
constexpr int64_t kFarthestLocal = std::numeric_limits<int64_t>::max() - 4 * kSecondsPerDay;

int64_t clampLocal(int64_t local_s) { return std::clamp(local_s, -kFarthestLocal, kFarthestLocal); }

}  // namespace

const char* zoneDataVersion() { return internal::kZoneDataVersion; }

Zone::Zone(std::string name, std::vector<Span> spans)
    : name_(std::move(name)), spans_(std::move(spans)) {}

std::shared_ptr<const Zone> Zone::find(std::string_view iana_name) {
  const internal::ZoneEntry* const begin = internal::kZoneEntries;
  const internal::ZoneEntry* const end = begin + internal::kZoneEntryCount;
  const auto comes_before = [](const internal::ZoneEntry& entry, std::string_view name) {
    return std::string_view(entry.name) < name;
  };
  const internal::ZoneEntry* entry = std::lower_bound(begin, end, iana_name, comes_before);
  if (entry == end || iana_name != entry->name) return nullptr;
  const uint8_t* const bytes = internal::kZoneBytes + entry->first_byte;
  // Not make_shared, which cannot reach the private constructor.
  return std::shared_ptr<const Zone>(
      new Zone(std::string(iana_name), internal::unpackSpans(bytes)));
}

size_t Zone::indexAt(int64_t unix_s) const {
  const auto ends_after = [](int64_t time_s, const Span& span) { return time_s < span.end_s; };
  const auto found = std::upper_bound(spans_.begin(), spans_.end(), unix_s, ends_after);
  const auto index = static_cast<size_t>(found - spans_.begin());
  return std::min(index, spans_.size() - 1);  // the last span also holds max() itself
}

Zone::Span Zone::spanAt(int64_t unix_s) const { return spans_[indexAt(unix_s)]; }

int64_t Zone::firstInstantOf(int64_t local_s) const {
  const int64_t local = clampLocal(local_s);
  int64_t after_gap = 0;
  bool in_gap = false;
  for (size_t i = indexAt(local - kWidestOffset); i < spans_.size(); ++i) {
    const Span& span = spans_[i];
    if (span.begin_s > local + kWidestOffset) break;
    const int64_t candidate = local - span.offset_s;
    if (candidate >= span.end_s) continue;
    if (candidate >= span.begin_s) return candidate;
    if (!in_gap) after_gap = span.begin_s;
    in_gap = true;  // though a later change may still turn the clock back over this time
  }
  return after_gap;
}

std::vector<int64_t> Zone::instantsOf(int64_t local_s) const {
  const int64_t local = clampLocal(local_s);
  std::vector<int64_t> instants;
  for (size_t i = indexAt(local - kWidestOffset); i < spans_.size(); ++i) {
    const Span& span = spans_[i];
    if (span.begin_s > local + kWidestOffset) break;
    const int64_t candidate = local - span.offset_s;
    if (candidate >= span.begin_s && candidate < span.end_s) instants.push_back(candidate);
  }
  return instants;
}

}  // namespace tallyfold
