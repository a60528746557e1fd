// SPDX-License-Identifier: Apache-2.0
// The `where` of our own query as a condition.
#pragma once

#include "shape/tallyfold_reader.h"

namespace tallyfold {

/// Reads {"and":[...]}, {"or":[...]}, {"not":{...}} or {"field","op","value"|"values"}. Problems go
/// to the list; what is returned then means nothing.
Condition readWhere(const json::Value& value, const std::string& path, QueryProblems& problems);

}  // namespace tallyfold
