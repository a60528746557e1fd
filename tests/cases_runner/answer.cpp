// SPDX-License-Identifier: Apache-2.0
#include "answer.h"

#include "../../hosts/native/json_text.h"
#include "tallyfold/engine.h"

namespace tallyfold::cases {
namespace {

std::string jsonOf(const json::Value& object, const char* key) {
  const json::Value* value = object.find(key);
  return value != nullptr ? program::jsonText(*value) : std::string();
}

AppendCall appendCallOf(const json::Value& one) {
  AppendCall call;
  call.more = true;
  if (const std::string dialect = textOf(one, "dialect"); !dialect.empty()) call.dialect = dialect;
  return call;
}

}  // namespace

std::string textOf(const json::Value& object, const char* key) {
  const json::Value* value = object.find(key);
  return value != nullptr ? value->text : std::string();
}

Answer answerReport(const std::string& report, const json::Value& one, const json::Value& events) {
  Engine engine;
  const AppendCall call = appendCallOf(one);
  for (const json::Value& event : events.items) {
    const Result<AppendResult> appended = engine.append(program::jsonText(event) + "\n", call);
    if (!appended) return {0, appended.error().message};
  }
  const Result<Report> answer = engine.report({.report = report,
                                               .mode = textOf(one, "mode"),
                                               .request = jsonOf(one, "request"),
                                               .now = textOf(one, "now"),
                                               .catalog = jsonOf(one, "catalog")});
  if (!answer) return {0, answer.error().message};
  return {answer.value().status, answer.value().text};
}

Answer answerReport(const std::string& report, const json::Value& one) {
  const json::Value nothing;
  const json::Value* events = one.find("events");
  return answerReport(report, one, events != nullptr ? *events : nothing);
}

}  // namespace tallyfold::cases
