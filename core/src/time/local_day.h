// SPDX-License-Identifier: Apache-2.0
// Which day is it, by the clocks of a zone, and when does that day begin and end?
#pragma once

#include <cstdint>
#include <memory>
#include <utility>

#include "time/zone.h"

namespace tallyfold {

/// The days of one zone, as day numbers (civil.h). Days follow each other without gap or overlap:
/// where the clock skips midnight a day begins at the first instant after, and where it is set back
/// over midnight the repeated time belongs to the day that has begun already.
class LocalDays {
 public:
  /// Null: UTC.
  explicit LocalDays(std::shared_ptr<const Zone> zone = nullptr) : zone_(std::move(zone)) {}

  /// The day that holds an instant. LocalDays(UTC).at(-1) is -1, 1969-12-31.
  [[nodiscard]] int64_t at(int64_t time_ns) const;
  /// The first instant of a day, held at the ends of what int64_t spans.
  [[nodiscard]] int64_t startOf(int64_t day) const;
  /// The last instant of a day: a nanosecond before the next one.
  [[nodiscard]] int64_t endOf(int64_t day) const;
  /// Nanoseconds that the clock shows at an instant since it showed midnight.
  [[nodiscard]] int64_t clockAt(int64_t time_ns) const;

 private:
  [[nodiscard]] int64_t localSeconds(int64_t time_ns) const;

  std::shared_ptr<const Zone> zone_;
};

}  // namespace tallyfold
