// SPDX-License-Identifier: Apache-2.0
#include "request_file.h"

#include <chrono>

#include "json/utf8.h"
#include "json/value.h"
#include "json_text.h"
#include "time/instant.h"

namespace tallyfold::program {
namespace {

Error misuse(std::string message) { return {ErrorCode::Misuse, std::move(message), ""}; }

std::string clockText() {
  const auto now =
      std::chrono::time_point_cast<std::chrono::milliseconds>(std::chrono::system_clock::now());
  return writeRfc3339(now.time_since_epoch().count() * 1'000'000, 0);
}

// Takes the members of {"report","mode","request","now","catalog"}.
Result<ReportCall> readDocument(const std::string& path, const json::Value& document) {
  ReportCall call;
  for (const auto& [key, value] : document.members) {
    std::string* text = key == "report" ? &call.report
                        : key == "mode" ? &call.mode
                        : key == "now"  ? &call.now
                                        : nullptr;
    std::string* json = key == "request"   ? &call.request
                        : key == "catalog" ? &call.catalog
                                           : nullptr;
    if (json != nullptr && value.isObject()) {
      *json = jsonText(value);
    } else if (text != nullptr && value.isText()) {
      *text = value.text;
    } else if (text != nullptr || json != nullptr) {
      return misuse(path + ": " + key + " must be " + (text != nullptr ? "a text" : "an object"));
    } else {
      return misuse(path + ": unknown member \"" + key +
                    "\"; there are report, mode, request, now and catalog");
    }
  }
  return call;
}

}  // namespace

Status checkText(const std::string& path, std::string_view bytes) {
  if (json::findInvalidUtf8(bytes) == std::string_view::npos) return Done{};
  return misuse(path + " is not UTF-8 text");
}

Result<ReportCall> readRequestFile(const Arguments& arguments, std::string_view text) {
  const std::string& path = arguments.request;
  const Status readable = checkText(path, text);
  if (!readable) return readable.error();
  const Result<json::Value> parsed = json::parse(text);
  // A bare request that is broken is for the report to refuse, as the service would.
  if (!parsed && arguments.report.empty()) return misuse(path + " is not JSON");
  const bool is_document = parsed && parsed.value().find("request") != nullptr;
  ReportCall call;
  if (is_document) {
    Result<ReportCall> document = readDocument(path, parsed.value());
    if (!document) return document;
    call = std::move(document).value();
  } else {
    call.request = text;
  }
  if (!arguments.report.empty()) call.report = arguments.report;
  if (!arguments.mode.empty()) call.mode = arguments.mode;
  if (!arguments.now.empty()) call.now = arguments.now;
  if (call.report.empty()) {
    return misuse(
        path +
        " names no report: it holds {\"report\": NAME, \"request\": {...}}, or --report names it");
  }
  if (!call.mode.empty() && call.mode != "as-is" && call.mode != "exact") {
    return misuse("unknown mode \"" + call.mode + "\"; use as-is or exact");
  }
  if (call.now.empty()) call.now = clockText();
  return call;
}

}  // namespace tallyfold::program
