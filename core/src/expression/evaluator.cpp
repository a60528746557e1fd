// SPDX-License-Identifier: Apache-2.0
// A formula's value: each node takes its operands from a stack and leaves its value there.
#include <cstdlib>
#include <utility>

#include "expression/expression.h"
#include "numeric/rational.h"

namespace tallyfold {
namespace {

using Kind = ExpressionNode::Kind;

// The service's own words, which its callers look for.
constexpr const char* kNotNumber = "Expected a decimal";
constexpr const char* kTooLong = "a value of the expression has too many digits";

Error problem(std::string message) { return {ErrorCode::InvalidEvent, std::move(message), {}}; }

// Whether a number may be worked on; else a few products of long numbers would take minutes.
bool isBounded(const Decimal& value) {
  if (std::abs(value.scale()) > kMostExpressionDigits) return false;
  return value.smallCoefficient() != nullptr || value.digitCount() <= kMostExpressionDigits;
}

// The quotient in the fewest digits, but in no fewer after the point than the difference of both
// sides' scales, which is how the service writes it.
Decimal quotient(const Decimal& a, const Decimal& b) {
  const Decimal exact =
      Rational::of(a, b).toSignificant(kExpressionQuotientDigits, Rounding::HalfUp);
  const Decimal shortest = Decimal::deserialize(exact.toText()).value_or(exact);
  const int written = a.scale() - b.scale();
  if (shortest.scale() >= written) return shortest;
  return Rational(shortest).rounded(written, Rounding::HalfUp);
}

class Evaluator {
 public:
  explicit Evaluator(const ExpressionEvent& event) : event_(event) {}

  Status step(const ExpressionNode& node) {
    switch (node.kind) {
      case Kind::Number:
        return push(node.number);
      case Kind::Text:
        return push(node.text);
      case Kind::Code:
        return push(std::string(event_.code()));
      case Kind::Timestamp:
        return push(event_.timestamp());
      case Kind::Property:
        return property(node.text);
      case Kind::Concat:
        return concat(node.operands);
      default:
        return calculate(node);
    }
  }

  ExpressionValue take() { return std::move(stack_.back()); }

 private:
  Status push(ExpressionValue value) {
    const Decimal* number = std::get_if<Decimal>(&value);
    if (number != nullptr && !isBounded(*number)) return problem(kTooLong);
    stack_.push_back(std::move(value));
    return Done{};
  }

  Status property(const std::string& name) {
    const std::optional<std::string_view> text = event_.property(name);
    if (!text) return problem("Variable: " + name + " not found");
    if (std::optional<Decimal> number = Decimal::parse(*text)) return push(std::move(*number));
    return push(std::string(*text));
  }

  Status concat(size_t operands) {
    std::string joined;
    for (size_t i = stack_.size() - operands; i < stack_.size(); ++i)
      joined += expressionText(stack_[i]);
    stack_.resize(stack_.size() - operands);
    return push(std::move(joined));
  }

  // Everything else is a number made of numbers.
  Status calculate(const ExpressionNode& node) {
    std::vector<Decimal> operands;
    for (size_t i = stack_.size() - node.operands; i < stack_.size(); ++i) {
      Decimal* number = std::get_if<Decimal>(&stack_[i]);
      if (number == nullptr) return problem(kNotNumber);
      operands.push_back(std::move(*number));
    }
    stack_.resize(stack_.size() - node.operands);
    return apply(node.kind, operands);
  }

  Status apply(Kind kind, const std::vector<Decimal>& operands) {
    const Decimal& first = operands.front();
    const Decimal& last = operands.back();
    switch (kind) {
      case Kind::Negate:
        return push(-first);
      case Kind::Add:
        return push(first + last);
      case Kind::Subtract:
        return push(first - last);
      case Kind::Multiply:
        return push(first * last);
      case Kind::Divide:
        return last.isZero() ? problem("Division by zero") : push(quotient(first, last));
      case Kind::Round:
        return round(operands, Rounding::HalfUp);
      case Kind::Ceil:
        return round(operands, Rounding::Ceiling);
      case Kind::Floor:
        return round(operands, Rounding::Floor);
      default:
        return push(extreme(operands, kind == Kind::Greatest));
    }
  }

  // Of equal numbers the first when the least is asked, the last when the greatest is.
  static Decimal extreme(const std::vector<Decimal>& numbers, bool greatest) {
    const Decimal* found = &numbers.front();
    for (const Decimal& number : numbers) {
      if (greatest ? number >= *found : number < *found) found = &number;
    }
    return *found;
  }

  Status round(const std::vector<Decimal>& operands, Rounding rule) {
    int64_t digits = 0;
    if (operands.size() > 1) {
      // A fraction of a digit is cut, as the service does.
      const auto whole = Rational(operands[1]).rounded(0, Rounding::Down).toInteger64();
      if (!whole || std::llabs(*whole) > kMaxDigits) return problem(kTooLong);
      digits = *whole;
    }
    return push(Rational(operands[0]).rounded(static_cast<int>(digits), rule));
  }

  const ExpressionEvent& event_;
  std::vector<ExpressionValue> stack_;
};

}  // namespace

Result<ExpressionValue> Expression::evaluate(const ExpressionEvent& event) const {
  Evaluator evaluator(event);
  for (const ExpressionNode& node : nodes_) {
    const Status done = evaluator.step(node);
    if (!done) return done.error();
  }
  return evaluator.take();
}

}  // namespace tallyfold
