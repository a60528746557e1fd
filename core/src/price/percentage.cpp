// SPDX-License-Identifier: Apache-2.0
#include "price/percentage.h"

#include <algorithm>

namespace tallyfold {

bool FreeAllowance::isOpen() const {
  if (free_events_limit_ > 0) return totals_ < free_events_limit_;
  return free_units_limit_.sign() > 0 && last_.compare(free_units_limit_) <= 0;
}

void FreeAllowance::begin(const Rational& carried) {
  if (free_events_limit_ > 0) {
    base_ = carried;
  } else if (free_units_limit_.sign() > 0) {
    last_ = carried;
  }
}

void FreeAllowance::addTotal(const Rational& total) {
  if (!isOpen()) return;
  last_ = total - base_;
  ++totals_;
  if (counts_below_ && last_ < free_units_limit_) ++totals_below_;
  if (totals_ == free_events_limit_) nth_ = last_;
}

void FreeAllowance::addEvent(const Decimal& units) {
  if (isOpen()) addTotal(base_ + last_ + Rational(units));
}

void FreeAllowance::addCounted(const Rational& units) {
  // Without an allowance there are no totals, and so nothing is free.
  if (free_events_limit_ == 0 && free_units_limit_.isZero()) return;
  const auto count = units.rounded(0, Rounding::Down).toInteger64();
  if (!count || *count <= 0) return;
  totals_ = *count;
  last_ = Rational(Decimal::fromInteger(*count));
  if (totals_ >= free_events_limit_) nth_ = Rational(Decimal::fromInteger(free_events_limit_));
  // The totals below the limit are 1 up to the last integer below it.
  const Decimal first_above = free_units_limit_.rounded(0, Rounding::Ceiling);
  const Decimal below = first_above - Decimal::fromInteger(1);
  totals_below_ = below >= Decimal::fromInteger(*count)
                      ? totals_
                      : std::max<std::int64_t>(below.toInteger64().value_or(0), 0);
}

Rational FreeAllowance::freeUnits() const {
  if (last_.isZero()) return Rational();
  if (free_events_limit_ > 0 && totals_ > free_events_limit_) return nth_;
  if (free_units_limit_.isZero()) return last_;
  return std::min(last_, free_units_limit_);
}

std::int64_t FreeAllowance::freeEvents() const {
  if (free_events_limit_ == 0) return totals_below_;
  return totals_below_ == 0 ? free_events_limit_ : std::min(free_events_limit_, totals_below_);
}

PercentagePrice percentagePrice(const PercentageTerms& terms, const Rational& units,
                                std::int64_t events, const FreeAllowance& free) {
  PercentagePrice price;
  price.free_units = free.freeUnits();
  if (price.free_units < units) price.paid_units = units - price.free_units;
  price.free_events = std::min(free.freeEvents(), events);
  price.paid_events = events - price.free_events;
  price.rate_total = price.paid_units * Rational(terms.rate.shifted(-2));
  if (!units.isZero()) {
    price.fixed_total =
        Rational(Decimal::fromInteger(price.paid_events)) * Rational(terms.fixed_amount);
  }
  return price;
}

bool TransactionWalk::takeFree(Decimal& units) {
  if (free_units_.sign() > 0) {
    if (free_units_ > units) {
      free_units_ -= units;
      return true;
    }
    units -= free_units_;
    free_units_ = Decimal();
    free_events_ = 0;
    return false;
  }
  if (free_events_ <= 0) return false;
  --free_events_;
  return true;
}

void TransactionWalk::add(const Decimal& units) {
  Decimal paid = units;
  if (takeFree(paid)) return;
  Decimal price = paid * terms_->rate.shifted(-2) + terms_->fixed_amount;
  if (terms_->least && price < *terms_->least) {
    price = *terms_->least;
  } else if (terms_->most && price > *terms_->most) {
    price = *terms_->most;
  }
  amount_ += price;
}

}  // namespace tallyfold
