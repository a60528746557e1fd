// SPDX-License-Identifier: Apache-2.0
// Which is the shortest row of digits that still names one double?
#pragma once

#include <cstdint>

namespace tallyfold {

/// The value digits * 10^-scale.
struct ShortestDigits {
  std::uint64_t digits = 0;  ///< at most 17 digits; may end in zeros
  int scale = 0;
};

/// For a finite double above zero, given by its bits: the fewest digits that read back as the same
/// double; of several, those closest to it, and of two equally close ones the even.
///   shortestDigits(0x3FB999999999999A)   // 0.1: as {100000000000000, 15}
ShortestDigits shortestDigits(std::uint64_t double_bits);

}  // namespace tallyfold
