// SPDX-License-Identifier: Apache-2.0
// The nearest double of most decimals, by one division: the quotient of two exact doubles is by
// definition the nearest one.
#pragma once

#include <cstdint>
#include <iterator>

namespace tallyfold {

/// coefficient / 10^scale, where both sides are exact as doubles; false where they are not.
///   quickDouble(125, 1, number)   // true, number is 12.5
inline bool quickDouble(std::int64_t coefficient, int scale, double& number) {
  static constexpr double kPowers[] = {1e0,  1e1,  1e2,  1e3,  1e4,  1e5,  1e6,  1e7,
                                       1e8,  1e9,  1e10, 1e11, 1e12, 1e13, 1e14, 1e15,
                                       1e16, 1e17, 1e18, 1e19, 1e20, 1e21, 1e22};
  constexpr std::int64_t kMostExact = std::int64_t{1} << 53;
  if (coefficient > kMostExact || coefficient < -kMostExact) return false;
  if (scale < 0 || scale >= static_cast<int>(std::size(kPowers))) return false;
  number = static_cast<double>(coefficient) / kPowers[scale];
  return true;
}

}  // namespace tallyfold
