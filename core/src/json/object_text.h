// SPDX-License-Identifier: Apache-2.0
// Where do the values in a JSON text begin and end? Found without reading them, so that a large
// document can be read member by member, in another order than it was written in.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace tallyfold::json {

/// A member of an object. The value is what stands between ':' and ',' or '}', without the white
/// space round it: whether that is JSON is for a reader to say.
struct MemberText {
  std::string key;
  std::string_view value;
};

/// The members of an object, as written. Absent when the text is not one object.
///   splitObject("{\"a\":[1,2],\"b\":3}")   // a: [1,2], b: 3
std::optional<std::vector<MemberText>> splitObject(std::string_view text);

/// The offset behind the value that begins at `at`; npos when it does not end. Of valid JSON that
/// is exact, and of any other text some offset after which a reader finds what is wrong.
///   valueEnd("[1,\"]\"],2", 0)   // 7
size_t valueEnd(std::string_view text, size_t at);

/// The first offset from `at` on where no white space stands.
inline size_t skipSpace(std::string_view text, size_t at) {
  while (at < text.size() &&
         (text[at] == ' ' || text[at] == '\n' || text[at] == '\r' || text[at] == '\t'))
    ++at;
  return at;
}

}  // namespace tallyfold::json
