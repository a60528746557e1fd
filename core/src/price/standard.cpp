// SPDX-License-Identifier: Apache-2.0
#include "price/standard.h"

namespace tallyfold {

Rational standardAmount(const StandardTerms& terms, const Rational& units) {
  return units * Rational(terms.amount);
}

}  // namespace tallyfold
