// SPDX-License-Identifier: Apache-2.0
#include "query/lago_value.h"

#include <algorithm>
#include <string>

#include "aggregate/meter_quotient.h"
#include "numeric/rational.h"

namespace tallyfold {
namespace {

constexpr std::string_view kDigits = "0123456789";

// Takes the digits that a text begins with; whether there were any.
bool takeDigits(std::string_view& text) {
  const size_t end = std::min(text.find_first_not_of(kDigits), text.size());
  text.remove_prefix(end);
  return end > 0;
}

// The text with no point but its first, so that number readers know it.
std::string withOnePoint(std::string_view text) {
  std::string one;
  for (const char c : text) {
    if (c != '.' || one.find('.') == std::string::npos) one += c;
  }
  return one;
}

// Whether a text is an optional sign, digits and points with a digit among them, and an optional
// exponent.
bool isClickHouseNumber(std::string_view text) {
  const auto takeSign = [&text] {
    if (!text.empty() && (text[0] == '-' || text[0] == '+')) text.remove_prefix(1);
  };
  takeSign();
  const size_t end = std::min(text.find_first_not_of("0123456789."), text.size());
  if (text.substr(0, end).find_first_of(kDigits) == std::string_view::npos) return false;
  text.remove_prefix(end);
  if (text.empty()) return true;
  if (text[0] != 'e' && text[0] != 'E') return false;
  text.remove_prefix(1);
  takeSign();
  return takeDigits(text) && text.empty();
}

}  // namespace

std::optional<Decimal> postgresNumber(std::string_view text) {
  std::string_view rest = text;
  if (!rest.empty() && rest[0] == '-') rest.remove_prefix(1);
  if (!takeDigits(rest)) return std::nullopt;
  if (!rest.empty()) {
    if (rest[0] != '.') return std::nullopt;
    rest.remove_prefix(1);
    if (!takeDigits(rest) || !rest.empty()) return std::nullopt;
  }
  return Decimal::parse(text);
}

ClickHouseNumber clickHouseNumber(const Decimal& number) {
  constexpr int kWholeDigits = 12;
  ClickHouseNumber stored;
  if (number.abs() >= Decimal::fromInteger(1).shifted(kWholeDigits)) return stored;
  stored.value = Rational(number).rounded(kClickHouseDecimals, Rounding::Down);
  stored.is_readable = true;
  stored.is_cut = stored.value != number;
  return stored;
}

ClickHouseNumber clickHouseNumber(std::string_view text) {
  if (!isClickHouseNumber(text)) return {};
  const auto number = Decimal::parse(withOnePoint(text));
  return number ? clickHouseNumber(*number) : ClickHouseNumber();
}

}  // namespace tallyfold
