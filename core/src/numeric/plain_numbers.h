// SPDX-License-Identifier: Apache-2.0
// Numbers of the fast form as answers: most answers are such numbers, and there are many of them.
#pragma once

#include <cstddef>

#include "numeric/scaled.h"

namespace tallyfold {

/// -1, 0 or 1 as a is below, equal to or above b: {10, 1} equals {1, 0}.
int compareScaled(Scaled a, Scaled b);

/// Writes the same text as Decimal::toText and returns its length: "12.5" for {1250, 2}.
std::size_t writePlain(Scaled value, char (&out)[32]);

/// The double nearest to each, ties to even.
void nearestDoubles(const Scaled* values, std::size_t count, double* numbers);

}  // namespace tallyfold
