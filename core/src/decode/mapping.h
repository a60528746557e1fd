// SPDX-License-Identifier: Apache-2.0
// The user's own event shape: a mapping object becomes a dialect.
#pragma once

#include <string_view>

#include "decode/dialect.h"

namespace tallyfold {

/// Reads a mapping object; see `makeDialect`. Errors: InvalidMapping, every problem with its JSON
/// path.
Result<Dialect> makeMapping(std::string_view mapping_json);

}  // namespace tallyfold
