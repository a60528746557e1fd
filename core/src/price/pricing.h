// SPDX-License-Identifier: Apache-2.0
// What does the usage of a charge cost?
//
// One Pricing per charge, filter and group. It takes events only where the model needs them one by
// one, and answers as often as asked: after each day, for a report of daily differences.
#pragma once

#include <cstdint>
#include <optional>
#include <variant>

#include "aggregate/lago_rules.h"
#include "base/mode.h"
#include "price/charge_terms.h"
#include "price/prorated_graduated.h"

namespace tallyfold {

/// Which running totals a metric has, for the free units of percentages.
enum class RunningTotals : std::uint8_t {
  None,     ///< max, latest, weighted sum as-is: free units never apply, free events do
  Counted,  ///< count, unique count: 1 up to the units
  Summed,   ///< sum: the totals of the events' own units
  Read      ///< max, weighted sum in exact mode: the units after each event
};

/// Which events a Pricing wants, in time order.
enum class EventNeed : std::uint8_t {
  Nothing,
  Earliest,  ///< those until wantsMore() says no
  Every
};

/// What the aggregation of a charge's events says.
struct Usage {
  Rational units;
  std::optional<Rational> full_units;  ///< the units before proration
  std::int64_t events = 0;
  Decimal precise_amount_cents;      ///< sum of the events' own prices, for dynamic charges
  std::int64_t subunit_to_unit = 1;  ///< of the currency, for dynamic charges
};

struct Price {
  Rational amount;       ///< in units of the currency or pricing unit, not rounded
  Rational unit_amount;  ///< amount per unit: full where there are such, paid for packages
  LagoRules rules;       ///< of the as-is ones those that changed the amount
};

class Pricing {
 public:
  /// The terms must outlive it. `prorated` is the charge's.
  Pricing(const ChargeTerms& terms, bool prorated, RunningTotals totals, Mode mode);

  static EventNeed needOf(const ChargeTerms& terms, bool prorated, RunningTotals totals);
  /// Whether later events could still change the price.
  [[nodiscard]] bool wantsMore() const;

  /// Takes an event in time order. `units` are its own: for unique counts 1 or -1, for max the
  /// maximum at the event that brings it first and else 0. `prorated` matters to prorated charges.
  void add(const Decimal& units, const Rational& prorated);
  void add(const Decimal& units) { add(units, Rational(units)); }

  /// Whether it takes totals instead of events: what is carried over before the first, and what the
  /// units come to with each event, while it wants more.
  [[nodiscard]] bool takesTotals() const;
  void begin(const Rational& carried);
  void addTotal(const Rational& total);

  /// The price of the usage so far. Amounts may be negative; see feeOf.
  [[nodiscard]] Price finish(const Usage& usage) const;

 private:
  using State = std::variant<std::monostate, FreeAllowance, TransactionWalk, ProratedGraduatedWalk>;
  static State stateFor(const ChargeTerms& terms, EventNeed need, bool prorated, Mode mode);
  [[nodiscard]] Rational percentageAmount(const PercentageTerms& terms, const Usage& usage,
                                          LagoRules& rules) const;
  [[nodiscard]] Rational graduatedAmount(const GraduatedTerms& terms, const Usage& usage,
                                         LagoRules& rules) const;
  [[nodiscard]] Price volume(const VolumeTerms& terms, const Usage& usage) const;
  [[nodiscard]] Rational amountOf(const Usage& usage, LagoRules& rules) const;

  const ChargeTerms* terms_;
  bool prorated_;
  RunningTotals totals_;
  Mode mode_;
  State state_;
};

}  // namespace tallyfold
