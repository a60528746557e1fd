// SPDX-License-Identifier: Apache-2.0
// A report's partial result in the user's hands: answered, saved, restored, merged.
#include <algorithm>

#include "engine_state.h"
#include "snapshot/frame.h"

namespace tallyfold {
namespace {

// The partials inside a snapshot, whole or not at all.
struct OpenedSnapshot {
  std::vector<std::unique_ptr<Partial>> partials;
  Ledger intake;
};

// What could not be decoded of everything the plan has seen.
Ledger intakeOf(const Plan::State& plan) {
  Ledger intake = plan.merged_intake;
  intake.merge(plan.engine->dataset.intake().since(plan.forgotten_intake));
  return intake;
}

Result<OpenedSnapshot> readSnapshot(Plan::State& plan, std::string_view snapshot,
                                    MemoryAccount& account) {
  const Result<std::string_view> body = openSnapshot(plan.fingerprint, snapshot);
  if (!body) return body.error();
  if (!account.canTake(16 * static_cast<uint64_t>(snapshot.size()))) {
    return Error{ErrorCode::OutOfMemory, "the memory limit leaves no room for the snapshot", ""};
  }
  ByteReader in(body.value());
  OpenedSnapshot opened;
  opened.intake.read(in);
  for (const FoldedQuery& part : plan.parts) {
    opened.partials.push_back(std::make_unique<Partial>(*part.query, account));
    // The empty text is there from the start, so reading begins with it.
    opened.partials.back()->read(in);
  }
  if (in.ok() && in.atEnd()) return opened;
  return Error{ErrorCode::InvalidSnapshot, "the snapshot is damaged", ""};
}

}  // namespace

Plan::Plan(std::unique_ptr<State> state) : state_(std::move(state)) {}

Plan::~Plan() {
  auto& plans = state_->engine->plans;
  plans.erase(std::remove(plans.begin(), plans.end(), state_.get()), plans.end());
}

Result<Report> Plan::report() {
  Engine::State& engine = *state_->engine;
  engine.dataset.flush();
  if (state_->failure) return *state_->failure;
  uint64_t copies = 0;
  for (const FoldedQuery& part : state_->parts) copies += part.partial->bytesToCopy();
  if (!engine.account.canTake(copies)) {
    return Error{ErrorCode::OutOfMemory,
                 "the memory limit leaves no room to settle the ids that wait", ""};
  }
  return finishReport(*state_->prepared, state_->parts, engine.account, intakeOf(*state_), false);
}

Result<std::string> Plan::snapshot() {
  Engine::State& engine = *state_->engine;
  engine.dataset.flush();
  if (state_->failure) return *state_->failure;
  ByteWriter out;
  intakeOf(*state_).write(out);
  for (const FoldedQuery& part : state_->parts) part.partial->write(out);
  return frameSnapshot(state_->fingerprint, out.bytes());
}

Status Plan::restore(std::string_view snapshot) {
  Engine::State& engine = *state_->engine;
  engine.dataset.flush();
  Result<OpenedSnapshot> opened = readSnapshot(*state_, snapshot, engine.account);
  if (!opened) return opened.error();
  for (size_t i = 0; i < state_->parts.size(); ++i) {
    FoldedQuery& part = state_->parts[i];
    part.partial = std::move(opened.value().partials[i]);
    part.fold =
        std::make_unique<Fold>(*part.query, engine.dataset, *part.partial, Fold::Ids::Hashes);
  }
  state_->merged_intake = opened.value().intake;
  state_->forgotten_intake = engine.dataset.intake();
  state_->failure.reset();
  return Done{};
}

Status Plan::merge(std::string_view snapshot) {
  Engine::State& engine = *state_->engine;
  engine.dataset.flush();
  if (state_->failure) return *state_->failure;
  Result<OpenedSnapshot> opened = readSnapshot(*state_, snapshot, engine.account);
  if (!opened) return opened.error();
  for (size_t i = 0; i < state_->parts.size(); ++i)
    state_->parts[i].partial->merge(*opened.value().partials[i]);
  state_->merged_intake.merge(opened.value().intake);
  return Done{};
}

}  // namespace tallyfold
