// SPDX-License-Identifier: Apache-2.0
// Of which steps does a formula consist? A tree whose nodes stand after their operands, so that it
// is evaluated by one loop over a stack, however long it is.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "numeric/decimal.h"

namespace tallyfold {

struct ExpressionNode {
  enum class Kind : std::uint8_t {
    Number,
    Text,
    Code,
    Timestamp,
    Property,
    Negate,
    Add,
    Subtract,
    Multiply,
    Divide,
    Concat,
    Round,
    Ceil,
    Floor,
    Least,
    Greatest,
  };

  Kind kind = Kind::Number;
  std::uint32_t operands = 0;  ///< how many values it takes from the stack
  Decimal number = {};         ///< of a Number
  std::string text = {};       ///< of a Text; of a Property its name
};

using ExpressionNodes = std::vector<ExpressionNode>;

}  // namespace tallyfold
