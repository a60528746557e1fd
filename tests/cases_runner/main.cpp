// SPDX-License-Identifier: Apache-2.0
// The engine's side of `npm run vectors`, built natively and to WebAssembly. Never shipped.
//
//   cases_runner FILE   a case a line: {"operation","events":[...],"request":{...},"mode","now"};
//                       with "report" (its full name), "dialect" and "catalog" where it has them
//
// Prints an answer a line: {"status":200,"text":"..."} of a report, {"text":"..."} of another rule,
// {"skip":"why"} of an operation that there is nothing for.
#include <fstream>
#include <iostream>
#include <string>

#include "../../hosts/native/json_text.h"
#include "answer.h"
#include "json/value.h"
#include "json/writer.h"
#if TALLYFOLD_HAS_EVALUATE
#include "evaluate.h"
#endif

namespace tallyfold::cases {
namespace {

std::string skip(const std::string& why) {
  json::Writer out;
  return out.object().key("skip").text(why).objectEnd().take();
}

// A rule that no report shows by itself.
std::string answerRule(const std::string& operation, [[maybe_unused]] const json::Value& request) {
#if TALLYFOLD_HAS_EVALUATE
  const std::string value = evaluate(operation, program::jsonText(request));
  if (value.empty()) return skip("nothing evaluates " + operation);
  json::Writer out;
  return out.object().key("text").text(value).objectEnd().take();
#else
  return skip("nothing evaluates " + operation);
#endif
}

// The report that a case asks for; empty when it asks for another rule.
std::string reportOf(const json::Value& task, const std::string& operation) {
  const std::string report = textOf(task, "report");
  if (!report.empty()) return report;
  const bool known = operation == "usage" || operation == "usage_by_meter";
  return known ? "flexprice." + operation : std::string();
}

std::string answerLine(const std::string& line) {
  const Result<json::Value> task = json::parse(line);
  if (!task) return skip("unreadable case: " + task.error().message);
  if (task.value().find("steps") != nullptr) {
    json::Writer out;
    return out.object().key("text").text(answerSteps(task.value())).objectEnd().take();
  }
  const std::string operation = textOf(task.value(), "operation");
  const std::string report = reportOf(task.value(), operation);
  if (report.empty()) {
    const json::Value nothing;
    const json::Value* request = task.value().find("request");
    return answerRule(operation, request != nullptr ? *request : nothing);
  }
  const Answer answer = answerReport(report, task.value());
  json::Writer out;
  return out.object()
      .key("status")
      .integer(answer.status)
      .key("text")
      .text(answer.text)
      .objectEnd()
      .take();
}

}  // namespace
}  // namespace tallyfold::cases

int main(int count, char** words) {
  if (count != 2) {
    std::cerr << "cases_runner FILE\n";
    return 2;
  }
  std::ifstream file(words[1]);
  for (std::string line; std::getline(file, line);)
    std::cout << tallyfold::cases::answerLine(line) << "\n";
  return 0;
}
