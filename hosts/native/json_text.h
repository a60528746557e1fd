// SPDX-License-Identifier: Apache-2.0
// A JSON value back as text: compact, members in order, numbers with their own characters.
#pragma once

#include <string>

#include "json/value.h"

namespace tallyfold::program {

std::string jsonText(const json::Value& value);

}  // namespace tallyfold::program
