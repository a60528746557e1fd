// SPDX-License-Identifier: Apache-2.0
#include "base/memory_account.h"

namespace tallyfold {

void* takeBytes(MemoryAccount& account, size_t bytes) {
  account.take(bytes);
  if constexpr (LargePages::kAreThere) {
    const bool is_large = bytes >= LargePages::kLeast;
    if (is_large && account.usedBytes() >= LargePages::kWorthwhile) {
      if (void* const pointer = account.pages().take(bytes)) return pointer;
    }
  }
  return ::operator new(bytes);
}

void giveBytes(MemoryAccount& account, void* pointer, size_t bytes) {
  account.give(bytes);
  if constexpr (LargePages::kAreThere) {
    if (bytes >= LargePages::kLeast && account.pages().give(pointer, bytes)) return;
  }
  ::operator delete(pointer);
}

}  // namespace tallyfold
