// SPDX-License-Identifier: Apache-2.0
// From a call to a checked question, and from folded partials to a report.
#include "engine_state.h"
#include "json/writer.h"

namespace tallyfold {
namespace {

// Everything that must be equal for two partials to mean the same.
Hash128 fingerprintOf(const ReportCall& call, Mode mode, const PreparedReport& prepared,
                      const EngineOptions& options) {
  ByteWriter out;
  out.text(call.report);
  out.u8(static_cast<uint8_t>(mode));
  out.text(options.id_key);
  for (const Query& query : prepared.queries()) out.text(query.canonicalBytes());
  return sipHash13({0x7175657279, 0x66696e6765727072}, out.bytes());
}

std::string ledgerJson(const std::vector<UsageReport>& reports, const Ledger& intake) {
  // Of several queries over the same events, the first is the question; the others add their own
  // remarks.
  Ledger rejected, coerced;
  for (const UsageReport& report : reports) {
    rejected.merge(report.rejected);
    coerced.merge(report.coerced);
  }
  uint64_t counted = 0;
  for (const UsageReport& report : reports) counted += report.counted;
  json::Writer out;
  out.object().key("handed_in").integer(reports[0].seen + intake.total());
  out.key("counted").integer(counted);
  out.key("not_asked_for").integer(reports[0].seen - counted - rejected.total());
  out.key("intake").raw(intake.toJson());
  out.key("rejected").raw(rejected.toJson());
  out.key("coerced").raw(coerced.toJson());
  return out.objectEnd().take();
}

std::string notesJson(const std::vector<std::string>& notes) {
  json::Writer out;
  out.array();
  for (const std::string& note : notes) out.text(note);
  return out.arrayEnd().take();
}

// A duplicate is counted once, so it takes nothing from the answer; everything else in the ledgers
// does.
bool isComplete(const std::vector<UsageReport>& reports, const Ledger& intake, bool finite) {
  bool complete = finite && intake.total() == 0;
  for (const UsageReport& report : reports) {
    complete = complete && report.rejected.total() == report.rejected.count(Reason::Duplicate) &&
               report.coerced.total() == 0;
  }
  return complete;
}

Error misuse(std::string message, const char* path) {
  return {ErrorCode::Misuse, std::move(message), path};
}

}  // namespace

Result<CheckedCall> checkCall(const ReportCall& call, const EngineOptions& options) {
  const ReportKind* kind = reportKindNamed(call.report);
  if (kind == nullptr) {
    return Error{ErrorCode::UnknownReport,
                 "unknown report \"" + call.report + "\"; there are " + reportKindNames(),
                 "$.report"};
  }
  const bool exact = call.mode == "exact";
  if (!exact && !call.mode.empty() && call.mode != "as-is") {
    return misuse("unknown mode \"" + call.mode + "\"; use as-is or exact", "$.mode");
  }
  const auto now = readRfc3339(call.now);
  if (!now) return misuse("now is required as RFC 3339, such as 2024-03-06T00:00:00Z", "$.now");
  const Mode mode = exact ? Mode::Exact : Mode::AsIs;
  Preparation preparation = kind->prepare(call.request, mode, now->time_ns);
  CheckedCall checked;
  if (auto* refused = std::get_if<RefusedRequest>(&preparation)) {
    checked.refused = std::move(*refused);
    return checked;
  }
  checked.prepared = std::move(*std::get_if<std::unique_ptr<PreparedReport>>(&preparation));
  for (const Query& query : checked.prepared->queries()) {
    if (options.ids == EngineOptions::Ids::None && query.identity != IdentityRule::EveryCopy) {
      return misuse(
          "this engine keeps no ids, so it cannot count an id once; ask with \"dedupe\": \"none\"",
          "$.request.dedupe");
    }
  }
  checked.fingerprint = fingerprintOf(call, mode, *checked.prepared, options);
  return checked;
}

FoldedQuery beginFold(const Query& query, Dataset& dataset, Fold::Ids ids) {
  FoldedQuery part;
  part.query = &query;
  part.partial = std::make_unique<Partial>(query, dataset.account());
  part.fold = std::make_unique<Fold>(query, dataset, *part.partial, ids);
  return part;
}

Report finishReport(const PreparedReport& prepared, std::vector<FoldedQuery>& parts,
                    MemoryAccount& account, const Ledger& intake, bool in_place) {
  std::vector<UsageReport> reports;
  for (FoldedQuery& part : parts) {
    std::unique_ptr<Partial> copy;
    if (in_place) {
      part.partial->settleAll();
    } else {
      copy = part.partial->settledCopy();
    }
    reports.push_back(makeUsageReport(*part.query, copy ? *copy : *part.partial, account));
  }
  const Answer answer = prepared.answer(reports);
  Report report;
  report.text = answer.text;
  report.complete = isComplete(reports, intake, answer.finite);
  report.ledger = ledgerJson(reports, intake);
  report.notes = notesJson(answer.notes);
  return report;
}

}  // namespace tallyfold
