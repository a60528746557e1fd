// SPDX-License-Identifier: Apache-2.0
// Are the service's defects in pricing copied or repaired?
#pragma once

#include <cstdint>

namespace tallyfold {

enum class PriceMode : std::uint8_t {
  AsIs,   ///< as Lago prices today
  Exact,  ///< what it prices wrongly is repaired; each place says what differs
};

}  // namespace tallyfold
