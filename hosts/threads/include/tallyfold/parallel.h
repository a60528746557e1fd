// SPDX-License-Identifier: Apache-2.0
// The engine on several threads: the same reports, ledgers and errors, byte for byte.
//
//   tallyfold::ParallelEngine engine({}, 4);
//   engine.append(ndjson_bytes);                     // four threads decode
//   auto report = engine.report({.report = "flexprice.usage", .request = request_json,
//                                .now = "2024-04-01T00:00:00Z"});   // four threads fold
//
// Each thread has an engine of its own. Input is shared out in pieces of whole lines; one engine
// that never has events puts together what the others found. Only NDJSON can be cut: an input of
// another format is decoded by one thread. Calls come from one thread at a time and return when all
// is done.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <string_view>

#include "tallyfold/engine.h"

namespace tallyfold {

class ParallelPlan;

/// Bytes that several threads read at once, such as a file.
struct SharedInput {
  uint64_t size = 0;
  /// Puts bytes from a position into a buffer: as many as fit, fewer only at the end. It is called
  /// by several threads.
  std::function<Result<size_t>(uint64_t position, char* buffer, size_t size)> read;
};

class ParallelEngine {
 public:
  /// `threads` from 1 to 256. The memory limit holds for all engines together. With more than one
  /// thread a report with a lateness is refused: it depends on the order of arrival.
  ParallelEngine(const EngineOptions& options, unsigned threads);
  ~ParallelEngine();
  ParallelEngine(ParallelEngine&&) noexcept;
  ParallelEngine& operator=(ParallelEngine&&) noexcept;

  /// As Engine::append; `call.piece` is not used. Errors: as there.
  Result<AppendResult> append(std::string_view bytes, const AppendCall& call = {});
  /// Appends one whole document that the threads read themselves, each the lines that begin in its
  /// ranges; `call.more` is not used. Errors: as Engine::append, and those of `read`.
  Result<AppendResult> append(const SharedInput& input, const AppendCall& call = {});

  /// As those of Engine.
  Status setCatalog(std::string_view catalog_json);
  Result<Report> report(const ReportCall& call);
  /// The plan must not outlive its engine.
  Result<std::unique_ptr<ParallelPlan>> plan(const ReportCall& call);
  [[nodiscard]] Result<std::string> ledger() const;
  [[nodiscard]] uint64_t memoryBytes() const;

  struct State;

 private:
  std::unique_ptr<State> state_;
};

/// As Plan, over all threads.
class ParallelPlan {
 public:
  ~ParallelPlan();
  Result<Report> report();
  Result<std::string> snapshot();
  Status restore(std::string_view snapshot);
  Status merge(std::string_view snapshot);

  struct State;

 private:
  friend class ParallelEngine;
  explicit ParallelPlan(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

}  // namespace tallyfold
