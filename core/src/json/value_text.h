// SPDX-License-Identifier: Apache-2.0
// A document back as text: compact, members in order, numbers with their own characters. And how
// much memory reading one can take.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "json/value.h"
#include "json/writer.h"

namespace tallyfold::json {

/// Writes a value where the writer stands.
void writeValue(Writer& out, const Value& value);

/// valueText(parse("{ \"a\" : 1.50 }").value()) is {"a":1.50}
std::string valueText(const Value& value);

/// The most bytes that `parse` takes for a text, known from its commas and brackets alone. Asked
/// before a text is read that strangers send: two characters can become a value of a hundred bytes.
uint64_t bytesToParse(std::string_view text);

}  // namespace tallyfold::json
