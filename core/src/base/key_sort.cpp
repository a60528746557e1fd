// SPDX-License-Identifier: Apache-2.0
#include "base/key_sort.h"

#include <utility>

namespace tallyfold {

Keyed* sortByKey(Keyed* items, Keyed* room, size_t count) {
  uint64_t differs = 0;
  bool in_order = true;
  for (size_t i = 1; i < count; ++i) {
    differs |= items[i].key ^ items[0].key;
    in_order = in_order && items[i].key >= items[i - 1].key;
  }
  if (in_order) return items;
  for (int shift = 0; shift < 64; shift += 8) {
    if ((differs >> shift & 0xff) == 0) continue;  // all have this digit in common
    uint32_t place[257] = {};
    for (size_t i = 0; i < count; ++i) ++place[(items[i].key >> shift & 0xff) + 1];
    for (size_t digit = 1; digit < 257; ++digit) place[digit] += place[digit - 1];
    for (size_t i = 0; i < count; ++i) room[place[items[i].key >> shift & 0xff]++] = items[i];
    std::swap(items, room);
  }
  return items;
}

}  // namespace tallyfold
