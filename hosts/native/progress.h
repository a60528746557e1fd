// SPDX-License-Identifier: Apache-2.0
// How far a long input has come, on standard error.
#pragma once

#include <chrono>
#include <cstdint>

#include "tallyfold/engine.h"

namespace tallyfold::program {

class Progress {
 public:
  /// `asked_for`: also where standard error is no terminal.
  explicit Progress(bool asked_for);
  void add(uint64_t bytes, const AppendResult& result);
  void finish();

 private:
  void show();

  bool terminal_;
  bool asked_for_;
  bool shown_ = false;
  std::chrono::steady_clock::time_point next_;
  uint64_t bytes_ = 0;
  AppendResult total_;
};

}  // namespace tallyfold::program
