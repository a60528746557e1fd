// SPDX-License-Identifier: Apache-2.0
// What does the command line ask for? hosts/program/arguments.js reads it by the same rules.
#pragma once

#include <string>
#include <vector>

#include "tallyfold/result.h"

namespace tallyfold::program {

enum class Command { Report, Merge, Help, Version };

struct Arguments {
  Command command = Command::Help;
  std::vector<std::string> events;  ///< paths, "-" for standard input
  std::vector<std::string> states;  ///< of `merge`
  /// Empty: not given.
  std::string dialect, format, request, report, mode, now, catalog, ledger, state;
  std::string threads_text;
  unsigned threads = 1;  ///< of `report`
  bool progress = false;
};

/// Reads the words after the program's name. Errors: Misuse, one sentence for the user.
Result<Arguments> readArguments(const std::vector<std::string>& words);

}  // namespace tallyfold::program
