// SPDX-License-Identifier: Apache-2.0
#include "engine_bridge.h"

#include <cstdlib>
#include <utility>

#include "columns_table.h"
#include "json/writer.h"

namespace tallyfold::wasm {
namespace {

// A 32-bit memory ends at 4 GiB; growth must be refused before that, because there it would end the
// instance.
constexpr uint64_t kMostMemory = 3'500'000'000;
// The buffer is reused up to this size; what a large snapshot needed is given back.
constexpr size_t kKeptInput = size_t{4} << 20;

std::string textOf(const json::Value& call, const char* key) {
  const json::Value* value = call.find(key);
  return value != nullptr && value->isText() ? value->text : std::string();
}

uint64_t integerOf(const json::Value& call, const char* key) {
  const json::Value* value = call.find(key);
  if (value == nullptr || value->kind != json::Kind::Number) return 0;
  return std::strtoull(value->text.c_str(), nullptr, 10);
}

bool isTrue(const json::Value& call, const char* key) {
  const json::Value* value = call.find(key);
  return value != nullptr && value->kind == json::Kind::True;
}

// The caller is our own JavaScript, so the text is JSON.
json::Value readCall(const std::string& call_json) {
  Result<json::Value> call = json::parse(call_json);
  return call ? std::move(call).value() : json::Value();
}

ReportCall readReportCall(const json::Value& call, std::string_view catalog) {
  return {textOf(call, "report"), textOf(call, "mode"), textOf(call, "request"),
          textOf(call, "now"), std::string(catalog)};
}

IngestCall readIngestCall(const json::Value& call) {
  return {textOf(call, "endpoint"), textOf(call, "receivedAt"), textOf(call, "store")};
}

EngineOptions readOptions(const json::Value& call, std::string_view catalog) {
  EngineOptions options;
  if (textOf(call, "keep") == "plans") options.keep = EngineOptions::Keep::Plans;
  const std::string ids = textOf(call, "ids");
  if (ids == "texts") options.ids = EngineOptions::Ids::Texts;
  if (ids == "none") options.ids = EngineOptions::Ids::None;
  const uint64_t limit = integerOf(call, "maxMemory");
  options.max_memory_bytes = limit == 0 || limit > kMostMemory ? kMostMemory : limit;
  options.id_key = textOf(call, "idKey");
  options.in_part = isTrue(call, "inPart");
  const json::Value* only = call.find("only");
  if (only != nullptr && only->isObject()) options.only = readReportCall(*only, catalog);
  return options;
}

}  // namespace

EngineBridge::~EngineBridge() {
  plans_.clear();
  std::free(input_);
}

uintptr_t EngineBridge::input(size_t size) {
  const bool too_small = input_ == nullptr || size > input_capacity_;
  const bool too_large = input_capacity_ > kKeptInput && size < kKeptInput;
  if (too_small || too_large) {
    std::free(input_);
    input_capacity_ = size == 0 ? 1 : size;
    input_ = static_cast<char*>(std::malloc(input_capacity_));
    if (input_ == nullptr) input_capacity_ = 0;
  }
  return reinterpret_cast<uintptr_t>(input_);
}

bool EngineBridge::append(size_t size, const std::string& call_json) {
  const json::Value call = readCall(call_json);
  AppendCall append_call;
  if (call.find("dialect") != nullptr) append_call.dialect = textOf(call, "dialect");
  if (call.find("format") != nullptr) append_call.format = textOf(call, "format");
  append_call.source = static_cast<uint32_t>(integerOf(call, "source"));
  append_call.received_at = textOf(call, "receivedAt");
  append_call.more = isTrue(call, "more");
  if (call.find("pieceOffset") != nullptr)
    append_call.piece = {integerOf(call, "pieceOffset"), isTrue(call, "startsDocument")};
  const Result<AppendResult> appended = engine_->append(inputBytes(size), append_call);
  if (!appended) return fail(appended.error());
  json::Writer out;
  out.object().key("accepted").integer(appended.value().accepted);
  out.key("refused").integer(appended.value().refused);
  return done(out.key("lines").integer(appended.value().lines).objectEnd().take());
}

struct EngineBridge::Operation {
  std::string_view name;
  bool (*run)(EngineBridge& bridge, const json::Value& call, size_t size);
};

// What `run` can do. `plan` names a plan by the number that making it answered.
const EngineBridge::Operation EngineBridge::kOperations[] = {
    {"ingest",
     [](EngineBridge& b, const json::Value& call, size_t size) { return b.ingest(call, size); }},
    {"ingest.ids",
     [](EngineBridge& b, const json::Value& call, size_t size) {
       return b.answer(b.engine_->idsToIngest(b.inputBytes(size), readIngestCall(call)));
     }},
    {"ids.known", [](EngineBridge& b, const json::Value&,
                     size_t size) { return b.done(b.engine_->knownIds(b.inputBytes(size))); }},
    {"ids.refuse",
     [](EngineBridge& b, const json::Value&, size_t size) {
       b.engine_->refuseIds(b.inputBytes(size));
       return b.done("null");
     }},
    {"start", [](EngineBridge& b, const json::Value& call,
                 size_t size) { return b.start(call, b.inputBytes(size)); }},
    {"report", [](EngineBridge& b, const json::Value& call,
                  size_t size) { return b.report(call, b.inputBytes(size)); }},
    {"plan", [](EngineBridge& b, const json::Value& call,
                size_t size) { return b.makePlan(call, b.inputBytes(size)); }},
    {"plan.report", [](EngineBridge& b, const json::Value& call,
                       size_t size) { return b.withPlan(call, size, &EngineBridge::planReport); }},
    {"columns",
     [](EngineBridge& b, const json::Value& call, size_t size) { return b.columns(call, size); }},
    {"plan.columns", [](EngineBridge& b, const json::Value& call,
                        size_t size) { return b.withPlan(call, size, &EngineBridge::planColumns); }},
    {"plan.snapshot",
     [](EngineBridge& b, const json::Value& call, size_t size) {
       return b.withPlan(call, size, &EngineBridge::planSnapshot);
     }},
    {"plan.restore",
     [](EngineBridge& b, const json::Value& call, size_t size) {
       return b.withPlan(call, size, &EngineBridge::planRestore);
     }},
    {"plan.merge", [](EngineBridge& b, const json::Value& call,
                      size_t size) { return b.withPlan(call, size, &EngineBridge::planMerge); }},
    {"plan.mergePieces",
     [](EngineBridge& b, const json::Value& call, size_t size) {
       return b.withPlan(call, size, &EngineBridge::planMergePieces);
     }},
    {"plan.countsIds",
     [](EngineBridge& b, const json::Value& call, size_t size) {
       return b.withPlan(call, size, &EngineBridge::planCountsIds);
     }},
    {"plan.close",
     [](EngineBridge& b, const json::Value& call, size_t) {
       b.plans_.erase(static_cast<uint32_t>(integerOf(call, "plan")));
       return b.done("null");
     }},
    {"catalog",
     [](EngineBridge& b, const json::Value&, size_t size) {
       const Status status = b.engine_->setCatalog(b.inputBytes(size));
       return status ? b.done("null") : b.fail(status.error());
     }},
    {"refusal",
     [](EngineBridge& b, const json::Value& call, size_t) {
       return b.answer(
           Engine::refusal(textOf(call, "service"), static_cast<int>(integerOf(call, "status"))));
     }},
    {"ledger", [](EngineBridge& b, const json::Value&,
                  size_t size) { return b.answer(b.engine_->mergedLedger(b.inputBytes(size))); }},
    {"intake",
     [](EngineBridge& b, const json::Value&, size_t) { return b.done(b.engine_->intake()); }},
    {"partial",
     [](EngineBridge& b, const json::Value& call, size_t size) {
       return b.answer(b.engine_->partial(readReportCall(call, b.inputBytes(size))));
     }},
    {"ids",
     [](EngineBridge& b, const json::Value& call, size_t) {
       return b.answer(b.engine_->ids(static_cast<uint32_t>(integerOf(call, "part")),
                                     static_cast<uint32_t>(integerOf(call, "parts"))));
     }},
    {"ids.several",
     [](EngineBridge& b, const json::Value&, size_t size) {
       return b.answer(b.engine_->idsOfSeveral(b.inputBytes(size)));
     }},
    {"ids.share",
     [](EngineBridge& b, const json::Value&, size_t size) {
       const Status status = b.engine_->shareIds(b.inputBytes(size));
       return status ? b.done("null") : b.fail(status.error());
     }},
    {"piece",
     [](EngineBridge& b, const json::Value& call, size_t) {
       b.engine_->placePiece(static_cast<uint32_t>(integerOf(call, "source")),
                            integerOf(call, "offset"), integerOf(call, "linesBefore"));
       return b.done("null");
     }},
    {"memory", [](EngineBridge& b, const json::Value&,
                  size_t) { return b.done(std::to_string(b.engine_->memoryBytes())); }},
    {"version",
     [](EngineBridge& b, const json::Value&, size_t) { return b.done(Engine::version()); }},
};

bool EngineBridge::run(size_t size, const std::string& call_json) {
  const json::Value call = readCall(call_json);
  const std::string name = textOf(call, "do");
  with_texts_ = isTrue(call, "texts");
  for (const Operation& operation : kOperations) {
    if (operation.name == name) return operation.run(*this, call, size);
  }
  return fail({ErrorCode::Internal, "no operation \"" + name + "\"", ""});
}

bool EngineBridge::ingest(const json::Value& call, size_t size) {
  Result<IngestAnswer> answer = engine_->ingest(inputBytes(size), readIngestCall(call));
  if (!answer) return fail(answer.error());
  json::Writer facts;
  facts.object().key("status").integer(answer.value().status).objectEnd();
  return done(std::move(answer.value().text), facts.take());
}

bool EngineBridge::start(const json::Value& call, std::string_view catalog) {
  engine_ = std::make_unique<Engine>(readOptions(call, catalog));
  return done("null");
}

bool EngineBridge::report(const json::Value& call, std::string_view catalog) {
  return answerReport(engine_->report(readReportCall(call, catalog)));
}

bool EngineBridge::makePlan(const json::Value& call, std::string_view catalog) {
  Result<std::unique_ptr<Plan>> plan = engine_->plan(readReportCall(call, catalog));
  if (!plan) return fail(plan.error());
  const uint32_t number = next_plan_++;
  plans_[number] = std::move(plan).value();
  return done(std::to_string(number));
}

bool EngineBridge::withPlan(const json::Value& call, size_t size, PlanStep step) {
  const auto found = plans_.find(static_cast<uint32_t>(integerOf(call, "plan")));
  if (found == plans_.end()) return fail({ErrorCode::Misuse, "the plan is closed", ""});
  return (this->*step)(*found->second, size);
}

bool EngineBridge::planReport(Plan& plan, size_t) { return answerReport(plan.report()); }

bool EngineBridge::columns(const json::Value& call, size_t size) {
  return answerColumns(engine_->columns(readReportCall(call, inputBytes(size)), with_texts_));
}

bool EngineBridge::planColumns(Plan& plan, size_t) {
  return answerColumns(plan.columns(with_texts_));
}

bool EngineBridge::planSnapshot(Plan& plan, size_t) { return answer(plan.snapshot()); }

bool EngineBridge::planRestore(Plan& plan, size_t size) {
  const Status status = plan.restore(inputBytes(size));
  return status ? done("null") : fail(status.error());
}

bool EngineBridge::planMerge(Plan& plan, size_t size) {
  const Status status = plan.merge(inputBytes(size));
  return status ? done("null") : fail(status.error());
}

bool EngineBridge::planCountsIds(Plan& plan, size_t) {
  return done(plan.countsIdsOnce() ? "true" : "false");
}

bool EngineBridge::planMergePieces(Plan& plan, size_t size) {
  const Status status = plan.mergePieces(inputBytes(size));
  return status ? done("null") : fail(status.error());
}

bool EngineBridge::answer(Result<std::string> answer) {
  if (!answer) return fail(answer.error());
  return done(std::move(answer).value());
}

bool EngineBridge::answerReport(const Result<Report>& report) {
  if (!report) return fail(report.error());
  const Report& answer = report.value();
  json::Writer facts;
  facts.object().key("status").integer(answer.status).key("complete").boolean(answer.complete);
  facts.key("ledger").raw(answer.ledger).key("notes").raw(answer.notes).objectEnd();
  return done(answer.text, facts.take());
}

bool EngineBridge::answerColumns(Result<ColumnReport> report) {
  if (!report) return fail(report.error());
  columns_ = std::move(report.value().columns);
  const Report& answer = report.value().report;
  ColumnsTable table;
  json::Writer facts;
  facts.object().key("status").integer(answer.status).key("complete").boolean(answer.complete);
  facts.key("ledger").raw(answer.ledger).key("notes").raw(answer.notes);
  if (answer.status == 200) table.write(columns_, with_texts_, facts);
  return done(answer.status == 200 ? table.places() : answer.text, facts.objectEnd().take());
}

bool EngineBridge::fail(const Error& error) {
  json::Writer out;
  out.object().key("code").text(errorCodeName(error.code)).key("message").text(error.message);
  out.key("path").text(error.path);
  if (!error.problems.empty()) {
    out.key("problems").array();
    for (const Problem& problem : error.problems) {
      out.object().key("path").text(problem.path).key("code").text(problem.code);
      out.key("message").text(problem.message).objectEnd();
    }
    out.arrayEnd().key("text").text(error.body);
  }
  done(out.objectEnd().take());
  return false;
}

bool EngineBridge::done(std::string answer, std::string facts) {
  outputs_[0] = std::move(answer);
  outputs_[1] = std::move(facts);
  return true;
}

uintptr_t EngineBridge::output(int part) const {
  return reinterpret_cast<uintptr_t>(outputs_[part == 0 ? 0 : 1].data());
}

size_t EngineBridge::outputSize(int part) const { return outputs_[part == 0 ? 0 : 1].size(); }

}  // namespace tallyfold::wasm
