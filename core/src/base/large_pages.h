// SPDX-License-Identifier: Apache-2.0
// Memory that the processor maps two megabytes at a time.
//
// Columns come by the hundred kilobytes and are written once. Most of what that costs would be the
// first touch of each page of four kilobytes. Linux gives larger pages to those who ask for them.
// Elsewhere none are asked for, nor under a sanitizer, which must see where each piece ends.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#if defined(__has_feature)
#if __has_feature(address_sanitizer)
#define TALLYFOLD_WATCHED 1
#endif
#elif defined(__SANITIZE_ADDRESS__)
#define TALLYFOLD_WATCHED 1
#endif

namespace tallyfold {

class LargePages {
 public:
#if defined(__linux__) && !defined(__wasm__) && !defined(TALLYFOLD_WATCHED)
  static constexpr bool kAreThere = true;
#else
  static constexpr bool kAreThere = false;
#endif
  /// Whoever holds less than this is better off with small pages.
  static constexpr size_t kWorthwhile = size_t{4} << 20;
  /// What is smaller is left to others.
  static constexpr size_t kLeast = size_t{16} << 10;

  LargePages() = default;
  LargePages(const LargePages&) = delete;
  LargePages& operator=(const LargePages&) = delete;
  ~LargePages();

  /// Null: there is nothing to be had here.
  void* take(size_t bytes);
  /// Gives back what `take` answered for so many bytes; false for any other pointer.
  bool give(void* pointer, size_t bytes);

 private:
  static constexpr size_t kUnit = size_t{16} << 10;
  static constexpr size_t kChunk = size_t{4} << 20;
  static constexpr size_t kUnits = kChunk / kUnit;

  struct Chunk {
    char* begin;
    size_t left;                 // units that are free
    uint64_t used[kUnits / 64];  // a bit for each unit

    /// The first of so many free units side by side; kUnits: there are none.
    [[nodiscard]] size_t find(size_t count) const;
    void mark(size_t first, size_t count, bool is_used);
  };
  static size_t unitsOf(size_t bytes) { return (bytes + kUnit - 1) / kUnit; }
  bool add();
  /// Gives pages back to the system, but for one empty chunk: the next question takes as many
  /// again.
  void giveBack(std::vector<Chunk>::iterator emptied);

  std::vector<Chunk> chunks_;
};

}  // namespace tallyfold
