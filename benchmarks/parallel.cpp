// SPDX-License-Identifier: Apache-2.0
// One file and the requests of a list on some threads: benchmarks/parallel.mjs builds and runs it.
//
//   parallel FILE REQUESTS THREADS
//
// REQUESTS has a request of tallyfold.query on each line. Prints {"ingest_ms","queries_ms","answers"}.
#include <tallyfold/parallel.h>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <string>

namespace {

double nowMs() {
  const auto now = std::chrono::steady_clock::now().time_since_epoch();
  return std::chrono::duration<double, std::milli>(now).count();
}

tallyfold::SharedInput openInput(const char* path) {
  const int file = open(path, O_RDONLY);
  struct stat facts {};
  if (file < 0 || fstat(file, &facts) != 0) std::exit(2);
  tallyfold::SharedInput input;
  input.size = static_cast<uint64_t>(facts.st_size);
  input.read = [file](uint64_t position, char* buffer, size_t size) -> tallyfold::Result<size_t> {
    const ssize_t got = pread(file, buffer, size, static_cast<off_t>(position));
    if (got < 0) return tallyfold::Error{tallyfold::ErrorCode::Misuse, "cannot read", ""};
    return static_cast<size_t>(got);
  };
  return input;
}

}  // namespace

int main(int count, char** words) {
  if (count != 4) return 2;
  tallyfold::EngineOptions options;
  options.ids = tallyfold::EngineOptions::Ids::None;
  tallyfold::ParallelEngine engine(options, static_cast<unsigned>(std::atoi(words[3])));
  const double started = nowMs();
  if (!engine.append(openInput(words[1]), {})) return 1;
  const double ingested = nowMs();
  std::string answers;
  std::ifstream requests(words[2]);
  for (std::string request; std::getline(requests, request);) {
    tallyfold::ReportCall call;
    call.report = "tallyfold.query";
    call.request = request;
    call.now = "2024-06-01T00:00:00Z";
    const auto report = engine.report(call);
    if (!report) return std::fputs(report.error().message.c_str(), stderr), 1;
    answers += (answers.empty() ? "" : ",") + report.value().text;
  }
  std::printf(R"({"ingest_ms":%.1f,"queries_ms":%.1f,"answers":[%s]})", ingested - started,
              nowMs() - ingested, answers.c_str());
}
