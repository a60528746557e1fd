// SPDX-License-Identifier: Apache-2.0
// Where is the zone data, and how is it packed? Declarations of the table that `scripts/zones`
// generates, one file per tzdata version. Only zone.cpp and zone_rule.cpp read it.
//
// The bytes of one history, where `unsigned` is LEB128 (seven bits a byte, lowest first, high bit
// set on all but the last) and `signed` the same after zigzag (0, -1, 1, -2 become 0, 1, 2, 3):
//
//   unsigned  number of offsets
//   signed    each offset in seconds; the first one holds before the first change
//   unsigned  number of changes
//   each change:
//     unsigned  time since the change before (the first: since kZoneTableStart):
//               4 * hours, or 4 * seconds + 2 where it is not in whole hours; and 1 more unless the
//               clock goes back to the offset that held before the last change
//     unsigned  with that 1 only: number of the new offset
//   unsigned  1 if two yearly changes go on after the last one, else 0, and then twice:
//     signed    the new offset in seconds
//     unsigned  month, week (5 is the last one), weekday (0 is Sunday)
//     signed    seconds from 00:00 UTC of that day to the change
#pragma once

#include <cstddef>
#include <cstdint>

namespace tallyfold::internal {

/// 1800-01-01T00:00:00Z in seconds since 1970, before every change in tzdata.
constexpr int64_t kZoneTableStart = -5364662400;

/// A zone's name and where its history begins in kZoneBytes. Links share the bytes of their target.
struct ZoneEntry {
  const char* name;
  uint32_t first_byte;
};

extern const char kZoneDataVersion[];   ///< such as "2025b"
extern const ZoneEntry kZoneEntries[];  ///< sorted by the bytes of their names
extern const size_t kZoneEntryCount;
extern const uint8_t kZoneBytes[];

}  // namespace tallyfold::internal
