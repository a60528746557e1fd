// SPDX-License-Identifier: Apache-2.0
// Is this text UTF-8? One pass, eight bytes at a time while it is ASCII, which usage events nearly
// always are.
#pragma once

#include <cstddef>
#include <string_view>

namespace tallyfold::json {

/// Offset of the first byte that no valid UTF-8 text has there; npos when the whole text is valid.
/// Refuses what RFC 3629 does: overlong forms, surrogates, and code points beyond U+10FFFF.
size_t findInvalidUtf8(std::string_view text);

/// Offset of an escape "\udc00" to "\udfff" that no high surrogate stands before; npos when there
/// is none. RapidJSON lets it pass, and what it stands for has no UTF-8.
size_t findLoneLowSurrogate(std::string_view json_text);

}  // namespace tallyfold::json
