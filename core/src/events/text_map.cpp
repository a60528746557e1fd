// SPDX-License-Identifier: Apache-2.0
#include "events/text_map.h"

namespace tallyfold {

TextMap::TextMap(Dictionary& to, const Dictionary& from)
    : to_(to), from_(&from), known_(from.size(), Dictionary::kNone) {}

TextMap::TextMap(Dictionary& to, const Dictionary* field, TextMap& behind)
    : to_(to),
      from_(field),
      behind_(&behind),
      known_(field == nullptr ? 0 : field->size(), Dictionary::kNone) {}

uint32_t TextMap::lookUp(uint32_t code) { return known_[code] = to_.intern(from_->text(code)); }

void TextMap::lookUpAll(const uint32_t* codes, size_t count) {
  std::string_view texts[Dictionary::kMostAtOnce];
  uint32_t found[Dictionary::kMostAtOnce];
  for (size_t i = 0; i < count; ++i) texts[i] = from_->text(codes[i]);
  to_.internAll(texts, count, found);
  for (size_t i = 0; i < count; ++i) known_[codes[i]] = found[i];
}

void TextMap::learn(const uint64_t* bits, size_t words) {
  uint32_t codes[Dictionary::kMostAtOnce];
  size_t count = 0;
  for (size_t at = 0; at < words; ++at) {
    for (uint64_t word = bits[at]; word != 0; word &= word - 1) {
      const auto code =
          static_cast<uint32_t>(at * 64) + static_cast<uint32_t>(__builtin_ctzll(word));
      if (code >= known_.size() || known_[code] != Dictionary::kNone) continue;
      codes[count++] = code;
      if (count < Dictionary::kMostAtOnce) continue;
      lookUpAll(codes, count);
      count = 0;
    }
  }
  lookUpAll(codes, count);
}

}  // namespace tallyfold
