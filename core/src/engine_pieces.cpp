// SPDX-License-Identifier: Apache-2.0
// One engine of several, each with pieces of the inputs: what it found goes out as bytes, and the
// engine that puts together takes it in.
#include <algorithm>

#include "engine_state.h"
#include "snapshot/frame.h"

namespace tallyfold {
namespace {

Error noRoomForIds() {
  return {ErrorCode::OutOfMemory,
          "the memory limit leaves no room to find the ids that several engines have", ""};
}

}  // namespace

Status foldBlocks(ReportFold& fold, Dataset& dataset) {
  for (const Block* block : dataset.blocks()) {
    const Status status = fold.consume(*block);
    if (!status) return status;
  }
  return Done{};
}

Status foldKept(ReportFold& fold, Dataset& dataset) {
  dataset.flush();
  // A hash for each event, and twice as much again while those of repeated ids are looked up.
  const uint64_t hash_bytes = sizeof(Hash128) * (dataset.accepted() + 6 * dataset.repeats().size());
  if (!dataset.account().canTake(hash_bytes)) {
    return Error{ErrorCode::OutOfMemory,
                 "the memory limit leaves no room for a plan over the events so far", ""};
  }
  dataset.restoreIdHashes();
  const Status status = foldBlocks(fold, dataset);
  dataset.dropIdHashes();
  return status;
}

Result<std::string> Engine::partial(const ReportCall& call) {
  if (state_->options.keep == EngineOptions::Keep::Plans) {
    return Error{ErrorCode::Misuse, "this engine keeps plans, not events; ask its plans", "$.keep"};
  }
  Result<CheckedCall> checked = state_->checkForPlan(call);
  if (!checked) return checked.error();
  Dataset& dataset = state_->dataset;
  // Without `shareIds` every id may be in another engine too.
  const bool every_id = checked.value().prepared->countsIdsOnce() && !dataset.knowsSharedIds();
  const auto fold =
      checked.value().prepared->begin(dataset, every_id ? Fold::Ids::Hashes : Fold::Ids::Shared);
  const Status folded = every_id ? foldKept(*fold, dataset) : foldBlocks(*fold, dataset);
  if (!folded) return folded.error();
  if (!dataset.account().canTake(fold->bytesToAnswer(false))) {
    return Error{ErrorCode::OutOfMemory, "the memory limit leaves no room for what was found", ""};
  }
  ByteWriter out;
  dataset.intake().write(out);
  fold->write(out);
  return frameSnapshot(checked.value().fingerprint, out.bytes());
}

std::string Engine::intake() const {
  ByteWriter out;
  state_->dataset.intake().write(out);
  return out.take();
}

Result<std::string> Engine::mergedLedger(std::string_view intakes) const {
  Ledger merged = state_->dataset.intake();
  for (ByteReader in(intakes, &state_->pieces); !in.atEnd();) {
    Ledger other;
    other.read(in);
    if (!in.ok()) {
      return Error{ErrorCode::InvalidSnapshot, "what another engine could not decode is damaged",
                   ""};
    }
    merged.merge(other);
  }
  return merged.toJson();
}

Result<std::string> Engine::ids(uint32_t part, uint32_t parts) const {
  const uint64_t bytes = sizeof(Hash128) * state_->dataset.ids().size();
  if (!state_->account.canTake(2 * bytes / std::max(1u, parts))) return noRoomForIds();
  return idsOfPart(state_->dataset.ids(), part, std::max(1u, parts));
}

Result<std::string> Engine::idsOfSeveral(std::string_view lists) const {
  if (!state_->account.canTake(8 * static_cast<uint64_t>(lists.size()))) return noRoomForIds();
  return tallyfold::idsOfSeveral(lists);
}

Status Engine::shareIds(std::string_view ids) {
  const uint64_t bytes = 4 * ids.size() + 64 * state_->dataset.repeats().size();
  if (!state_->account.canTake(bytes)) return noRoomForIds();
  state_->dataset.shareIds(ids);
  return Done{};
}

void Engine::placePiece(uint32_t source, uint64_t byte_offset, uint64_t lines_before) {
  state_->pieces.add(source, byte_offset, lines_before);
}

}  // namespace tallyfold
