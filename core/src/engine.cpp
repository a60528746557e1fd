// SPDX-License-Identifier: Apache-2.0
// The pipeline: bytes -> decode -> Block -> Fold::consume(block) -> Partial -> merge -> finish ->
// rows -> shape -> JSON.
#include "tallyfold/engine.h"

#include <algorithm>

#include "engine_state.h"
#include "json/writer.h"
#include "shape/refusal.h"
#include "snapshot/frame.h"
#include "time/zone.h"

#ifndef TALLYFOLD_VERSION
#define TALLYFOLD_VERSION "0.0.0"
#endif

namespace tallyfold {
namespace {

DatasetOptions datasetOptions(const EngineOptions& options) {
  DatasetOptions dataset;
  dataset.keep_blocks = options.keep == EngineOptions::Keep::Events;
  dataset.keep_identity = options.ids != EngineOptions::Ids::None;
  dataset.keep_id_texts = options.ids == EngineOptions::Ids::Texts;
  const Hash128 key = sipHash13({0x74616c6c79, 0x666f6c64}, options.id_key);
  dataset.id_key = {key.low, key.high};
  return dataset;
}

Result<AppendOptions> appendOptions(const AppendCall& call) {
  AppendOptions options;
  options.dialect = call.dialect;
  options.source = call.source;
  options.more = call.more;
  if (call.piece) options.piece = Piece{call.piece->byte_offset, call.piece->starts_document};
  static constexpr std::pair<const char*, Format> kFormats[] = {
      {"ndjson", Format::Ndjson}, {"json", Format::Json}, {"csv", Format::Csv}};
  const auto format = std::find_if(std::begin(kFormats), std::end(kFormats),
                                   [&](const auto& known) { return call.format == known.first; });
  if (format == std::end(kFormats)) {
    return Error{ErrorCode::Misuse,
                 "unknown format \"" + call.format + "\"; use ndjson, json or csv", "$.format"};
  }
  options.format = format->second;
  if (call.received_at.empty()) return options;
  const auto received = readRfc3339(call.received_at);
  if (!received || received->saturated) {
    return Error{ErrorCode::Misuse, "receivedAt must be RFC 3339, such as 2024-03-06T00:00:00Z",
                 "$.receivedAt"};
  }
  options.received_ns = received->time_ns;
  return options;
}

}  // namespace

Engine::State::State(const EngineOptions& the_options)
    : options(the_options),
      account(the_options.max_memory_bytes == 0 ? MemoryAccount::kNoLimit
                                                : the_options.max_memory_bytes),
      dataset(account, datasetOptions(the_options)),
      decoder(dataset) {
  dataset.setListener(this);
  if (!options.only) return;
  // A call that cannot be answered restricts nothing: its report will say why.
  const Result<CheckedCall> checked = checkCall(*options.only, options, catalogs);
  options.only->catalog.clear();  // has been read, and may be large
  if (!checked || checked.value().refused) return;
  only = checked.value().fingerprint;
  checked.value().prepared->tellWanted(dataset);
}

Status Engine::State::checkAsked(const CheckedCall& call) const {
  if (!only || *only == call.fingerprint) return Done{};
  return Error{ErrorCode::Misuse,
               "this engine was made for another report only: report, mode, request, now and "
               "catalog must be the same",
               "$.only"};
}

Result<CheckedCall> Engine::State::checkForPlan(const ReportCall& call) {
  Result<CheckedCall> checked = checkCall(call, options, catalogs);
  if (!checked) return checked;
  if (checked.value().refused)
    return Error{ErrorCode::InvalidRequest, checked.value().refused->text, "$.request"};
  const Status asked = checkAsked(checked.value());
  if (!asked) return asked.error();
  return checked;
}

void Engine::State::onBlock(const Block& block) {
  for (Plan::State* plan : plans) {
    if (plan->failure) continue;
    const Status status = plan->fold->consume(block);
    if (!status) plan->failure = status.error();
  }
}

Engine::Engine(const EngineOptions& options) : state_(std::make_unique<State>(options)) {}
Engine::~Engine() = default;
Engine::Engine(Engine&&) noexcept = default;
Engine& Engine::operator=(Engine&&) noexcept = default;

Result<AppendResult> Engine::append(std::string_view bytes, const AppendCall& call) {
  Result<AppendOptions> options = appendOptions(call);
  if (!options) return options.error();
  const Result<Appended> appended = state_->decoder.append(bytes, options.value());
  if (!appended) return appended.error();
  return AppendResult{appended.value().accepted, appended.value().refused, appended.value().lines};
}

Status Engine::setCatalog(std::string_view catalog_json) {
  Result<std::shared_ptr<const Catalog>> read = state_->catalogs.read(catalog_json);
  if (!read) return read.error();
  state_->catalogs.standing = std::move(read).value();
  return Done{};
}

Result<Report> Engine::State::report(const ReportCall& call, const ColumnsWanted& wanted) {
  if (options.keep == EngineOptions::Keep::Plans) {
    return Error{ErrorCode::Misuse,
                 "this engine keeps plans, not events; make a plan before the first event",
                 "$.keep"};
  }
  Result<CheckedCall> checked = checkCall(call, options, catalogs);
  if (!checked) return checked.error();
  if (checked.value().refused) {
    return Report{checked.value().refused->status, checked.value().refused->text, true, "null",
                  "[]"};
  }
  const Status asked = checkAsked(checked.value());
  if (!asked) return asked.error();
  const Status has_columns = checkColumns(*checked.value().prepared, wanted);
  if (!has_columns) return has_columns.error();
  const auto fold = checked.value().prepared->begin(dataset, Fold::Ids::Repeats);
  const Status folded = foldBlocks(*fold, dataset);
  if (!folded) return folded.error();
  return finishReport(*fold, dataset.intake(), account, true, wanted);
}

Result<Report> Engine::report(const ReportCall& call) { return state_->report(call, {}); }

Result<ColumnReport> Engine::columns(const ReportCall& call, bool texts) {
  ColumnReport made;
  Result<Report> report = state_->report(call, {texts, &made.columns});
  if (!report) return report.error();
  made.report = std::move(report).value();
  return made;
}

Result<std::unique_ptr<Plan>> Engine::plan(const ReportCall& call) {
  Result<CheckedCall> checked = state_->checkForPlan(call);
  if (!checked) return checked.error();
  Dataset& dataset = state_->dataset;
  // A refused event counts too: what it was read for is remembered as its stream's layout.
  const bool began = dataset.accepted() + dataset.intake().total() != 0;
  if (state_->options.keep == EngineOptions::Keep::Plans && began) {
    return Error{ErrorCode::Misuse,
                 "this engine keeps no events: make its plans before the first append", "$.keep"};
  }
  auto plan_state = std::make_unique<Plan::State>();
  plan_state->engine = state_.get();
  plan_state->prepared = std::move(checked.value().prepared);
  plan_state->fingerprint = checked.value().fingerprint;
  if (state_->options.keep == EngineOptions::Keep::Plans) plan_state->prepared->tellWanted(dataset);
  plan_state->fold = plan_state->prepared->begin(dataset, Fold::Ids::Hashes);
  const Status folded = foldKept(*plan_state->fold, dataset);
  if (!folded) return folded.error();
  state_->plans.push_back(plan_state.get());
  return std::unique_ptr<Plan>(new Plan(std::move(plan_state)));
}

std::string Engine::ledger() const { return state_->dataset.intake().toJson(); }

uint64_t Engine::memoryBytes() const { return state_->account.usedBytes(); }

Result<std::string> Engine::refusal(std::string_view service, int status) {
  auto body = refusalBody(service, status);
  if (body) return *std::move(body);
  return Error{ErrorCode::Misuse,
               "there are refusals of flexprice, lago and seatsio with status 401 or 403", "$"};
}

std::string Engine::version() {
  json::Writer out;
  out.object().key("tallyfold").text(TALLYFOLD_VERSION).key("zones").text(zoneDataVersion());
  return out.key("snapshot").integer(kSnapshotFormat).objectEnd().take();
}

}  // namespace tallyfold
