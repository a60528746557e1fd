// SPDX-License-Identifier: Apache-2.0
// The order of a dictionary's texts: by eight bytes behind what all of them begin with, digit by
// digit, and only where these are equal by a look at the texts.
#include <algorithm>
#include <cstring>

#include "base/key_sort.h"
#include "base/sort.h"
#include "events/dictionary.h"

namespace tallyfold {
namespace {

size_t lengthInCommon(std::string_view a, std::string_view b) {
  const size_t most = std::min(a.size(), b.size());
  size_t length = 0;
  while (length < most && a[length] == b[length]) ++length;
  return length;
}

uint64_t keyOf(std::string_view text, size_t skipped) {
  uint8_t bytes[8] = {};
  const size_t length = std::min(sizeof(bytes), text.size() - skipped);
  if (length != 0) std::memcpy(bytes, text.data() + skipped, length);
  uint64_t key = 0;
  for (const uint8_t byte : bytes) key = key << 8 | byte;
  return key;
}

// Puts entries of one key in the order of their texts.
void sortTexts(const Dictionary& texts, Keyed* entries, size_t count) {
  const auto stands_before = [&texts](const Keyed& a, const Keyed& b) {
    return texts.text(a.item) < texts.text(b.item);
  };
  using Less = decltype(stands_before);
  sortBytes(entries, count, sizeof(Keyed), &stands_before,
            [](const void* context, const void* a, const void* b) {
              const Less& less = *static_cast<Less*>(context);
              return less(*static_cast<const Keyed*>(a), *static_cast<const Keyed*>(b));
            });
}

}  // namespace

const uint32_t* Dictionary::ranks() {
  if (knowsRanks()) return ranks_.data();
  const size_t count = ends_.size();
  if (!account_.canTake(count * (2 * sizeof(Keyed) + sizeof(uint32_t)))) return nullptr;
  size_t skipped = text(0).size();
  for (uint32_t code = 1; code < count; ++code)
    skipped = std::min(skipped, lengthInCommon(text(0), text(code)));
  AccountedBuffer<Keyed> entries = makeBuffer<Keyed>(account_);
  entries.resize(2 * count);
  for (uint32_t code = 0; code < count; ++code)
    entries[code] = {keyOf(text(code), skipped), code, 0};
  Keyed* sorted = sortByKey(entries.data(), entries.data() + count, count);
  forEqualKeys(sorted, count,
               [this](Keyed* first, size_t equal) { sortTexts(*this, first, equal); });
  ranks_.resize(count);
  for (uint32_t place = 0; place < count; ++place) ranks_[sorted[place].item] = place;
  return ranks_.data();
}

}  // namespace tallyfold
