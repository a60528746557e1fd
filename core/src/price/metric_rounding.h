// SPDX-License-Identifier: Apache-2.0
// How does a metric round its units?
#pragma once

#include <cstdint>

#include "catalog/lago.h"
#include "numeric/rational.h"

namespace tallyfold {

/// `round` is half away from zero, `ceil` and `floor` go towards plus and minus infinity. A
/// negative precision rounds to tens, hundreds ...: floor at -2 makes 123.456 to 100.
Rational roundedUnits(const Rational& units, LagoRounding function, std::int32_t precision);

}  // namespace tallyfold
