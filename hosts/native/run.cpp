// SPDX-License-Identifier: Apache-2.0
#include "run.h"

#include <cstdio>

#include "files.h"
#include "progress.h"
#include "request_file.h"
#include "tallyfold/parallel.h"

namespace tallyfold::program {
namespace {

constexpr size_t kReadBytes = size_t{1} << 20;
// What arrives in order is shared out among threads in parts as large as these.
constexpr size_t kSharedReadBytes = size_t{16} << 20;

bool endsWith(const std::string& text, std::string_view ending) {
  return text.size() >= ending.size() &&
         text.compare(text.size() - ending.size(), ending.size(), ending) == 0;
}

Result<AppendCall> appendCall(const Arguments& arguments) {
  AppendCall call;
  if (arguments.dialect.empty()) return call;
  call.dialect = arguments.dialect;
  if (!endsWith(arguments.dialect, ".json")) return call;
  Result<std::string> mapping = readFile(arguments.dialect);
  if (!mapping) return mapping.error();
  call.dialect = std::move(mapping).value();
  return call;
}

std::string formatOf(const Arguments& arguments, const std::string& path) {
  if (!arguments.format.empty()) return arguments.format;
  std::string name = path;
  for (const std::string_view ending : {".gz", ".zst"}) {
    if (!endsWith(path, ending)) continue;
    name.resize(name.size() - ending.size());
  }
  return endsWith(name, ".json") ? "json" : endsWith(name, ".csv") ? "csv" : "ndjson";
}

Status appendFile(ParallelEngine& engine, const std::string& path, AppendCall& call,
                  const Arguments& arguments, Progress& progress) {
  const bool one_thread = arguments.threads == 1;
  Result<InputFile> input =
      InputFile::openContent(path, one_thread ? kReadBytes : kSharedReadBytes);
  if (!input) return input.error();
  const auto shared = one_thread || path == "-" ? std::nullopt : input.value().shared();
  if (shared) {
    call.more = false;
    const Result<AppendResult> result = engine.append(*shared, call);
    if (!result) return result.error();
    return progress.add(shared->size, result.value()), Done{};
  }
  for (call.more = true; call.more;) {
    const Result<std::string_view> bytes = input.value().next();
    if (!bytes) return bytes.error();
    call.more = !bytes.value().empty();
    const Result<AppendResult> result = engine.append(bytes.value(), call);
    if (!result) return result.error();
    progress.add(bytes.value().size(), result.value());
  }
  return Done{};
}

// A file's place on the command line is the number of its source.
Status appendFiles(ParallelEngine& engine, const Arguments& arguments) {
  Result<AppendCall> call = appendCall(arguments);
  if (!call) return call.error();
  Progress progress(arguments.progress);
  for (const std::string& path : arguments.events) {
    call.value().format = formatOf(arguments, path);
    const Status appended = appendFile(engine, path, call.value(), arguments, progress);
    if (!appended) return appended;
    ++call.value().source;
  }
  progress.finish();
  return Done{};
}

Result<int> print(const Arguments& arguments, const ParallelEngine& engine,
                  const Result<Report>& report) {
  if (!report) return report.error();
  if (!arguments.ledger.empty()) {
    const Result<std::string> intake = engine.ledger();
    if (!intake) return intake.error();
    const std::string text =
        "{\"intake\":" + intake.value() + ",\"report\":" + report.value().ledger + "}\n";
    const Status written = writeFile(arguments.ledger, text);
    if (!written) return written.error();
  }
  const std::string line = report.value().text + "\n";
  std::fwrite(line.data(), 1, line.size(), stdout);
  return report.value().status >= 400 ? 1 : 0;
}

EngineOptions engineOptions(const Arguments& arguments, EngineOptions::Keep keep) {
  EngineOptions options;
  options.keep = keep;
  if (!arguments.ledger.empty()) options.ids = EngineOptions::Ids::Texts;
  return options;
}

Result<ReportCall> readCall(const Arguments& arguments) {
  const Result<std::string> text = readFile(arguments.request);
  if (!text) return text.error();
  Result<ReportCall> call = readRequestFile(arguments, text.value());
  if (!call || arguments.catalog.empty()) return call;
  Result<std::string> catalog = readFile(arguments.catalog);
  if (!catalog) return catalog.error();
  const Status readable = checkText(arguments.catalog, catalog.value());
  if (!readable) return readable.error();
  if (catalog.value().empty()) return Error{ErrorCode::Misuse, arguments.catalog + " is empty", ""};
  call.value().catalog = std::move(catalog).value();
  return call;
}

// Gives the call's catalog to the engine, so that it is checked before the first event is read.
// Each problem is a line of its own that names the file.
Status setCatalog(ParallelEngine& engine, const Arguments& arguments, ReportCall& call) {
  if (call.catalog.empty()) return Done{};
  const Status set = engine.setCatalog(call.catalog);
  call.catalog.clear();
  if (set || set.error().code != ErrorCode::InvalidCatalog) return set;
  const std::string where =
      arguments.catalog.empty() ? arguments.request + ": catalog" : arguments.catalog;
  Error error{ErrorCode::InvalidCatalog, "", set.error().path};
  for (const char letter : "\n" + set.error().message) {
    error.message += letter;
    if (letter == '\n') error.message += where + ": ";
  }
  error.message.erase(0, 1);
  return error;
}

// A plan refuses a bad request; an engine that keeps events answers it as the service would.
Result<int> printRefusal(const Arguments& arguments, const ReportCall& call) {
  ParallelEngine engine({}, 1);
  return print(arguments, engine, engine.report(call));
}

Result<int> reportOverState(const Arguments& arguments, ReportCall& call) {
  ParallelEngine engine(engineOptions(arguments, EngineOptions::Keep::Plans), arguments.threads);
  const Status known = setCatalog(engine, arguments, call);
  if (!known) return known.error();
  Result<std::unique_ptr<ParallelPlan>> made = engine.plan(call);
  if (!made && made.error().code == ErrorCode::InvalidRequest) return printRefusal(arguments, call);
  if (!made) return made.error();
  ParallelPlan& plan = *made.value();
  if (fileExists(arguments.state)) {
    const Result<std::string> state = readFile(arguments.state);
    if (!state) return state.error();
    const Status restored = plan.restore(state.value());
    if (!restored) return restored.error();
  }
  const Status appended = appendFiles(engine, arguments);
  if (!appended) return appended.error();
  const Result<std::string> snapshot = plan.snapshot();
  if (!snapshot) return snapshot.error();
  const Result<Report> report = plan.report();
  const Status saved = replaceFile(arguments.state, snapshot.value());
  if (!saved) return saved.error();
  return print(arguments, engine, report);
}

}  // namespace

Result<int> runReport(const Arguments& arguments) {
  Result<ReportCall> call = readCall(arguments);
  if (!call) return call.error();
  if (!arguments.state.empty()) return reportOverState(arguments, call.value());
  EngineOptions options = engineOptions(arguments, EngineOptions::Keep::Events);
  options.only = call.value();
  ParallelEngine engine(options, arguments.threads);
  const Status known = setCatalog(engine, arguments, call.value());
  if (!known) return known.error();
  const Status appended = appendFiles(engine, arguments);
  if (!appended) return appended.error();
  return print(arguments, engine, engine.report(call.value()));
}

Result<int> runMerge(const Arguments& arguments) {
  Result<ReportCall> call = readCall(arguments);
  if (!call) return call.error();
  ParallelEngine engine(engineOptions(arguments, EngineOptions::Keep::Plans), arguments.threads);
  const Status known = setCatalog(engine, arguments, call.value());
  if (!known) return known.error();
  Result<std::unique_ptr<ParallelPlan>> plan = engine.plan(call.value());
  if (!plan && plan.error().code == ErrorCode::InvalidRequest)
    return printRefusal(arguments, call.value());
  if (!plan) return plan.error();
  for (const std::string& path : arguments.states) {
    const Result<std::string> state = readFile(path);
    if (!state) return state.error();
    const Status merged = plan.value()->merge(state.value());
    if (!merged) return Error{merged.error().code, path + ": " + merged.error().message, ""};
  }
  return print(arguments, engine, plan.value()->report());
}

}  // namespace tallyfold::program
