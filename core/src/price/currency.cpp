// SPDX-License-Identifier: Apache-2.0
#include "price/currency.h"

#include <string>

namespace tallyfold {

namespace {

constexpr int kPrecisePlaces = 15;

struct Group {
  Currency currency;
  std::string_view codes;  // four characters each
};

// HUF and ISK have no cents here, though ISO 4217 gives the forint two places.
constexpr Group kGroups[] = {
    {{100, 2},
     "AED AFN ALL AMD ANG AOA ARS AUD AWG AZN BAM BBD BDT BGN BMD BND BOB BRL BSD BWP BYN BZD CAD "
     "CDF CHF CNY COP CRC CVE CZK DKK DOP DZD EGP ETB EUR FJD FKP GBP GEL GHS GIP GMD GTQ GYD HKD "
     "HNL HRK HTG IDR ILS INR IRR JMD KES KGS KHR KYD KZT LAK LBP LKR LRD LSL MAD MDL MKD MMK MNT "
     "MOP MUR MVR MWK MXN MYR MZN NAD NGN NIO NOK NPR NZD PAB PEN PGK PHP PKR PLN QAR RON RSD RUB "
     "SAR SBD SCR SEK SGD SHP SLL SOS SRD STD SZL THB TJS TOP TRY TTD TWD TZS UAH USD UYU UZS WST "
     "XCD YER ZAR ZMW "},
    {{1, 0}, "BIF CLP DJF GNF HUF ISK JPY KMF KRW MGA PYG RWF UGX VND VUV XAF XOF XPF "},
    {{1000, 3}, "BHD JOD KWD "},
    {{10000, 4}, "CLF "},
    {{5, 1}, "MRO "},
};

Rational inCents(const Rational& amount, const Currency& currency) {
  return amount * Rational(Decimal::fromInteger(currency.subunit_to_unit));
}

}  // namespace

std::optional<Currency> currencyNamed(std::string_view code) {
  constexpr std::size_t kWidth = 4;
  if (code.size() + 1 != kWidth) return std::nullopt;
  for (const Group& group : kGroups) {
    for (std::size_t at = 0; at < group.codes.size(); at += kWidth) {
      if (group.codes.substr(at, kWidth - 1) == code) return group.currency;
    }
  }
  return std::nullopt;
}

Decimal amountCents(const Rational& amount, const Currency& currency, Mode mode) {
  if (mode == Mode::Exact) return inCents(amount, currency).rounded(0, Rounding::HalfUp);
  const Rational rounded(amount.rounded(currency.exponent, Rounding::HalfUp));
  return inCents(rounded, currency).rounded(0, Rounding::Down);
}

Decimal preciseAmountCents(const Rational& amount, const Currency& currency) {
  return inCents(amount, currency).rounded(kPrecisePlaces, Rounding::HalfUp);
}

Decimal unitAmountCents(const Rational& unit_amount, const Currency& currency) {
  return inCents(unit_amount, currency).rounded(0, Rounding::Down);
}

}  // namespace tallyfold
