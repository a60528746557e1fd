// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <deque>
#include <map>

#include "shared_source.h"

namespace tallyfold {

struct ParallelEngine::State {
  State(const EngineOptions& options, unsigned threads);

  /// Asks every engine at once: answers[i] = ask(engine i). The first error is all there is then.
  template <typename Ask>
  Result<std::vector<std::string>> askAll(Ask ask);
  SharedSource& source(uint32_t number);
  /// Tells each engine which ids others have too, unless they know.
  Status shareIds();
  /// One engine does everything, and nothing has to be put together.
  [[nodiscard]] bool alone() const { return engines.size() == 1; }

  std::deque<Engine> engines;
  Engine collector;  ///< never has events; puts together what the others found
  std::map<uint32_t, SharedSource> sources;
  bool has_new_ids = true;
};

struct ParallelPlan::State {
  ParallelEngine::State* engine = nullptr;
  ReportCall call;                           ///< for the plans that put together
  std::vector<std::unique_ptr<Plan>> parts;  ///< one of each engine
  std::unique_ptr<Plan> outside;             ///< what was restored and merged from outside

  /// All of it in a plan for one answer.
  Result<std::unique_ptr<Plan>> together();
};

}  // namespace tallyfold
