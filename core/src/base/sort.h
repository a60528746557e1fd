// SPDX-License-Identifier: Apache-2.0
// Sorting where speed does not matter, in few bytes of code.
//
// std::sort is compiled anew for every type and comparison, some two kilobytes each; this is
// compiled once, and compares through a pointer. What has a place per event is sorted with
// std::sort.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <utility>
#include <vector>

namespace tallyfold {

/// Compares two places of a list; `context` is the list and what compares its items.
using PlaceLess = bool (*)(const void* context, uint32_t a, uint32_t b);

/// The places 0 to count - 1 in the order of what stands there; equal ones stay in theirs.
std::vector<uint32_t> sortedPlaces(size_t count, const void* context, PlaceLess less);

/// Sorts a list, at most 2^32 long; equal items stay in their order.
///   sortItems(names, std::less<>());
template <typename Items, typename Less>
void sortItems(Items& items, Less less) {
  struct Context {
    const Items& items;
    Less& less;
  };
  const Context of{items, less};
  auto order = sortedPlaces(items.size(), &of, [](const void* context, uint32_t a, uint32_t b) {
    const auto& list = *static_cast<const Context*>(context);
    return static_cast<bool>(list.less(list.items[a], list.items[b]));
  });
  // Every circle of places is moved round once.
  for (uint32_t first = 0; first < order.size(); ++first) {
    if (order[first] == first) continue;
    auto held = std::move(items[first]);
    uint32_t at = first;
    while (order[at] != first) {
      const uint32_t next = std::exchange(order[at], at);
      items[at] = std::move(items[next]);
      at = next;
    }
    items[at] = std::move(held);
    order[at] = at;
  }
}

template <typename Items>
void sortItems(Items& items) {
  sortItems(items, std::less<>());
}

}  // namespace tallyfold
