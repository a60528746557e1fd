// SPDX-License-Identifier: Apache-2.0
// The workload through the C++ library: one process, one thread. native.mjs builds and runs it.
//
//   native EVENTS REQUESTS ids|none
//
// REQUESTS has a line for each call: its question, a tab, the request; the calls of one turn of a question
// follow each other and have the same number behind the question ("Q9 3"). Writes a JSON object of times in
// milliseconds and memory in bytes, and the answers of the first turn.
#include <tallyfold/engine.h>

#include <chrono>
#include <cstdio>
#include <cstring>
#include <fstream>
#include <iostream>
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
  std::string question;
  std::string number;
  std::vector<std::string> requests;
};

std::vector<Turn> readTurns(const char* path) {
  std::ifstream file(path);
  std::vector<Turn> turns;
  for (std::string line; std::getline(file, line);) {
    const size_t space = line.find(' ');
    const size_t tab = line.find('\t');
    const std::string question = line.substr(0, space);
    const std::string number = line.substr(space + 1, tab - space - 1);
    if (turns.empty() || turns.back().question != question || turns.back().number != number)
      turns.push_back({question, number, {}});
    turns.back().requests.push_back(line.substr(tab + 1));
  }
  return turns;
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
  if (!appended) return 1;
  tallyfold::ReportCall call{"tallyfold.query", "exact", "", "2025-01-01T00:00:00Z", ""};
  call.request = R"({"event":"none","aggregations":{"n":{"type":"count"}},"dedupe":"none"})";
  if (!engine.report(call)) return 1;
  std::ostringstream out;
  out << "{\"ingestMs\":" << nowMs() - begin << ",\"memory\":" << residentBytes() - base
      << ",\"accepted\":" << appended.value().accepted << ",\"turns\":[";
  const char* separator = "";
  for (const Turn& turn : turns) {
    const double start = nowMs();
    std::vector<std::string> answers;
    for (const std::string& request : turn.requests) {
      call.request = request;
      auto report = engine.report(call);
      if (!report || report.value().status != 200) return 1;
      answers.push_back(std::move(report.value().text));
    }
    out << separator << "{\"question\":\"" << turn.question << "\",\"ms\":" << nowMs() - start;
    if (turn.number == "0") {
      out << ",\"answers\":[";
      for (size_t i = 0; i < answers.size(); ++i) out << (i == 0 ? "" : ",") << answers[i];
      out << "]";
    }
    out << "}\n";
    separator = ",";
  }
  std::cout << out.str() << "]}\n";
}
