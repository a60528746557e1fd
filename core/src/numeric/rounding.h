// SPDX-License-Identifier: Apache-2.0
// By which named rule does an exact number lose digits?
#pragma once

#include <cstdint>

namespace tallyfold {

/// Each rule with what it makes of 2.5, 3.5, -2.5 and 2.1 at scale 0.
enum class Rounding : std::uint8_t {
  HalfUp,    ///< nearest, ties away from zero: 3, 4, -3, 2
  HalfEven,  ///< nearest, ties to the even digit: 2, 4, -2, 2
  Up,        ///< away from zero: 3, 4, -3, 3
  Down,      ///< towards zero: 2, 3, -2, 2
  Ceiling,   ///< towards plus infinity: 3, 4, -2, 3
  Floor,     ///< towards minus infinity: 2, 3, -3, 2
};

}  // namespace tallyfold
