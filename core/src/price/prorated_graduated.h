// SPDX-License-Identifier: Apache-2.0
// Charge model `graduated` with proration: full units choose the tier, prorated units are priced.
#pragma once

#include "numeric/decimal.h"
#include "numeric/rational.h"
#include "price/tier.h"

namespace tallyfold {

/// The price of events one by one, in time order.
///
/// The running total of full units moves with each event through the tiers, upwards or, when the
/// event removes units, downwards. The event's prorated units are shared among the tiers it
/// passes in proportion to the full units in each.
///
/// Additions cost what Lago says they do. Removals that pass two bounds, or end on one, it prices
/// in a tier that the units were not in; here they come off the tiers they were in, in both modes.
///
///   Tiers 0 to 5 at 10 and 100 flat, 6 and up at 5 and 50 flat:
///   add(4, 2.8); add(2, 1); add(-3, -0.6);
///   28, then half a unit in each tier (7.5), then 0.2 off the second and 0.4 off the first (-5):
///   with both flat amounts 180.5
class ProratedGraduatedWalk {
 public:
  /// The tiers must outlive the walk.
  explicit ProratedGraduatedWalk(const Tiers& tiers) : tiers_(&tiers) {}

  /// Takes an event. What counts nothing in the period holds no place in a tier: additions of 0
  /// prorated units are passed over, and removals of 0 that would lift off more than there is,
  /// for their additions were passed over.
  void add(const Decimal& full, const Rational& prorated);

  /// What the events so far cost, with the flat amount of each tier up to the highest full total
  /// ever reached. `units` is what the aggregation says; when they are 0, only the first flat
  /// amount is due. Nothing when the full units end below 0.
  [[nodiscard]] Rational amount(const Rational& units) const;

  /// The full units of all events that were not passed over.
  [[nodiscard]] const Decimal& fullUnits() const { return full_; }

 private:
  [[nodiscard]] Rational shareOf(const Decimal& after, const Rational& prorated) const;

  const Tiers* tiers_;
  Decimal full_;
  Decimal highest_;
  Rational amount_;
};

}  // namespace tallyfold
