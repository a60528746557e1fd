// SPDX-License-Identifier: Apache-2.0
#include "price/metric_rounding.h"

#include <algorithm>

namespace tallyfold {

namespace {

// No more places than a number is read with, so that a hostile precision costs nothing.
constexpr std::int32_t kMostPrecision = 2000;

Rounding ruleOf(LagoRounding function) {
  if (function == LagoRounding::Ceil) return Rounding::Ceiling;
  return function == LagoRounding::Floor ? Rounding::Floor : Rounding::HalfUp;
}

}  // namespace

Rational roundedUnits(const Rational& units, LagoRounding function, std::int32_t precision) {
  if (function == LagoRounding::None) return units;
  const std::int32_t places = std::clamp(precision, -kMostPrecision, kMostPrecision);
  return Rational(units.rounded(places, ruleOf(function)));
}

}  // namespace tallyfold
