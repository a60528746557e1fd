// SPDX-License-Identifier: Apache-2.0
#include "base/sort.h"

#include <algorithm>
#include <cstring>

namespace tallyfold {
namespace {

// Quicksort for what is long, a heap where its halves turn out uneven, insertion for what is short.
class ByteSorter {
 public:
  ByteSorter(void* items, size_t item_bytes, const void* context, ItemLess less)
      : items_(static_cast<char*>(items)), size_(item_bytes), context_(context), less_(less) {}

  void sort(size_t first, size_t end, int depth) {
    while (end - first > kShort) {
      if (depth-- == 0) return sortByHeap(first, end);
      const size_t middle = split(first, end);
      const bool left_is_shorter = middle - first < end - middle;
      if (left_is_shorter) {
        sort(first, middle, depth);
        first = middle + 1;
      } else {
        sort(middle + 1, end, depth);
        end = middle;
      }
    }
    for (size_t i = first + 1; i < end; ++i) {
      for (size_t at = i; at > first && before(at, at - 1); --at) swap(at, at - 1);
    }
  }

 private:
  static constexpr size_t kShort = 12;

  [[nodiscard]] char* item(size_t place) const { return items_ + place * size_; }
  [[nodiscard]] bool before(size_t a, size_t b) const { return less_(context_, item(a), item(b)); }
  void swap(size_t a, size_t b) {
    char* one = item(a);
    char* other = item(b);
    for (size_t i = 0; i < size_; i += 4) {
      uint32_t word_of_one;
      uint32_t word_of_other;
      std::memcpy(&word_of_one, one + i, 4);
      std::memcpy(&word_of_other, other + i, 4);
      std::memcpy(one + i, &word_of_other, 4);
      std::memcpy(other + i, &word_of_one, 4);
    }
  }

  // Parts the items at the median of three and answers its place.
  size_t split(size_t first, size_t end) {
    const size_t middle = first + (end - first) / 2;
    const size_t last = end - 1;
    if (before(middle, first)) swap(middle, first);
    if (before(last, middle)) {
      swap(last, middle);
      if (before(middle, first)) swap(middle, first);
    }
    swap(first, middle);  // the median waits in front; the last item, no less, ends the walk up
    size_t low = first;
    size_t high = end;
    for (;;) {
      while (before(++low, first)) {
      }
      while (before(first, --high)) {
      }
      if (low >= high) break;
      swap(low, high);
    }
    swap(first, high);
    return high;
  }

  void sortByHeap(size_t first, size_t end) {
    const size_t count = end - first;
    for (size_t root = count / 2; root-- > 0;) sink(first, root, count);
    for (size_t last = count; --last > 0;) {
      swap(first, first + last);
      sink(first, 0, last);
    }
  }
  void sink(size_t first, size_t root, size_t count) {
    for (size_t child = 2 * root + 1; child < count; child = 2 * root + 1) {
      if (child + 1 < count && before(first + child, first + child + 1)) ++child;
      if (!before(first + root, first + child)) return;
      swap(first + root, first + child);
      root = child;
    }
  }

  char* items_;
  size_t size_;
  const void* context_;
  ItemLess less_;
};

}  // namespace

void sortBytes(void* items, size_t count, size_t item_bytes, const void* context, ItemLess less) {
  int depth = 2;
  for (size_t rest = count; rest > 1; rest /= 2) depth += 2;
  ByteSorter(items, item_bytes, context, less).sort(0, count, depth);
}

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
