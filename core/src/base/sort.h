// SPDX-License-Identifier: Apache-2.0
// Sorting in few bytes of code.
//
// std::sort is compiled anew for every type and comparison, two to eight kilobytes each; this is
// compiled once, and compares through a pointer. sortItems is for short lists of anything,
// sortInPlace for long lists of plain structs.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <type_traits>
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

/// Compares two items; `context` is what compares them.
using ItemLess = bool (*)(const void* context, const void* a, const void* b);

/// Sorts `count` items of `item_bytes`, a multiple of four, where they stand; equal ones come in
/// any order. No input is slow.
void sortBytes(void* items, size_t count, size_t item_bytes, const void* context, ItemLess less);

/// Sorts a vector of plain structs without taking memory; equal items come in any order, the same
/// in every build.
///   sortInPlace(entries, [](const Entry& a, const Entry& b) { return a.time < b.time; });
template <typename Items, typename Less>
void sortInPlace(Items& items, const Less& less) {
  using Item = typename Items::value_type;
  static_assert(std::is_trivially_copyable_v<Item> && sizeof(Item) % 4 == 0);
  sortBytes(items.data(), items.size(), sizeof(Item), &less,
            [](const void* context, const void* a, const void* b) {
              const Less& compare = *static_cast<const Less*>(context);
              return static_cast<bool>(
                  compare(*static_cast<const Item*>(a), *static_cast<const Item*>(b)));
            });
}

}  // namespace tallyfold
