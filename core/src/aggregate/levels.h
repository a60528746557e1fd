// SPDX-License-Identifier: Apache-2.0
// What was the level, averaged over time? A level is a number that holds until it changes: seats in
// use, gigabytes stored. It carries over from one window to the next, so a window's answer needs
// those before it.
#pragma once

#include <optional>

#include "aggregate/aggregation.h"

namespace tallyfold {

/// A level on its way through the windows of one group.
struct Level {
  std::optional<Rational> value;  ///< absent: not known yet
  Rational area;                  ///< level times nanoseconds so far
  Int128 known_ns = 0;            ///< nanoseconds with a known level so far

  /// The level held for so long.
  void hold(Int128 length_ns);
};

/// A stretch of time, as nanoseconds since the start of all that is folded.
struct LevelStretch {
  uint64_t start = 0;
  uint64_t end = 0;
};

/// Batches bring times as weights: nanoseconds since the start of all that is folded. `finish` has
/// nothing to say.
class LevelAggregation : public Aggregation {
 public:
  /// Moves a level through a stretch in which a slot's events happened.
  virtual void follow(uint32_t slot, const LevelStretch& stretch, Level& level) = 0;
  [[nodiscard]] Outcome finish(uint32_t) const final { return {}; }
};

}  // namespace tallyfold
