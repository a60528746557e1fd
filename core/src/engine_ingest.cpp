// SPDX-License-Identifier: Apache-2.0
// Ingestion: a request is read and checked, its events are kept, and only then is it answered.
#include "engine_state.h"
#include "json/value_text.h"
#include "shape/intake.h"
#include "time/instant.h"

namespace tallyfold {
namespace {

// The input number of ingested events, so that they never run into an appended document.
constexpr uint32_t kIngestSource = UINT32_MAX;

Error misuse(std::string message, const char* path) {
  return {ErrorCode::Misuse, std::move(message), path};
}

Result<const IntakeKind*> checkIngest(const IngestCall& call, const EngineOptions& options) {
  const IntakeKind* kind = intakeKindNamed(call.endpoint);
  if (kind == nullptr) {
    return misuse("unknown endpoint \"" + call.endpoint + "\"; there are " + intakeKindNames(),
                  "$.endpoint");
  }
  const bool clickhouse = call.store == "clickhouse";
  if (!clickhouse && !call.store.empty() && call.store != "postgres")
    return misuse("unknown store \"" + call.store + "\"; use postgres or clickhouse", "$.store");
  if (kind->refuses_duplicates && !clickhouse && options.ids == EngineOptions::Ids::None) {
    return misuse(
        "this engine keeps no ids, so it cannot refuse duplicates; ingest with store clickhouse",
        "$.store");
  }
  return kind;
}

// Absent: it is no JSON.
Result<std::optional<json::Value>> readBody(std::string_view request,
                                            const MemoryAccount& account) {
  // The tree, and beside it the records and the answer, each about as long as the request.
  if (!account.canTake(json::bytesToParse(request) + 3 * request.size())) {
    return Error{ErrorCode::OutOfMemory, "the memory limit leaves no room to read the request", ""};
  }
  Result<json::Value> body = json::parse(request);
  if (!body) return std::optional<json::Value>();
  return std::optional<json::Value>(std::move(body).value());
}

}  // namespace

// Reads and checks a request without keeping anything of it.
Result<Intake> Engine::State::readIngest(std::string_view request, const IngestCall& call) {
  const Result<const IntakeKind*> kind = checkIngest(call, options);
  if (!kind) return kind.error();
  const auto received = readRfc3339(call.received_at);
  // Answers cut it to whole seconds, which the first second of all has not.
  const bool too_early = received && received->time_ns < INT64_MIN + kNanosecondsPerSecond;
  if (!received || received->saturated || too_early) {
    return misuse("receivedAt is required as RFC 3339, such as 2024-03-06T00:00:00Z",
                  "$.receivedAt");
  }
  const bool clickhouse = call.store == "clickhouse";
  if (kind.value()->refuses_duplicates && !clickhouse) dataset.rememberIds();
  std::optional<json::Value> body;
  const size_t most_bytes = kind.value()->most_bytes;
  if (most_bytes == 0 || request.size() <= most_bytes) {
    Result<std::optional<json::Value>> read = readBody(request, dataset.account());
    if (!read) return read.error();
    body = std::move(read).value();
  }
  return kind.value()->read({body ? &*body : nullptr, request.empty(), received->time_ns,
                             clickhouse, *catalogs.standing, dataset});
}

Result<IngestAnswer> Engine::ingest(std::string_view request, const IngestCall& call) {
  Result<Intake> read = state_->readIngest(request, call);
  state_->dataset.knowElsewhere({});
  if (!read) return read.error();
  Intake& intake = read.value();
  if (!intake.records.empty()) {
    AppendOptions options;
    options.dialect = intakeKindNamed(call.endpoint)->dialect;
    options.source = kIngestSource;
    options.received_ns = readRfc3339(call.received_at)->time_ns;
    options.whole = true;
    const Result<Appended> appended = state_->decoder.append(intake.records, options);
    if (!appended) return appended.error();
  }
  return IngestAnswer{intake.status, std::move(intake.text)};
}

Result<std::string> Engine::idsToIngest(std::string_view request, const IngestCall& call) {
  std::vector<Hash128> asked;
  state_->dataset.noteAskedIds(&asked);
  const Result<Intake> read = state_->readIngest(request, call);
  state_->dataset.noteAskedIds(nullptr);
  if (!read) return read.error();
  return writeIds(asked);
}

std::string Engine::knownIds(std::string_view ids) {
  state_->dataset.rememberIds();
  return idsKnown(state_->dataset.ids(), ids);
}

void Engine::refuseIds(std::string_view ids) { state_->dataset.knowElsewhere(readIds(ids)); }

}  // namespace tallyfold
