// SPDX-License-Identifier: Apache-2.0
#include "expression/lexer.h"

#include <array>

namespace tallyfold {
namespace {

using Token = ExpressionToken;
using Node = ExpressionNode::Kind;

bool isDigit(char c) { return c >= '0' && c <= '9'; }
bool isLetter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }
bool isInName(char c) { return isLetter(c) || isDigit(c) || c == '_'; }

template <typename Predicate>
std::size_t skip(std::string_view text, std::size_t from, Predicate belongs) {
  while (from < text.size() && belongs(text[from])) ++from;
  return from;
}

struct Function {
  std::array<std::string_view, 3> spellings;
  Node means;
};
constexpr Function kFunctions[] = {
    {{"concat", "CONCAT", "Concat"}, Node::Concat},
    {{"round", "ROUND", "Round"}, Node::Round},
    {{"ceil", "CEIL", "Ceil"}, Node::Ceil},
    {{"floor", "FLOOR", "Floor"}, Node::Floor},
    {{"least", "LEAST", "Least"}, Node::Least},
    {{"greatest", "GREATEST", "Greatest"}, Node::Greatest},
};

constexpr std::string_view kProperties = "event.properties.";

// What a word of letters, digits, "_" and "." names.
void recognise(Token& token) {
  const std::string_view word = token.text;
  token.kind = Token::Kind::Variable;
  if (word == "event.code") {
    token.means = Node::Code;
    return;
  }
  if (word == "event.timestamp") {
    token.means = Node::Timestamp;
    return;
  }
  if (word.substr(0, kProperties.size()) == kProperties) {
    const std::string_view name = word.substr(kProperties.size());
    if (!name.empty() && isLetter(name[0]) && skip(name, 0, isInName) == name.size()) {
      token.means = Node::Property;
      token.text = name;
      return;
    }
  }
  token.kind = Token::Kind::Unknown;
  for (const Function& function : kFunctions) {
    for (const std::string_view spelling : function.spellings) {
      if (word != spelling) continue;
      token.kind = Token::Kind::Function;
      token.means = function.means;
    }
  }
}

}  // namespace

Token ExpressionLexer::taken(Token::Kind kind, std::size_t end) {
  const Token token{kind, at_, text_.substr(at_, end - at_)};
  at_ = end;
  return token;
}

Token ExpressionLexer::word() {
  const auto belongs = [](char c) { return isInName(c) || c == '.'; };
  const std::size_t begin = at_;
  Token token = taken(Token::Kind::Unknown, skip(text_, at_, belongs));
  recognise(token);
  if (token.kind == Token::Kind::Unknown) at_ = begin;
  return token;
}

Token ExpressionLexer::number() {
  std::size_t end = skip(text_, at_, isDigit);
  if (end + 1 < text_.size() && text_[end] == '.' && isDigit(text_[end + 1]))
    end = skip(text_, end + 1, isDigit);
  return taken(Token::Kind::Number, end);
}

Token ExpressionLexer::quoted() {
  const std::size_t end = text_.find('\'', at_ + 1);
  if (end == std::string_view::npos) return {Token::Kind::Unknown, at_, text_.substr(at_, 1)};
  Token token = taken(Token::Kind::Text, end + 1);
  token.text = token.text.substr(1, token.text.size() - 2);
  return token;
}

Token ExpressionLexer::next() {
  constexpr std::string_view kSymbols = "+-*/(),";
  at_ = skip(text_, at_, [](char c) { return c == ' '; });
  if (at_ == text_.size()) return {Token::Kind::End, at_, {}};
  const char first = text_[at_];
  if (isDigit(first)) return number();
  if (isLetter(first)) return word();
  if (first == '\'') return quoted();
  if (kSymbols.find(first) != std::string_view::npos) return taken(Token::Kind::Symbol, at_ + 1);
  return {Token::Kind::Unknown, at_, text_.substr(at_, 1)};
}

}  // namespace tallyfold
