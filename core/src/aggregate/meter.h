// SPDX-License-Identifier: Apache-2.0
// How much has one bucket of a charge used in a billing period, after each of its events?
//
// Lago's aggregations as meters: one per bucket of a charge and group, for all billing periods in a
// row. A meter never goes back over events: what it holds is constant, but for the distinct values
// of a unique count.
//
//   makeMeter -> add history -> open(period) -> add, reading, add, reading ... -> open(next) ...
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>

#include "aggregate/lago_rules.h"
#include "base/memory_account.h"
#include "base/mode.h"
#include "catalog/lago.h"
#include "catalog/period.h"
#include "numeric/decimal.h"
#include "numeric/rational.h"
#include "time/zone.h"

namespace tallyfold {

struct MeterEvent {
  int64_t time_ns = 0;
  Decimal value;         ///< unused by count and unique_count
  uint32_t text = 0;     ///< code of the distinct value; an absent property is a value too
  bool removes = false;  ///< takes the distinct value away instead of adding it
  Decimal amount;        ///< its precise_total_amount_cents, else 0
  int64_t events = 1;    ///< how many it stands for: what they come to, at the time of the last
};

/// What one event adds to the units, for charges that price events one by one.
struct MeterValue {
  Decimal units;      ///< of unique counts 1 or -1, or 0 for a repeat
  Rational prorated;  ///< for the part of the period that it counts in; 0 when nothing is prorated
  uint32_t text = 0;  ///< of unique counts: the distinct value's code
};

/// The usage of the period so far, as though nothing came after it: what is there counts on to the
/// period's end. The metric's own rounding comes afterwards.
struct MeterReading {
  Rational units;        ///< what is priced; prorated where the charge is
  Rational full_units;   ///< before proration: what shows as units of a prorated charge
  Rational total_units;  ///< total_aggregated_units: of a weighted sum the sum not weighted
  /// The most that was due at any time in the period, each rise for the days it had left: what a
  /// charge in advance has charged, for units are not paid back. At least 0.
  Rational peak_units;
  int64_t events = 0;
  Decimal amounts;  ///< sum of what the events brought
  LagoRules rules;  ///< of the as-is ones those that changed the units
};

struct MeterTerms {
  bool prorated = false;  ///< of the charge; only sum and unique_count can be
  bool grouped = false;   ///< whether the charge has group keys
  /// Whether eachValue will be asked: prorated unique counts then keep each change, 24 bytes.
  bool keeps_values = false;
  Mode mode = Mode::AsIs;
  std::shared_ptr<const Zone> zone;       ///< of the customer's days; null: UTC
  LagoStore store = LagoStore::Postgres;  ///< as-is: whose arithmetic
};

class Meter {
 public:
  /// The most bytes that a distinct value of a unique count takes while tables grow.
  static constexpr uint64_t kBytesPerValue = 160;

  virtual ~Meter() = default;

  /// Begins a period. Recurring metrics carry over what they have, others begin anew. A prorated
  /// sum answers what is carried over, as one value before those of the period's events.
  virtual std::optional<MeterValue> open(const BillingPeriod& period) = 0;

  /// Takes an event, in order of time and arrival; none after the period's end. Events before the
  /// first open() are history, which only recurring metrics look at. Answers the event's own value,
  /// history's included; absent where it has none or revises() says that it is not final.
  virtual std::optional<MeterValue> add(const MeterEvent& event) = 0;

  [[nodiscard]] virtual MeterReading reading() const = 0;

  /// Whether later events change the values of earlier ones: max, where only the first event of the
  /// greatest value has any, and the prorated unique count, where a removal shortens the addition.
  /// Their values come from eachValue, as they stand, after each reading anew.
  [[nodiscard]] virtual bool revises() const { return false; }
  /// The values of the period in order of time, what is carried over first; nothing for meters that
  /// do not revise. Takes time by the events of the period.
  virtual void eachValue(const std::function<void(const MeterValue&)>& /*take*/) const {}
};

/// A meter of a metric. The account must outlive it.
///   sum of a recurring metric: add(2.5); open(May); add(12); reading().units is 14.5
std::unique_ptr<Meter> makeMeter(const LagoMetric& metric, const MeterTerms& terms,
                                 MemoryAccount& account);

// The makers, one per file.
std::unique_ptr<Meter> makeCountMeter();
std::unique_ptr<Meter> makeSumMeter(const LagoMetric& metric);
std::unique_ptr<Meter> makeProratedSumMeter(const LagoMetric& metric, const MeterTerms& terms);
std::unique_ptr<Meter> makeMaxMeter();
std::unique_ptr<Meter> makeLatestMeter();
std::unique_ptr<Meter> makeUniqueMeter(const LagoMetric& metric, MemoryAccount& account);
std::unique_ptr<Meter> makeProratedUniqueMeter(const LagoMetric& metric, const MeterTerms& terms,
                                               MemoryAccount& account);
std::unique_ptr<Meter> makeWeightedSumMeter(const LagoMetric& metric, const MeterTerms& terms);

}  // namespace tallyfold
