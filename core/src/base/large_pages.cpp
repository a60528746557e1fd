// SPDX-License-Identifier: Apache-2.0
#include "base/large_pages.h"

#include <algorithm>

#if defined(__linux__) && !defined(__wasm__)
#include <sys/mman.h>
#endif

namespace tallyfold {
namespace {

#if defined(__linux__) && !defined(__wasm__)
constexpr size_t kPage = size_t{2} << 20;

// So many bytes that begin where a large page does, or null.
char* mapPages(size_t bytes) {
  void* const mapped =
      mmap(nullptr, bytes + kPage, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  if (mapped == MAP_FAILED) return nullptr;
  char* const first = static_cast<char*>(mapped);
  const size_t skipped = (kPage - reinterpret_cast<uintptr_t>(first) % kPage) % kPage;
  if (skipped != 0) munmap(first, skipped);
  if (skipped != kPage) munmap(first + skipped + bytes, kPage - skipped);
  madvise(first + skipped, bytes, MADV_HUGEPAGE);  // where it is refused, pages stay small
  return first + skipped;
}
void unmapPages(char* first, size_t bytes) { munmap(first, bytes); }
#else
char* mapPages(size_t) { return nullptr; }
void unmapPages(char*, size_t) {}
#endif

}  // namespace

LargePages::~LargePages() {
  for (const Chunk& chunk : chunks_) unmapPages(chunk.begin, kChunk);
}

size_t LargePages::Chunk::find(size_t count) const {
  size_t run = 0;
  for (size_t unit = 0; unit < kUnits; ++unit) {
    run = (used[unit / 64] >> (unit % 64) & 1) != 0 ? 0 : run + 1;
    if (run == count) return unit + 1 - count;
  }
  return kUnits;
}

void LargePages::Chunk::mark(size_t first, size_t count, bool is_used) {
  for (size_t unit = first; unit < first + count; ++unit) {
    const uint64_t bit = uint64_t{1} << (unit % 64);
    used[unit / 64] = is_used ? used[unit / 64] | bit : used[unit / 64] & ~bit;
  }
  left = is_used ? left - count : left + count;
}

bool LargePages::add() {
  char* const begin = mapPages(kChunk);
  if (begin != nullptr) chunks_.push_back({begin, kUnits, {}});
  return begin != nullptr;
}

void* LargePages::take(size_t bytes) {
  const size_t count = unitsOf(bytes);
  if (bytes < kLeast || count > kUnits / 2) return nullptr;
  for (int round = 0; round < 2; ++round) {
    for (Chunk& chunk : chunks_) {
      const size_t first = chunk.left < count ? kUnits : chunk.find(count);
      if (first == kUnits) continue;
      chunk.mark(first, count, true);
      return chunk.begin + first * kUnit;
    }
    if (!add()) break;
  }
  return nullptr;
}

bool LargePages::give(void* pointer, size_t bytes) {
  const auto holds = [pointer](const Chunk& chunk) {
    return pointer >= chunk.begin && pointer < chunk.begin + kChunk;
  };
  const auto chunk = std::find_if(chunks_.begin(), chunks_.end(), holds);
  if (chunk == chunks_.end()) return false;
  chunk->mark(static_cast<size_t>(static_cast<char*>(pointer) - chunk->begin) / kUnit,
              unitsOf(bytes), false);
  if (chunk->left == kUnits) giveBack(chunk);
  return true;
}

void LargePages::giveBack(std::vector<Chunk>::iterator emptied) {
  const auto is_empty = [](const Chunk& chunk) { return chunk.left == kUnits; };
  if (std::count_if(chunks_.begin(), chunks_.end(), is_empty) == 1) return;
  unmapPages(emptied->begin, kChunk);
  chunks_.erase(emptied);
}

}  // namespace tallyfold
