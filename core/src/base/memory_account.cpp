// SPDX-License-Identifier: Apache-2.0
#include "base/memory_account.h"

namespace tallyfold {

void* takeBytes(MemoryAccount& account, size_t bytes) {
  account.take(bytes);
  return ::operator new(bytes);
}

void giveBytes(MemoryAccount& account, void* pointer, size_t bytes) {
  account.give(bytes);
  ::operator delete(pointer);
}

}  // namespace tallyfold
