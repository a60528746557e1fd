// SPDX-License-Identifier: Apache-2.0
// Charge model `percentage`: a percentage of the units and a fixed amount per event, some of both
// free.
#pragma once

#include <cstdint>
#include <optional>

#include "base/mode.h"
#include "numeric/decimal.h"
#include "numeric/rational.h"

namespace tallyfold {

struct PercentageTerms {
  Decimal rate;                  ///< in per cent: 2.9
  Decimal fixed_amount;          ///< of one event
  std::int64_t free_events = 0;  ///< free_units_per_events; 0: no such allowance
  Decimal free_units;            ///< free_units_per_total_aggregation; 0: no such allowance
  std::optional<Decimal> least;  ///< of one event's price
  std::optional<Decimal> most;   ///< of one event's price

  /// Whether each event is priced on its own, by a TransactionWalk.
  [[nodiscard]] bool isPerTransaction() const { return least || most; }
};

/// How much of the usage is free, from the running totals of its events in time order.
///
/// Constant state: of the totals it keeps the last, the one that `free_events` names, and how many
/// stay below `free_units`.
class FreeAllowance {
 public:
  explicit FreeAllowance(const PercentageTerms& terms, Mode mode = Mode::AsIs)
      : free_events_limit_(terms.free_events),
        free_units_limit_(terms.free_units),
        counts_below_(mode == Mode::AsIs || terms.free_units.sign() > 0) {}

  /// What is there before the first event: free up to `free_units`, but no event brought it.
  void begin(const Rational& carried);
  /// Takes what the units come to with the next event, what is carried over included.
  void addTotal(const Rational& total);
  /// Takes an event's units. Only the first `free_events` events matter or, without such a limit,
  /// those up to the one that lifts the total above `free_units`; later ones change nothing.
  void addEvent(const Decimal& units);
  /// Takes the totals 1 to `units` at once: what count and unique_count add up to.
  void addCounted(const Rational& units);
  /// Whether later events could change anything.
  [[nodiscard]] bool isOpen() const;

  [[nodiscard]] Rational freeUnits() const;
  [[nodiscard]] std::int64_t freeEvents() const;
  /// Whether totals below 0 are why so few events are free: the service takes a limit that is not
  /// there for one of 0.
  [[nodiscard]] bool isCutByNegatives() const {
    return free_units_limit_.isZero() && totals_below_ > 0 && totals_below_ < free_events_limit_;
  }

 private:
  std::int64_t free_events_limit_;
  Rational free_units_limit_;
  bool counts_below_;
  std::int64_t totals_ = 0;
  std::int64_t totals_below_ = 0;  // of the totals, those below free_units_limit_
  Rational base_;                  // what is carried over and cannot be free
  Rational last_;
  Rational nth_;  // the total numbered free_events_limit_
};

struct PercentagePrice {
  Rational free_units;
  Rational paid_units;  ///< at least 0
  std::int64_t free_events = 0;
  std::int64_t paid_events = 0;
  Rational rate_total;   ///< paid units times rate / 100
  Rational fixed_total;  ///< paid events times the fixed amount; 0 for 0 units
  [[nodiscard]] Rational amount() const { return rate_total + fixed_total; }
};

/// 800 units of 4 events at 1.3 per cent and 2 an event, 400 units and 3 events of them free:
/// 5.2 and 2.
PercentagePrice percentagePrice(const PercentageTerms& terms, const Rational& units,
                                std::int64_t events, const FreeAllowance& free);

/// The price of events one by one, each held between `least` and `most`. Events come in time order.
class TransactionWalk {
 public:
  /// The terms must outlive the walk.
  explicit TransactionWalk(const PercentageTerms& terms)
      : terms_(&terms), free_events_(terms.free_events), free_units_(terms.free_units) {}

  /// While units are free, an event uses them up; the one that needs all that are left pays for the
  /// rest and ends both allowances. Without free units, the first `free_events` events are free.
  void add(const Decimal& units);
  /// What the events so far cost.
  [[nodiscard]] const Decimal& amount() const { return amount_; }

 private:
  // Whether the event is free as a whole; else `units` becomes what it pays for.
  bool takeFree(Decimal& units);

  const PercentageTerms* terms_;
  std::int64_t free_events_;  // left
  Decimal free_units_;        // left
  Decimal amount_;
};

}  // namespace tallyfold
