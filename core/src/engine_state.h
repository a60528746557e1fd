// SPDX-License-Identifier: Apache-2.0
// What an engine and its plans hold. engine.cpp is the pipeline over it.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "decode/decoder.h"
#include "events/dataset.h"
#include "price/checked_catalog.h"
#include "shape/dialect.h"
#include "shape/intake.h"
#include "tallyfold/engine.h"

namespace tallyfold {

struct Plan::State {
  Engine::State* engine = nullptr;
  std::unique_ptr<PreparedReport> prepared;
  Hash128 fingerprint;
  std::unique_ptr<ReportFold> fold;
  std::optional<Error>
      failure;              ///< a block did not fit: from then on the plan has only this to say
  Ledger merged_intake;     ///< what the engines of merged snapshots could not decode
  Ledger forgotten_intake;  ///< what this engine could not decode before a restore: not the plan's

  bool knows_nothing = true;  ///< but what its engine has: nothing was restored or merged
  /// `pieces`: where those begin that the snapshot's engine saw, or null.
  Status merge(std::string_view snapshot, const LineStarts* pieces);
};

/// A checked call: what to fold and how to answer.
struct CheckedCall {
  std::unique_ptr<PreparedReport> prepared;
  std::optional<RefusedRequest> refused;
  Hash128 fingerprint;
};
/// The engine's catalog, and the one that the last call brought: when it is brought again, to a
/// call or as the engine's, it need not be read again.
struct KnownCatalogs {
  std::shared_ptr<const Catalog> standing = std::make_shared<Catalog>();  ///< never null
  std::shared_ptr<const Catalog> of_call;

  /// The catalog of a text: the last call's, or else read. Errors: InvalidCatalog.
  [[nodiscard]] Result<std::shared_ptr<const Catalog>> read(std::string_view text) const;
};

/// Where the rows of a report go when they are asked for as columns.
struct ColumnsWanted {
  bool texts = false;
  QueryColumns* columns = nullptr;  ///< null: they are asked for as text
};

struct Engine::State final : BlockListener {
  explicit State(const EngineOptions& options);

  void onBlock(const Block& block) override;
  [[nodiscard]] bool readsIdHashes() const override { return !plans.empty(); }
  Result<Report> report(const ReportCall& call, const ColumnsWanted& wanted);
  Result<Intake> readIngest(std::string_view request, const IngestCall& call);
  /// Whether the events were decoded for this call.
  [[nodiscard]] Status checkAsked(const CheckedCall& call) const;
  /// The call of a plan or a partial: a refused request is an error.
  Result<CheckedCall> checkForPlan(const ReportCall& call);

  EngineOptions options;
  MemoryAccount account;
  Dataset dataset;
  Decoder decoder;
  std::vector<Plan::State*> plans;
  KnownCatalogs catalogs;
  LineStarts pieces;            ///< of inputs that other engines decode
  std::optional<Hash128> only;  ///< fingerprint of the one report that was decoded for
};

/// `catalogs.standing` holds where the call brings none.
Result<CheckedCall> checkCall(const ReportCall& call, const EngineOptions& options,
                              KnownCatalogs& catalogs);

/// Folds the kept events so far. Errors: OutOfMemory.
Status foldBlocks(ReportFold& fold, Dataset& dataset);
/// The same for a partial that will meet others and has to know every id.
Status foldKept(ReportFold& fold, Dataset& dataset);

/// The report of a fold. `last`: nothing will be added to it afterwards. Errors: OutOfMemory.
Result<Report> finishReport(ReportFold& fold, const Ledger& intake, const MemoryAccount& account,
                            bool last, const ColumnsWanted& wanted = {});
/// Refuses to give other reports than our own query as columns.
Status checkColumns(const PreparedReport& prepared, const ColumnsWanted& wanted);

}  // namespace tallyfold
