// SPDX-License-Identifier: Apache-2.0
// From words to the tree: one function per level of precedence.
#include <algorithm>
#include <utility>

#include "expression/expression.h"
#include "expression/lexer.h"

namespace tallyfold {
namespace {

using Token = ExpressionToken;
using Kind = ExpressionNode::Kind;

class Parser {
 public:
  explicit Parser(std::string_view text) : text_(text), lexer_(text), token_(lexer_.next()) {}

  // Each answers whether it went well; `expected_` says what was missing otherwise.
  bool formula() {
    return sum() && (token_.kind == Token::Kind::End || missing("an operator or the end"));
  }

  ExpressionNodes take() { return std::move(nodes_); }

  [[nodiscard]] Error error() const {
    const std::string place = " at character " + std::to_string(token_.position + 1);
    return {ErrorCode::InvalidCatalog,
            "\"" + std::string(text_) + "\"" + place + ": expected " + expected_,
            {}};
  }

 private:
  bool missing(const char* what) {
    expected_ = what;
    return false;
  }

  bool passed(char symbol) {
    if (!token_.is(symbol)) return false;
    token_ = lexer_.next();
    return true;
  }

  void push(Kind kind, uint32_t operands) { nodes_.push_back({kind, operands}); }

  bool sum() {
    if (++depth_ > kMostExpressionDepth) return missing("less nesting");
    if (!product()) return false;
    for (;;) {
      const Kind kind = token_.is('+') ? Kind::Add : Kind::Subtract;
      if (!passed('+') && !passed('-')) break;
      if (!product()) return false;
      push(kind, 2);
    }
    --depth_;
    return true;
  }

  bool product() {
    if (!signedValue()) return false;
    for (;;) {
      const Kind kind = token_.is('*') ? Kind::Multiply : Kind::Divide;
      if (!passed('*') && !passed('/')) return true;
      if (!signedValue()) return false;
      push(kind, 2);
    }
  }

  bool signedValue() {
    if (!passed('-')) return value();
    if (!value()) return false;
    push(Kind::Negate, 1);
    return true;
  }

  bool value() {
    const Token token = token_;
    switch (token.kind) {
      case Token::Kind::Number:
        return number(token);
      case Token::Kind::Text:
        nodes_.push_back({Kind::Text, 0, {}, std::string(token.text)});
        break;
      case Token::Kind::Variable:
        nodes_.push_back({token.means, 0, {}, std::string(token.text)});
        break;
      case Token::Kind::Function:
        token_ = lexer_.next();
        return function(token.means);
      default:
        if (!passed('(')) return missing("a value");
        return sum() && (passed(')') || missing("\")\""));
    }
    token_ = lexer_.next();
    return true;
  }

  bool number(const Token& token) {
    const std::optional<Decimal> read = Decimal::parse(token.text);
    if (!read) return missing("a number of fewer digits");
    nodes_.push_back({Kind::Number, 0, *read});
    token_ = lexer_.next();
    return true;
  }

  bool function(Kind kind) {
    if (!passed('(')) return missing("\"(\"");
    const bool rounds = kind == Kind::Round || kind == Kind::Ceil || kind == Kind::Floor;
    uint32_t operands = 0;
    do {
      if (rounds && operands == 2) return missing("\")\"");
      if (!sum()) return false;
      ++operands;
    } while (passed(','));
    push(kind, operands);
    return passed(')') || missing("\",\" or \")\"");
  }

  std::string_view text_;
  ExpressionLexer lexer_;
  Token token_;
  ExpressionNodes nodes_;
  int depth_ = 0;
  const char* expected_ = "a formula";
};

}  // namespace

Result<Expression> Expression::parse(std::string_view text) {
  if (text.size() > kMostExpressionBytes)
    return Error{ErrorCode::InvalidCatalog,
                 "the expression is longer than " + std::to_string(kMostExpressionBytes) + " bytes",
                 {}};
  Parser parser(text);
  if (!parser.formula()) return parser.error();
  return Expression(parser.take());
}

std::vector<std::string> Expression::properties() const {
  std::vector<std::string> names;
  for (const ExpressionNode& node : nodes_) {
    const bool known = std::find(names.begin(), names.end(), node.text) != names.end();
    if (node.kind == Kind::Property && !known) names.push_back(node.text);
  }
  return names;
}

}  // namespace tallyfold
