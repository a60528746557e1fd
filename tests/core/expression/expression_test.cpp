// SPDX-License-Identifier: Apache-2.0
// If this fails, a metric's formula is read otherwise than its author meant it, or a hostile one
// takes the program down.
#include "expression/expression.h"

#include <gtest/gtest.h>

#include <map>

namespace tallyfold {
namespace {

class TestEvent : public ExpressionEvent {
 public:
  explicit TestEvent(std::map<std::string, std::string, std::less<>> properties = {})
      : properties_(std::move(properties)) {}
  [[nodiscard]] std::string_view code() const override { return "42"; }
  [[nodiscard]] Decimal timestamp() const override { return *Decimal::parse("1780586634.1"); }
  [[nodiscard]] std::optional<std::string_view> property(std::string_view name) const override {
    const auto found = properties_.find(name);
    return found == properties_.end() ? std::nullopt
                                      : std::optional<std::string_view>(found->second);
  }

 private:
  std::map<std::string, std::string, std::less<>> properties_;
};

const TestEvent& sample() {
  static const TestEvent event({{"a", "1.50"},
                                {"b", "2"},
                                {"word", "foo"},
                                {"empty", ""},
                                {"big", "1e400"},
                                {"long", std::string(1000, '9')},
                                {"too_long", std::string(1001, '9')}});
  return event;
}

// A number without zeros at its end, a text in quotes, or what went wrong.
std::string valueOf(const std::string& formula) {
  const Result<Expression> parsed = Expression::parse(formula);
  if (!parsed) return "refused: " + parsed.error().message;
  const Result<ExpressionValue> value = parsed.value().evaluate(sample());
  if (!value) return "error: " + value.error().message;
  const Decimal* number = std::get_if<Decimal>(&value.value());
  return number != nullptr ? number->toText() : "'" + expressionText(value.value()) + "'";
}

struct Case {
  const char* formula;
  const char* expected;
};

template <size_t N>
void expectValues(const Case (&cases)[N]) {
  for (const Case& one : cases) EXPECT_EQ(valueOf(one.formula), one.expected) << one.formula;
}

TEST(Expression, CalculatesWithTheUsualPrecedenceFromLeftToRight) {
  constexpr Case kCases[] = {
      {"1 + 2 * 3", "7"},  {"(1 + 2) * 3", "9"},  {"2-4", "-2"},        {"10 - 3 - 2", "5"},
      {"12 / 4 / 3", "1"}, {"12 / (4 / 2)", "6"}, {"0.1 + 0.2", "0.3"}, {"-2 * -3", "6"},
      {"2 - -4", "6"},     {"-(1 + 2)", "-3"},    {"- 5", "-5"},        {"  1+ 1  ", "2"},
  };
  expectValues(kCases);
}

TEST(Expression, ReadsTheEvent) {
  constexpr Case kCases[] = {
      {"event.timestamp + 0", "1780586634.1"},
      {"event.properties.a * event.properties.b", "3"},
      {"-event.properties.a", "-1.5"},
      {"event.properties.word", "'foo'"},
      {"event.properties.empty", "''"},
      {"event.code", "'42'"},  // a text always
      {"event.code + 1", "error: Expected a decimal"},
      {"event.properties.word + 1", "error: Expected a decimal"},
      {"event.properties.c", "error: Variable: c not found"},
      {"event.properties.big - event.properties.big", "0"},
  };
  expectValues(kCases);
}

TEST(Expression, KnowsItsFunctionsInThreeSpellings) {
  constexpr Case kCases[] = {
      {"round(12.5)", "13"},
      {"Round(-12.5)", "-13"},
      {"ROUND(12.345, 2)", "12.35"},
      {"round(15, -1)", "20"},
      {"round(1.25, 1.9)", "1.3"},
      {"ceil(-12.3)", "-12"},
      {"Floor(-12.3)", "-13"},
      {"CEIL (12.351 , 1)", "12.4"},
      {"least(3, -1, 2)", "-1"},
      {"Greatest(3, -1, 2)", "3"},
      {"GREATEST(1)", "1"},
      {"concat('a', 1 + 1, event.properties.word)", "'a2foo'"},
      {"round(concat('1'))", "error: Expected a decimal"},
      {"round(1, 'x')", "error: Expected a decimal"},
      {"least('a', 1)", "error: Expected a decimal"},
      {"concat('it', \"s\")", "refused: \"concat('it', \"s\")\" at character 14: expected a value"},
  };
  expectValues(kCases);
}

TEST(Expression, ConcatWritesANumberWithItsScale) {
  constexpr Case kCases[] = {
      {"concat(event.properties.a)", "'1.50'"},
      {"concat(event.properties.a * event.properties.b)", "'3.00'"},
      {"concat(event.properties.a + 1)", "'2.50'"},
      {"concat(event.properties.a / 0.5)", "'3.0'"},
      {"concat(1 / 4, ' ', 100 / 5, ' ', 4 / 2)", "'0.25 20 2'"},
      {"concat(round(2, 3), ' ', round(15, 0-1))", "'2.000 20'"},
      {"concat(-0.05, ' ', 007)", "'-0.05 7'"},
      {"concat(0.000001, ' ', 0.0000001, ' ', -0.00000012)", "'0.000001 1E-7 -1.2E-7'"},
      {"concat(event.properties.big)", "'1e+400'"},
  };
  expectValues(kCases);
}

TEST(Expression, AQuotientKeepsAHundredDigits) {
  EXPECT_EQ(valueOf("2 / 3"), "0." + std::string(99, '6') + "7");
  EXPECT_EQ(
      valueOf("-12.34 / 1.233"),
      "-10.00811030008110300081103000811030008110300081103000811030008110300081103000811030008"
      "110300081103001");
  EXPECT_EQ(valueOf("1 / 3 * 3"), "0." + std::string(100, '9'));
  EXPECT_EQ(valueOf("1 / 0"), "error: Division by zero");
  EXPECT_EQ(valueOf("1 / (0.1 + 0.2 - 0.3)"), "error: Division by zero");
  EXPECT_EQ(valueOf("0 / 7"), "0");
}

TEST(Expression, SaysWhereItCannotBeRead) {
  constexpr Case kCases[] = {
      {"1+", "refused: \"1+\" at character 3: expected a value"},
      {"", "refused: \"\" at character 1: expected a value"},
      {"1 2", "refused: \"1 2\" at character 3: expected an operator or the end"},
      {"(1", "refused: \"(1\" at character 3: expected \")\""},
      {"1)", "refused: \"1)\" at character 2: expected an operator or the end"},
      {"round", "refused: \"round\" at character 6: expected \"(\""},
      {"round()", "refused: \"round()\" at character 7: expected a value"},
      {"round(1,2,3)", "refused: \"round(1,2,3)\" at character 11: expected \")\""},
      {"concat('a'", "refused: \"concat('a'\" at character 11: expected \",\" or \")\""},
      {"'open", "refused: \"'open\" at character 1: expected a value"},
      {"--1", "refused: \"--1\" at character 2: expected a value"},
      {"+1", "refused: \"+1\" at character 1: expected a value"},
      {"1.", "refused: \"1.\" at character 2: expected an operator or the end"},
      {"1e3", "refused: \"1e3\" at character 2: expected an operator or the end"},
      {"1\t+1", "refused: \"1\t+1\" at character 2: expected an operator or the end"},
  };
  expectValues(kCases);
  for (const char* formula :
       {"invalid_expression", "rOUND(1)", "event", "event.codes", "event.properties",
        "event.properties.", "event.properties.1a", "event.properties.a.b", "event. code", "sum(1)",
        "roundx(1)", "event.properties._a"}) {
    EXPECT_NE(valueOf(formula).find("refused: "), std::string::npos) << formula;
  }
}

TEST(Expression, IsBoundedInLengthAndDepth) {
  const auto nested = [](int depth) {
    return std::string(static_cast<size_t>(depth), '(') + "1" +
           std::string(static_cast<size_t>(depth), ')');
  };
  EXPECT_EQ(valueOf(nested(kMostExpressionDepth - 1)), "1");
  EXPECT_NE(valueOf(nested(kMostExpressionDepth)).find("expected less nesting"), std::string::npos);
  EXPECT_NE(valueOf(std::string(4000, '(')).find("expected less nesting"), std::string::npos);
  // A long chain is not a deep one.
  std::string chain = "1";
  while (chain.size() + 2 <= kMostExpressionBytes) chain += "+1";
  EXPECT_EQ(valueOf(chain), "5000");
  EXPECT_EQ(valueOf(chain + "+1"), "refused: the expression is longer than 10000 bytes");
}

TEST(Expression, AValueThatGrowsBeyondReasonIsAnError) {
  constexpr const char* kError = "error: a value of the expression has too many digits";
  std::string product = "event.properties.long";
  for (int i = 0; i < 9; ++i) product += "*event.properties.long";
  EXPECT_EQ(valueOf(product).size(), 10'000U);
  EXPECT_EQ(valueOf(product + "*event.properties.long"), kError);
  std::string power = "event.properties.big";
  for (int i = 0; i < 25; ++i) power += "*event.properties.big";
  EXPECT_EQ(valueOf(power), kError);
  EXPECT_EQ(valueOf("round(1, 1000)"), "1");
  EXPECT_EQ(valueOf("round(1, 1001)"), kError);
  EXPECT_EQ(valueOf("round(1, event.properties.big)"), kError);
  // Longer than any number that is read: it stays a text.
  EXPECT_EQ(valueOf("event.properties.too_long + 1"), "error: Expected a decimal");
}

TEST(Expression, NamesThePropertiesItReads) {
  const auto parsed = Expression::parse(
      "concat('a', event.properties.b1_) + event.properties.a - event.properties.b1_ / event.code");
  ASSERT_TRUE(parsed.ok());
  EXPECT_EQ(parsed.value().properties(), (std::vector<std::string>{"b1_", "a"}));
}

}  // namespace
}  // namespace tallyfold
