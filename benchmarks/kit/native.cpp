// SPDX-License-Identifier: Apache-2.0
// The workload through the C++ library: one process, one thread. native.mjs builds and runs it.
//
//   native EVENTS REQUESTS ids|none
//
// REQUESTS has a line for each request: the number of its turn, a tab, the request. The requests of
// a turn follow each other and are timed together. Writes a JSON object: milliseconds, bytes of
// memory, and of each turn the time and the answers.
#include <tallyfold/engine.h>

#include <chrono>
#include <cstring>
#include <fstream>
#include <iostream>
#include <optional>
#include <sstream>
#include <string>
#include <vector>

namespace {

double nowMs() {
  const auto now = std::chrono::steady_clock::now().time_since_epoch();
  return std::chrono::duration<double, std::milli>(now).count();
}

uint64_t residentBytes() {
  std::ifstream status("/proc/self/statm");
  uint64_t pages = 0;
  uint64_t resident = 0;
  status >> pages >> resident;
  return resident * 4096;
}

std::string readFile(const char* path) {
  std::ifstream file(path, std::ios::binary | std::ios::ate);
  std::string bytes(static_cast<size_t>(file.tellg()), '\0');
  file.seekg(0);
  file.read(bytes.data(), static_cast<std::streamsize>(bytes.size()));
  return bytes;
}

struct Turn {
  std::string number;
  std::vector<std::string> requests;
};

std::vector<Turn> readTurns(const char* path) {
  std::ifstream file(path);
  std::vector<Turn> turns;
  for (std::string line; std::getline(file, line);) {
    const size_t tab = line.find('\t');
    const std::string number = line.substr(0, tab);
    if (turns.empty() || turns.back().number != number) turns.push_back({number, {}});
    turns.back().requests.push_back(line.substr(tab + 1));
  }
  return turns;
}

std::optional<std::string> ask(tallyfold::Engine& engine, const std::string& request) {
  tallyfold::ReportCall call{"tallyfold.query", "exact", request, "2025-01-01T00:00:00Z", ""};
  auto report = engine.report(call);
  if (!report)
    std::cerr << report.error().message << "\n";
  else if (report.value().status != 200)
    std::cerr << report.value().text << "\n";
  else
    return std::move(report.value().text);
  return std::nullopt;
}

/// Adds the time and the answers of a turn to `out`; false where a request is refused.
bool run(tallyfold::Engine& engine, const Turn& turn, std::ostream& out) {
  const double begin = nowMs();
  std::vector<std::string> answers;
  for (const std::string& request : turn.requests) {
    auto answer = ask(engine, request);
    if (!answer) return false;
    answers.push_back(std::move(*answer));
  }
  out << "{\"ms\":" << nowMs() - begin << ",\"answers\":[";
  for (size_t i = 0; i < answers.size(); ++i) out << (i == 0 ? "" : ",") << answers[i];
  out << "]}";
  return true;
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 4) return 2;
  const std::string events = readFile(argv[1]);
  const std::vector<Turn> turns = readTurns(argv[2]);
  tallyfold::EngineOptions options;
  if (std::strcmp(argv[3], "none") == 0) options.ids = tallyfold::EngineOptions::Ids::None;
  tallyfold::Engine engine(options);
  const uint64_t base = residentBytes();
  const double begin = nowMs();
  const auto appended = engine.append(events, {});
  if (!appended) {
    std::cerr << appended.error().message << "\n";
    return 1;
  }
  // A question about no event closes the last block, so that all of the work is timed here.
  if (!ask(engine, R"({"event":"none","aggregations":{"n":{"type":"count"}},"dedupe":"none"})"))
    return 1;
  std::cout << "{\"ingest_ms\":" << nowMs() - begin
            << ",\"memory_bytes\":" << residentBytes() - base << ",\"turns\":[";
  std::ostringstream out;
  for (const Turn& turn : turns) {
    if (&turn != &turns.front()) out << ",\n";
    if (!run(engine, turn, out)) return 1;
  }
  std::cout << out.str() << "]}\n";
}
