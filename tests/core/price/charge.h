// SPDX-License-Identifier: Apache-2.0
// What the tests of prices share: numbers from text, and terms from a charge's JSON.
#pragma once

#include <gtest/gtest.h>

#include <string>
#include <string_view>

#include "json/value.h"
#include "price/charge_terms.h"
#include "price/pricing.h"

namespace tallyfold::charge {

inline Decimal dec(std::string_view text) {
  const auto read = Decimal::parse(text);
  EXPECT_TRUE(read.has_value()) << text;
  return read.value_or(Decimal());
}

inline Rational rat(std::string_view text) { return Rational(dec(text)); }

/// The terms of properties that are right.
inline ChargeTerms termsOf(std::string_view model, std::string_view properties) {
  const auto named = chargeModelNamed(model);
  const auto json = json::parse(properties);
  EXPECT_TRUE(named.ok() && json.ok()) << properties;
  ChargeProblems problems;
  const auto terms = readChargeTerms(named.value(), json.value(), "$", true, problems);
  for (const auto& [path, code, message] : problems) ADD_FAILURE() << path << " " << code;
  return terms.value_or(DynamicTerms());
}

/// One range of a list: range("0", "10", "5", "2") is 5 a unit and 2 flat.
inline std::string range(const std::string& from, const std::string& to, const std::string& price,
                         const std::string& flat,
                         const std::string& price_name = "per_unit_amount") {
  return R"({"from_value":)" + from + R"(,"to_value":)" + to + ",\"" + price_name + "\":\"" +
         price + R"(","flat_amount":")" + flat + "\"}";
}

/// {"graduated_ranges": [...]}
inline std::string ranges(const std::string& name, std::initializer_list<std::string> list) {
  std::string text;
  for (const std::string& one : list) text += (text.empty() ? "" : ",") + one;
  return "{\"" + name + "\":[" + text + "]}";
}

/// "amount (unit amount)" of usage without events.
inline std::string priceText(const ChargeTerms& terms, std::string_view units,
                             Mode mode = Mode::AsIs) {
  Usage usage;
  usage.units = rat(units);
  const Price price = Pricing(terms, false, RunningTotals::None, mode).finish(usage);
  return price.amount.toText() + " (" + price.unit_amount.toText() + ")";
}

}  // namespace tallyfold::charge
