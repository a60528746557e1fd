// SPDX-License-Identifier: Apache-2.0
// How much memory does one engine hold, and may it take more?
//
// Every container that grows with the data allocates through an account. Growth is asked for in
// advance, before each piece of input, block, merge and group table, because with exceptions off a
// failed `new` would end the process.
#pragma once

#include <cstddef>
#include <cstdint>
#include <limits>
#include <new>
#include <utility>
#include <vector>

#include "base/large_pages.h"

namespace tallyfold {

/// Counts the bytes held by one engine against a limit.
class MemoryAccount {
 public:
  static constexpr uint64_t kNoLimit = std::numeric_limits<uint64_t>::max();

  explicit MemoryAccount(uint64_t limit_bytes = kNoLimit) : limit_bytes_(limit_bytes) {}
  MemoryAccount(const MemoryAccount&) = delete;
  MemoryAccount& operator=(const MemoryAccount&) = delete;

  /// Whether `more_bytes` fit below the limit. Asks only: nothing is reserved.
  [[nodiscard]] bool canTake(uint64_t more_bytes) const {
    return used_bytes_ <= limit_bytes_ && more_bytes <= limit_bytes_ - used_bytes_;
  }
  [[nodiscard]] uint64_t usedBytes() const { return used_bytes_; }
  [[nodiscard]] uint64_t limitBytes() const { return limit_bytes_; }

  void take(uint64_t bytes) { used_bytes_ += bytes; }
  void give(uint64_t bytes) { used_bytes_ -= bytes; }
  /// Where large pieces come from.
  LargePages& pages() { return pages_; }

 private:
  uint64_t limit_bytes_;
  uint64_t used_bytes_ = 0;
  LargePages pages_;
};

// Not inline: every vector of every type calls them.
void* takeBytes(MemoryAccount& account, size_t bytes);
void giveBytes(MemoryAccount& account, void* pointer, size_t bytes);

/// A standard allocator that reports to an account. The account must outlive the container.
template <typename T>
struct AccountAllocator {
  using value_type = T;
  using propagate_on_container_move_assignment = std::true_type;
  using propagate_on_container_copy_assignment = std::true_type;
  using propagate_on_container_swap = std::true_type;

  explicit AccountAllocator(MemoryAccount* the_account) : account(the_account) {}
  template <typename U>
  AccountAllocator(const AccountAllocator<U>& other) : account(other.account) {}

  T* allocate(size_t count) { return static_cast<T*>(takeBytes(*account, count * sizeof(T))); }
  void deallocate(T* pointer, size_t count) { giveBytes(*account, pointer, count * sizeof(T)); }
  template <typename U>
  bool operator==(const AccountAllocator<U>& other) const {
    return account == other.account;
  }
  template <typename U>
  bool operator!=(const AccountAllocator<U>& other) const {
    return account != other.account;
  }

  MemoryAccount* account;
};

/// A vector whose bytes are counted.
template <typename T>
using AccountedVector = std::vector<T, AccountAllocator<T>>;

/// The same for a buffer whose new items are written at once: `resize` leaves them as they are.
template <typename T>
struct BufferAllocator : AccountAllocator<T> {
  using AccountAllocator<T>::AccountAllocator;
  template <typename U>
  struct rebind {
    using other = BufferAllocator<U>;
  };
  template <typename U>
  void construct(U* place) {
    ::new (static_cast<void*>(place)) U;
  }
  template <typename U, typename... Arguments>
  void construct(U* place, Arguments&&... arguments) {
    ::new (static_cast<void*>(place)) U(std::forward<Arguments>(arguments)...);
  }
};
template <typename T>
using AccountedBuffer = std::vector<T, BufferAllocator<T>>;

template <typename T>
AccountedBuffer<T> makeBuffer(MemoryAccount& account) {
  return AccountedBuffer<T>(BufferAllocator<T>(&account));
}

template <typename T>
AccountedVector<T> makeAccounted(MemoryAccount& account) {
  return AccountedVector<T>(AccountAllocator<T>(&account));
}

}  // namespace tallyfold
