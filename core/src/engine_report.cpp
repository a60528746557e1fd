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
  out.text(prepared.canonicalBytes());
  return sipHash13({0x7175657279, 0x66696e6765727072}, out.bytes());
}

std::string ledgerJson(const Answer& answer, const Ledger& intake) {
  json::Writer out;
  out.object().key("handed_in").integer(answer.seen + intake.total());
  out.key("counted").integer(answer.counted);
  out.key("not_asked_for").integer(answer.seen - answer.counted - answer.rejected.total());
  out.key("intake").raw(intake.toJson());
  out.key("rejected").raw(answer.rejected.toJson());
  out.key("coerced").raw(answer.coerced.toJson());
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
bool isComplete(const Answer& answer, const Ledger& intake) {
  return answer.finite && intake.total() == 0 && answer.coerced.total() == 0 &&
         answer.rejected.total() == answer.rejected.count(Reason::Duplicate);
}

Error misuse(std::string message, const char* path) {
  return {ErrorCode::Misuse, std::move(message), path};
}

}  // namespace

Result<std::shared_ptr<const Catalog>> KnownCatalogs::read(std::string_view text) const {
  if (of_call && of_call->lago.fingerprint == catalogFingerprint(text)) return of_call;
  return readCheckedCatalog(text);
}

Result<CheckedCall> checkCall(const ReportCall& call, const EngineOptions& options,
                              KnownCatalogs& catalogs) {
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
  RequestInput input{call.request, mode, now->time_ns, catalogs.standing};
  if (!call.catalog.empty()) {
    Result<std::shared_ptr<const Catalog>> read = catalogs.read(call.catalog);
    if (!read) return read.error();
    catalogs.of_call = std::move(read).value();
    input.catalog = catalogs.of_call;
  }
  Preparation preparation = kind->prepare(input);
  CheckedCall checked;
  if (auto* refused = std::get_if<RefusedRequest>(&preparation)) {
    checked.refused = std::move(*refused);
    return checked;
  }
  checked.prepared = std::move(*std::get_if<std::unique_ptr<PreparedReport>>(&preparation));
  if (options.ids == EngineOptions::Ids::None && checked.prepared->countsIdsOnce()) {
    return misuse(
        "this engine keeps no ids, so it cannot count an id once; ask with \"dedupe\": \"none\"",
        "$.request.dedupe");
  }
  if (options.in_part && checked.prepared->followsArrival()) {
    return misuse(
        "a lateness judges events by the order in which they arrive, which several workers do not "
        "have; ask one engine",
        "$.request.lateness");
  }
  if (options.ids != EngineOptions::Ids::Texts && checked.prepared->readsIdTexts()) {
    return misuse("this engine keeps no texts of ids; make it with ids kept as text", "$.request");
  }
  checked.fingerprint = fingerprintOf(call, mode, *checked.prepared, options);
  return checked;
}

Result<Report> finishReport(ReportFold& fold, const Ledger& intake, const MemoryAccount& account,
                            bool last, const ColumnsWanted& wanted) {
  if (!account.canTake(fold.bytesToAnswer(last))) {
    return Error{ErrorCode::OutOfMemory,
                 "the memory limit of " + std::to_string(account.limitBytes()) +
                     " bytes leaves no room to answer",
                 ""};
  }
  const Answer answer = wanted.columns == nullptr
                            ? fold.answer(last)
                            : fold.answerColumns(last, wanted.texts, *wanted.columns);
  Report report;
  report.status = answer.status;
  report.text = answer.text;
  report.complete = isComplete(answer, intake);
  report.ledger = ledgerJson(answer, intake);
  report.notes = notesJson(answer.notes);
  return report;
}

Status checkColumns(const PreparedReport& prepared, const ColumnsWanted& wanted) {
  if (wanted.columns == nullptr || prepared.hasColumns()) return Done{};
  return misuse("only tallyfold.query answers in columns; ask for its report", "$.report");
}

}  // namespace tallyfold
