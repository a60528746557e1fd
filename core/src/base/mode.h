// SPDX-License-Identifier: Apache-2.0
// Are a service's defects copied or repaired?
#pragma once

#include <cstdint>

namespace tallyfold {

enum class Mode : uint8_t {
  AsIs,   ///< what the service answers today, quirks included
  Exact,  ///< its defects repaired; each place, and docs/dialects.md, says what differs
};

}  // namespace tallyfold
