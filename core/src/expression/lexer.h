// SPDX-License-Identifier: Apache-2.0
// Into which words does a formula fall?
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

#include "expression/node.h"

namespace tallyfold {

struct ExpressionToken {
  enum class Kind : std::uint8_t {
    Number,    ///< 12 or 12.5
    Text,      ///< 'abc'; `text` is what stands between the quotes
    Variable,  ///< event.code, event.timestamp, event.properties.NAME; `text` is NAME
    Function,  ///< one of the six, in lower case, upper case or with a capital letter
    Symbol,    ///< one of + - * / ( ) and the comma; `text` is it
    End,
    Unknown,  ///< anything else
  };

  Kind kind = Kind::End;
  std::size_t position = 0;  ///< of its first byte
  std::string_view text;
  ExpressionNode::Kind means = {};  ///< of a Variable or Function

  [[nodiscard]] bool is(char symbol) const {
    return kind == Kind::Symbol && text.front() == symbol;
  }
};

class ExpressionLexer {
 public:
  explicit ExpressionLexer(std::string_view text) : text_(text) {}

  /// The next word; spaces before it are passed over, other white space is Unknown. At the end and
  /// behind an Unknown it stays where it is.
  ExpressionToken next();

 private:
  ExpressionToken word();
  ExpressionToken number();
  ExpressionToken quoted();
  ExpressionToken taken(ExpressionToken::Kind kind, std::size_t end);

  std::string_view text_;
  std::size_t at_ = 0;
};

}  // namespace tallyfold
