// SPDX-License-Identifier: Apache-2.0
#include "numeric/plain_numbers.h"

#include <cstring>

#include "numeric/double_text.h"
#include "numeric/quick_double.h"
#include "numeric/wide.h"

namespace tallyfold {

int compareScaled(Scaled a, Scaled b) {
  const int places = a.scale - b.scale;
  if (places == 0) return a.mantissa < b.mantissa ? -1 : a.mantissa > b.mantissa ? 1 : 0;
  const Int128 left = static_cast<Int128>(a.mantissa) * powerOfTen64(places < 0 ? -places : 0);
  const Int128 right = static_cast<Int128>(b.mantissa) * powerOfTen64(places > 0 ? places : 0);
  return left < right ? -1 : left > right ? 1 : 0;
}

std::size_t writePlain(Scaled value, char (&out)[32]) {
  while (value.scale != 0 && value.mantissa % 10 == 0) {
    value.mantissa /= 10;
    --value.scale;
  }
  return writeScaled(value, out);
}

void nearestDoubles(const Scaled* values, std::size_t count, double* numbers) {
  for (std::size_t i = 0; i < count; ++i) {
    if (quickDouble(values[i].mantissa, values[i].scale, numbers[i])) continue;
    const std::uint64_t bits = nearestDoubleBits(Decimal::fromScaled(values[i]));
    std::memcpy(&numbers[i], &bits, sizeof(bits));
  }
}

}  // namespace tallyfold
