// SPDX-License-Identifier: Apache-2.0
// A report's partial result in the user's hands: answered, saved, restored, merged.
#include <algorithm>

#include "engine_state.h"
#include "snapshot/frame.h"

namespace tallyfold {
namespace {

// What is inside a snapshot, whole or not at all.
struct OpenedSnapshot {
  std::unique_ptr<ReportFold> fold;
  Ledger intake;
};

// What could not be decoded of everything the plan has seen.
Ledger intakeOf(const Plan::State& plan) {
  Ledger intake = plan.merged_intake;
  intake.merge(plan.engine->dataset.intake().since(plan.forgotten_intake));
  return intake;
}

Result<OpenedSnapshot> readSnapshot(Plan::State& plan, std::string_view snapshot,
                                    MemoryAccount& account, const LineStarts* pieces = nullptr) {
  const Result<std::string_view> body = openSnapshot(plan.fingerprint, snapshot);
  if (!body) return body.error();
  if (!account.canTake(16 * static_cast<uint64_t>(snapshot.size()))) {
    return Error{ErrorCode::OutOfMemory, "the memory limit leaves no room for the snapshot", ""};
  }
  ByteReader in(body.value(), pieces);
  OpenedSnapshot opened;
  opened.intake.read(in);
  opened.fold = plan.prepared->begin(plan.engine->dataset, Fold::Ids::Hashes);
  opened.fold->read(in);
  if (in.ok() && in.atEnd()) return opened;
  return Error{ErrorCode::InvalidSnapshot, "the snapshot is damaged", ""};
}

}  // namespace

Plan::Plan(std::unique_ptr<State> state) : state_(std::move(state)) {}

Plan::~Plan() {
  auto& plans = state_->engine->plans;
  plans.erase(std::remove(plans.begin(), plans.end(), state_.get()), plans.end());
}

bool Plan::countsIdsOnce() const { return state_->prepared->countsIdsOnce(); }

Result<Report> Plan::report() {
  Engine::State& engine = *state_->engine;
  engine.dataset.flush();
  if (state_->failure) return *state_->failure;
  return finishReport(*state_->fold, intakeOf(*state_), engine.account, false);
}

Result<ColumnReport> Plan::columns(bool texts) {
  Engine::State& engine = *state_->engine;
  engine.dataset.flush();
  if (state_->failure) return *state_->failure;
  ColumnReport made;
  const ColumnsWanted wanted{texts, &made.columns};
  const Status has_columns = checkColumns(*state_->prepared, wanted);
  if (!has_columns) return has_columns.error();
  Result<Report> report =
      finishReport(*state_->fold, intakeOf(*state_), engine.account, false, wanted);
  if (!report) return report.error();
  made.report = std::move(report).value();
  return made;
}

Result<std::string> Plan::snapshot() {
  Engine::State& engine = *state_->engine;
  engine.dataset.flush();
  if (state_->failure) return *state_->failure;
  ByteWriter out;
  intakeOf(*state_).write(out);
  state_->fold->write(out);
  return frameSnapshot(state_->fingerprint, out.bytes());
}

Status Plan::restore(std::string_view snapshot) {
  Engine::State& engine = *state_->engine;
  engine.dataset.flush();
  Result<OpenedSnapshot> opened = readSnapshot(*state_, snapshot, engine.account);
  if (!opened) return opened.error();
  state_->fold = std::move(opened.value().fold);
  state_->merged_intake = opened.value().intake;
  state_->forgotten_intake = engine.dataset.intake();
  state_->failure.reset();
  state_->knows_nothing = false;
  return Done{};
}

Status Plan::merge(std::string_view snapshot) { return state_->merge(snapshot, nullptr); }

Status Plan::mergePieces(std::string_view partial) {
  return state_->merge(partial, &state_->engine->pieces);
}

Status Plan::State::merge(std::string_view snapshot, const LineStarts* pieces) {
  engine->dataset.flush();
  if (failure) return *failure;
  Result<OpenedSnapshot> opened = readSnapshot(*this, snapshot, engine->account, pieces);
  if (!opened) return opened.error();
  if (knows_nothing && engine->dataset.accepted() == 0) {
    fold = std::move(opened.value().fold);
  } else {
    const Status merged = fold->merge(*opened.value().fold);
    if (!merged) return merged.error();
  }
  knows_nothing = false;
  merged_intake.merge(opened.value().intake);
  return Done{};
}

}  // namespace tallyfold
