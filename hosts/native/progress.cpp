// SPDX-License-Identifier: Apache-2.0
#include "progress.h"

#include <unistd.h>

#include <cstdio>

namespace tallyfold::program {
namespace {

// Input that is read sooner needs no progress.
constexpr auto kPatience = std::chrono::seconds(3);
constexpr auto kStep = std::chrono::seconds(1);

}  // namespace

Progress::Progress(bool asked_for)
    : terminal_(isatty(STDERR_FILENO) != 0),
      asked_for_(asked_for),
      next_(std::chrono::steady_clock::now() + kPatience) {}

void Progress::add(uint64_t bytes, const AppendResult& result) {
  bytes_ += bytes;
  total_.accepted += result.accepted;
  total_.refused += result.refused;
  if (!terminal_ && !asked_for_) return;
  const auto now = std::chrono::steady_clock::now();
  if (now < next_) return;
  next_ = now + kStep;
  show();
}

void Progress::finish() {
  if (asked_for_ || shown_) show();
  if (shown_ && terminal_) std::fputc('\n', stderr);
}

void Progress::show() {
  shown_ = true;
  std::fprintf(stderr, "%stallyfold: %.1f MB, %llu events, %llu refused%s", terminal_ ? "\r" : "",
               static_cast<double>(bytes_) / 1e6, static_cast<unsigned long long>(total_.accepted),
               static_cast<unsigned long long>(total_.refused), terminal_ ? "" : "\n");
}

}  // namespace tallyfold::program
