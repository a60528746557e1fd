// SPDX-License-Identifier: Apache-2.0
#include "json/utf8.h"

#include <cstdint>
#include <cstring>

namespace tallyfold::json {
namespace {

bool isContinuation(unsigned char byte) { return (byte & 0xc0) == 0x80; }

// Length of the multi-byte sequence at the start of the text; 0 when it is invalid. RFC 3629,
// section 4.
size_t sequenceLength(const unsigned char* at, size_t left) {
  const unsigned char lead = at[0];
  const size_t length = lead >= 0xf0 ? 4 : lead >= 0xe0 ? 3 : 2;
  if (lead < 0xc2 || lead > 0xf4 || left < length) return 0;
  const unsigned char second = at[1];
  const unsigned char low = lead == 0xe0 ? 0xa0 : lead == 0xf0 ? 0x90 : 0x80;
  const unsigned char high = lead == 0xed ? 0x9f : lead == 0xf4 ? 0x8f : 0xbf;
  if (second < low || second > high) return 0;
  for (size_t i = 2; i < length; ++i) {
    if (!isContinuation(at[i])) return 0;
  }
  return length;
}

}  // namespace

size_t findInvalidUtf8(std::string_view text) {
  const auto* bytes = reinterpret_cast<const unsigned char*>(text.data());
  const size_t size = text.size();
  for (size_t at = 0; at < size;) {
    if (size - at >= 8) {
      uint64_t word;
      std::memcpy(&word, bytes + at, 8);
      if ((word & 0x8080808080808080ULL) == 0) {
        at += 8;
        continue;
      }
    }
    if (bytes[at] < 0x80) {
      ++at;
      continue;
    }
    const size_t length = sequenceLength(bytes + at, size - at);
    if (length == 0) return at;
    at += length;
  }
  return std::string_view::npos;
}

size_t findLoneLowSurrogate(std::string_view text) {
  const auto surrogateAt = [text](size_t at, char low, char high) {
    if (at + 4 > text.size() || text[at] != '\\' || text[at + 1] != 'u') return false;
    const char third = static_cast<char>(text[at + 3] | 0x20);
    const bool in_range = (third >= low && third <= high);
    return (text[at + 2] | 0x20) == 'd' && in_range;
  };
  for (size_t at = text.find('\\'); at != std::string_view::npos; at = text.find('\\', at)) {
    if (surrogateAt(at, 'c', 'f')) return at;
    // A pair is passed over whole; '8' and '9' have the bit that makes letters lower-case already.
    const bool pair =
        (surrogateAt(at, '8', '9') || surrogateAt(at, 'a', 'b')) && surrogateAt(at + 6, 'c', 'f');
    at += pair ? 12 : 2;
    if (at >= text.size()) break;
  }
  return std::string_view::npos;
}

}  // namespace tallyfold::json
