// SPDX-License-Identifier: Apache-2.0
#include "json_text.h"

#include "json/value_text.h"

namespace tallyfold::program {

std::string jsonText(const json::Value& value) { return json::valueText(value); }

}  // namespace tallyfold::program
