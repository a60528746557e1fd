// SPDX-License-Identifier: Apache-2.0
// The same work on every thread.
#pragma once

#include <thread>
#include <vector>

namespace tallyfold {

/// Calls work(0) ... work(count - 1) at once, the first on this thread, and returns when all have
/// returned.
template <typename Work>
void runAll(size_t count, Work work) {
  std::vector<std::thread> others;
  others.reserve(count);
  for (size_t i = 1; i < count; ++i) others.emplace_back([&work, i] { work(i); });
  work(0);
  for (std::thread& other : others) other.join();
}

}  // namespace tallyfold
