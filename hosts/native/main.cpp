// SPDX-License-Identifier: Apache-2.0
// The tallyfold program: reports from the shell. `tallyfold --help` tells the rest.
#include <cstdio>
#include <string>
#include <string_view>
#include <vector>

#include "arguments.h"
#include "json/value.h"
#include "run.h"
#include "tallyfold/engine.h"
#include "usage.h"

namespace tallyfold::program {
namespace {

void printVersion() {
  const Result<json::Value> version = json::parse(Engine::version());
  std::printf("tallyfold %s (zone data %s)\n", version.value().find("tallyfold")->text.c_str(),
              version.value().find("zones")->text.c_str());
}

Result<int> run(const Arguments& arguments) {
  switch (arguments.command) {
    case Command::Report:
      return runReport(arguments);
    case Command::Merge:
      return runMerge(arguments);
    case Command::Version:
      printVersion();
      return 0;
    case Command::Help:
      break;
  }
  std::fputs(kUsage, stdout);
  return 0;
}

// Each line of the message is told as one of this program.
void printError(const Error& error) {
  std::string_view rest = error.message;
  for (;;) {
    const size_t end = rest.find('\n');
    const std::string line(rest.substr(0, end));
    std::fprintf(stderr, "tallyfold: %s\n", line.c_str());
    if (end == std::string_view::npos) return;
    rest.remove_prefix(end + 1);
  }
}

int runWords(const std::vector<std::string>& words) {
  const Result<Arguments> arguments = readArguments(words);
  const Result<int> status = arguments ? run(arguments.value()) : Result<int>(arguments.error());
  if (status) return status.value();
  printError(status.error());
  return 2;
}

}  // namespace
}  // namespace tallyfold::program

int main(int count, char** words) {
  return tallyfold::program::runWords(
      std::vector<std::string>(words + (count > 0 ? 1 : 0), words + count));
}
