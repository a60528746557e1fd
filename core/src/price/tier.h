// SPDX-License-Identifier: Apache-2.0
// Which part of the units falls into which tier, and what does each tier charge?
//
// Two ways of writing bounds are in use. Stepping tiers (0 to 10, 11 to 20) count whole units: the
// second holds the 11th to the 20th. Touching tiers (0 to 0.1, 0.1 to 1) share their bounds.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

#include "numeric/decimal.h"
#include "numeric/rational.h"

namespace tallyfold {

struct Tier {
  Decimal from;
  std::optional<Decimal> to;  ///< absent: the tier has no end
  Decimal unit_price;         ///< of one unit; a rate of 2.9 per cent is 0.029
  Decimal flat;               ///< due once when the tier is reached
};

/// From 0 up, the last without an end; at least one.
using Tiers = std::vector<Tier>;

/// What one tier charges.
struct TierLine {
  std::size_t tier = 0;                 ///< index
  Rational units;                       ///< of the total, those in this tier
  Rational unit_total;                  ///< units times unit price
  Rational total;                       ///< with the flat amount
  bool is_bound_counted_twice = false;  ///< the unit it begins with is in the tier before, too
};

/// Where a tier begins.
enum class TierBounds : std::uint8_t {
  Stepping,  ///< with the unit numbered `from`
  Touching,  ///< at `from`
  Ends       ///< where the tier before it ends, whatever `from` says
};

/// Whether every tier begins where the one before it ends. A single tier does not.
bool tiersTouch(const Tiers& tiers);

/// What a tier that `total` reaches charges. Negative totals are in the first tier.
///   tierLine({11, 20, 5, 3}, 12, false)   // 2 units, 10, with the flat amount 13
TierLine tierLine(const Tier& tier, const Rational& total, bool touching);

/// The lines of all tiers that `total` reaches; the first is reached at 0, and its flat amount due.
/// A fraction above a stepping tier's end (10.5 after 0 to 10) is in the next one: the eleventh
/// unit begins there.
std::vector<TierLine> tierLines(const Tiers& tiers, const Rational& total, TierBounds bounds);

/// The sum of the lines.
Rational totalOf(const std::vector<TierLine>& lines);
/// Whether a unit is in two of them.
bool isAnyBoundCountedTwice(const std::vector<TierLine>& lines);

}  // namespace tallyfold
