// SPDX-License-Identifier: Apache-2.0
// What did the clocks on the wall show: UTC offsets of the IANA time zones, past and future.
//
// The data is one table linked into the program, so that every host gives the same answer.
#pragma once

#include <cstdint>
#include <limits>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace tallyfold {

/// The version of the linked zone data, for example "2025b".
const char* zoneDataVersion();

/// One IANA time zone. Immutable, so threads may share it. Seconds count from 1970 in UTC; local
/// seconds are what the zone's clock would count, that is UTC seconds plus the offset.
class Zone {
 public:
  /// One unbroken stretch of constant offset, [begin_s, end_s). Neighbours differ in offset.
  struct Span {
    int64_t begin_s = std::numeric_limits<int64_t>::min();  ///< min() for the first span
    int64_t end_s = std::numeric_limits<int64_t>::max();    ///< max() for the last span
    int32_t offset_s = 0;                                   ///< local minus UTC, in seconds
  };

  /// The zone of this exact name, links such as "US/Eastern" included; nullptr when there is none.
  /// Names are case-sensitive. Unpacks the zone anew (some microseconds), so keep the pointer.
  /// Zone::find("Asia/Kathmandu")->spanAt(1700000000).offset_s is 20700.
  static std::shared_ptr<const Zone> find(std::string_view iana_name);

  /// The span that holds a second. A caller that walks through neighbouring times keeps the span
  /// and asks again only outside of it. Yearly rules are followed to the end of 2263.
  /// For New York, spanAt(1704067200) is {1699164000, 1710054000, -18000}.
  [[nodiscard]] Span spanAt(int64_t unix_s) const;

  /// The earliest second at which the local clock shows `local_s`. Where the clock skips it: the
  /// second of that change, the first after the gap.
  /// For Santiago, midnight of 2022-09-11 was skipped, and the answer is 2022-09-11T04:00:00Z,
  /// when the clock showed 01:00.
  [[nodiscard]] int64_t firstInstantOf(int64_t local_s) const;

  /// Every second at which the local clock shows `local_s`, ascending: none where the clock skips
  /// it, two where the clock is set back over it.
  /// For New York, 2024-11-03 01:30 gives two seconds, an hour apart.
  [[nodiscard]] std::vector<int64_t> instantsOf(int64_t local_s) const;

  /// The name it was found by. Zone::find("US/Eastern")->name() is "US/Eastern".
  [[nodiscard]] const std::string& name() const { return name_; }

  /// The stretches themselves, ascending and without gaps, from min() to max().
  [[nodiscard]] const std::vector<Span>& spans() const { return spans_; }

 private:
  Zone(std::string name, std::vector<Span> spans);
  [[nodiscard]] size_t indexAt(int64_t unix_s) const;

  std::string name_;
  std::vector<Span> spans_;
};

}  // namespace tallyfold
