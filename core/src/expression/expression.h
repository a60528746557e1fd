// SPDX-License-Identifier: Apache-2.0
// What does a metric's formula make of an event?
//
//   numbers    12, 12.5 (no sign, no exponent)      texts   'abc' (no escapes)
//   variables  event.code  event.timestamp  event.properties.NAME
//   operators  + - * / with the usual precedence, from left to right; one minus before a value; ( )
//   functions  concat(a, ...)  least(a, ...)  greatest(a, ...)
//              round(x[, digits])  ceil(x[, digits])  floor(x[, digits])
//
// The language is Lago's. Numbers are exact; a quotient keeps kExpressionQuotientDigits. A formula
// is bounded in length and depth and a value in its digits, because both come from outside.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "expression/node.h"
#include "numeric/decimal.h"
#include "tallyfold/result.h"

namespace tallyfold {

/// The significant digits that a division keeps; what follows is rounded half up.
inline constexpr int kExpressionQuotientDigits = 100;
/// The most bytes of a formula.
inline constexpr std::size_t kMostExpressionBytes = 10'000;
/// The most parentheses and functions inside each other.
inline constexpr int kMostExpressionDepth = 100;
/// The most digits of a value on the way.
inline constexpr int kMostExpressionDigits = 10'000;

using ExpressionValue = std::variant<Decimal, std::string>;

/// Where a formula finds the parts of one event.
class ExpressionEvent {
 public:
  virtual ~ExpressionEvent() = default;
  [[nodiscard]] virtual std::string_view code() const = 0;
  /// Seconds since 1970.
  [[nodiscard]] virtual Decimal timestamp() const = 0;
  /// The characters of a property, a number's or a text's; absent when the event has none of that
  /// name. A text that reads as a number is one. Valid until the next call.
  [[nodiscard]] virtual std::optional<std::string_view> property(std::string_view name) const = 0;
};

class Expression {
 public:
  /// Reads a formula. Errors: InvalidCatalog, with the formula and the place, counted from 1.
  ///   parse("1+").error().message  is  "1+" at character 3: expected a value
  static Result<Expression> parse(std::string_view text);

  /// Errors, all InvalidEvent: a variable that the event has not, a text where a number must
  /// stand, a division by zero, a value of too many digits.
  [[nodiscard]] Result<ExpressionValue> evaluate(const ExpressionEvent& event) const;

  /// The properties it reads, in order of appearance and each once.
  [[nodiscard]] std::vector<std::string> properties() const;

 private:
  explicit Expression(ExpressionNodes nodes) : nodes_(std::move(nodes)) {}

  ExpressionNodes nodes_;
};

/// A value as `concat` writes it. A number keeps its written scale (1.50) and has an exponent when
/// more than five zeros follow its point or it is a whole number of more than fifteen zeros that
/// was never written out: "1E-7", "12e+16".
std::string expressionText(const ExpressionValue& value);

}  // namespace tallyfold
