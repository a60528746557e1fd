// SPDX-License-Identifier: Apache-2.0
// What an engine and its plans hold. engine.cpp is the pipeline over it.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "decode/decoder.h"
#include "events/dataset.h"
#include "query/fold.h"
#include "shape/dialect.h"
#include "tallyfold/engine.h"

namespace tallyfold {

/// One query of a report while it is folded.
struct FoldedQuery {
  const Query* query;
  std::unique_ptr<Partial> partial;
  std::unique_ptr<Fold> fold;
};

struct Plan::State {
  Engine::State* engine = nullptr;
  std::unique_ptr<PreparedReport> prepared;
  Hash128 fingerprint;
  std::vector<FoldedQuery> parts;
  std::optional<Error>
      failure;              ///< a block did not fit: from then on the plan has only this to say
  Ledger merged_intake;     ///< what the engines of merged snapshots could not decode
  Ledger forgotten_intake;  ///< what this engine could not decode before a restore: not the plan's
};

/// A checked call: what to fold and how to answer.
struct CheckedCall {
  std::unique_ptr<PreparedReport> prepared;
  std::optional<RefusedRequest> refused;
  Hash128 fingerprint;
};
struct Engine::State final : BlockListener {
  explicit State(const EngineOptions& options);

  void onBlock(const Block& block) override;
  /// From now on decodes only what these queries read, beside what was wanted before.
  void wantOnly(const PreparedReport& prepared);
  /// Whether the events were decoded for this call.
  [[nodiscard]] Status checkAsked(const CheckedCall& call) const;

  EngineOptions options;
  MemoryAccount account;
  Dataset dataset;
  Decoder decoder;
  std::vector<Plan::State*> plans;
  std::optional<Hash128> only;  ///< fingerprint of the one report that was decoded for
};

Result<CheckedCall> checkCall(const ReportCall& call, const EngineOptions& options);

/// The query begun: an empty partial and its fold.
FoldedQuery beginFold(const Query& query, Dataset& dataset, Fold::Ids ids);

/// The report of folded queries, whose partials are settled first: in place, or in copies when they
/// go on.
Report finishReport(const PreparedReport& prepared, std::vector<FoldedQuery>& parts,
                    MemoryAccount& account, const Ledger& intake, bool in_place);

}  // namespace tallyfold
