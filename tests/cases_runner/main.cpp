// SPDX-License-Identifier: Apache-2.0
// The engine's side of `npm run vectors`, built natively and to WebAssembly. Never shipped.
//
//   cases_runner FILE   a case a line: {"operation","events":[...],"request":{...},"mode","now"}
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

std::string textOf(const json::Value& object, const char* key) {
  const json::Value* value = object.find(key);
  return value != nullptr ? value->text : std::string();
}

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

std::string answerLine(const std::string& line) {
  const Result<json::Value> task = json::parse(line);
  if (!task) return skip("unreadable case: " + task.error().message);
  const json::Value nothing;
  const json::Value* events = task.value().find("events");
  const json::Value* request = task.value().find("request");
  const std::string operation = textOf(task.value(), "operation");
  if (operation != "usage" && operation != "usage_by_meter") {
    return answerRule(operation, request != nullptr ? *request : nothing);
  }
  const Answer answer = answerReport(
      "flexprice." + operation, textOf(task.value(), "mode"), textOf(task.value(), "now"),
      events != nullptr ? *events : nothing, request != nullptr ? *request : nothing);
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
