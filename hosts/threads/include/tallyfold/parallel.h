// SPDX-License-Identifier: Apache-2.0
/// @file
/// The engine on several threads: the same reports, ledgers and errors, byte for byte.
///
/// ```cpp
/// tallyfold::ParallelEngine engine({}, 2);
/// engine.append(R"({"event_name":"call","external_customer_id":"c1",)"
///               R"("timestamp":"2024-03-05T10:00:00Z"})");
/// auto report = engine.report({.report = "flexprice.usage",
///                              .request = R"({"event_name":"call","aggregation_type":"COUNT"})",
///                              .now = "2024-03-06T00:00:00Z"});
/// report.value().text  // {"value":1,"event_name":"call","type":"COUNT"}
/// ```
///
/// Each thread has an engine of its own. Input is shared out in pieces of whole lines; one engine
/// that never has events puts together what the others found. Only NDJSON can be cut: an input of
/// another format is decoded by one thread. Calls come from one thread at a time and return when
/// all is done.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>

#include "tallyfold/api.h"
#include "tallyfold/engine.h"

namespace tallyfold {

class ParallelPlan;

/// Bytes that several threads read at once, such as a file.
struct SharedInput {
  uint64_t size = 0;  ///< in bytes
  /// Puts bytes from a position into a buffer: as many as fit, fewer only at the end. It is called
  /// by several threads.
  std::function<Result<size_t>(uint64_t position, char* buffer, size_t size)> read;
};

/// As Engine, on several threads.
class TALLYFOLD_API ParallelEngine {
 public:
  /// `threads` from 1 to 256. The memory limit holds for all engines together. With more than one
  /// thread a report with a lateness is refused: it depends on the order of arrival.
  ParallelEngine(const EngineOptions& options, unsigned threads);
  /// Forgets all events. Plans of this engine must be gone.
  ~ParallelEngine();
  /// Takes another's events over; that one may only be destroyed or assigned to.
  ParallelEngine(ParallelEngine&&) noexcept;
  /// Takes another's events over; that one may only be destroyed or assigned to.
  ParallelEngine& operator=(ParallelEngine&&) noexcept;

  /// As Engine::append; `call.piece` is not used. Errors: as there.
  Result<AppendResult> append(std::string_view bytes, const AppendCall& call = {});
  /// Appends one whole document that the threads read themselves, each the lines that begin in its
  /// ranges; `call.more` is not used. Errors: as Engine::append, and those of `read`.
  Result<AppendResult> append(const SharedInput& input, const AppendCall& call = {});

  /// As Engine::setCatalog.
  Status setCatalog(std::string_view catalog_json);
  /// As Engine::report.
  Result<Report> report(const ReportCall& call);
  /// As Engine::plan. The plan must not outlive its engine.
  Result<std::unique_ptr<ParallelPlan>> plan(const ReportCall& call);
  /// As Engine::ledger, with lines counted over whole inputs. Errors: OutOfMemory.
  [[nodiscard]] Result<std::string> ledger() const;
  /// Bytes held by all engines.
  [[nodiscard]] uint64_t memoryBytes() const;

  struct TALLYFOLD_INSIDE State;

 private:
  std::unique_ptr<State> state_;
};

/// As Plan, over all threads.
class TALLYFOLD_API ParallelPlan {
 public:
  /// Stops folding events.
  ~ParallelPlan();
  /// As Plan::report.
  Result<Report> report();
  /// As Plan::snapshot. It can be restored and merged by a plan of one engine, and the other way
  /// round.
  Result<std::string> snapshot();
  /// As Plan::restore.
  Status restore(std::string_view snapshot);
  /// As Plan::merge.
  Status merge(std::string_view snapshot);

  struct TALLYFOLD_INSIDE State;

 private:
  friend class ParallelEngine;
  explicit ParallelPlan(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

}  // namespace tallyfold
