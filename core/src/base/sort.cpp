// SPDX-License-Identifier: Apache-2.0
#include "base/sort.h"

#include <algorithm>

namespace tallyfold {

// Sorted runs are merged two by two, so that equal places keep their order and no input is slow.
std::vector<uint32_t> sortedPlaces(size_t count, const void* context, PlaceLess less) {
  std::vector<uint32_t> from(count);
  for (uint32_t place = 0; place < count; ++place) from[place] = place;
  std::vector<uint32_t> to(count);
  for (size_t run = 1; run < count; run *= 2) {
    for (size_t first = 0; first < count; first += 2 * run) {
      const size_t middle = std::min(first + run, count);
      const size_t last = std::min(middle + run, count);
      size_t left = first;
      size_t right = middle;
      for (size_t at = first; at < last; ++at) {
        const bool takes_right =
            left == middle || (right < last && less(context, from[right], from[left]));
        to[at] = from[takes_right ? right++ : left++];
      }
    }
    from.swap(to);
  }
  return from;
}

}  // namespace tallyfold
