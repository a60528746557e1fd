// SPDX-License-Identifier: Apache-2.0
#include "answer.h"

#include "../../hosts/native/json_text.h"
#include "json/writer.h"

namespace tallyfold::cases {
namespace {

std::string jsonOf(const json::Value& object, const char* key) {
  const json::Value* value = object.find(key);
  return value != nullptr ? program::jsonText(*value) : std::string();
}

template <typename Answered>
Answer answerOf(const Result<Answered>& answer) {
  if (!answer) return {0, answer.error().message};
  return {answer.value().status, answer.value().text};
}

Answer answerStep(Engine& engine, const json::Value& step) {
  if (step.find("endpoint") == nullptr) return answerOf(engine.report(reportCallOf(step)));
  return answerOf(
      engine.ingest(jsonOf(step, "request"),
                    {textOf(step, "endpoint"), textOf(step, "receivedAt"), textOf(step, "store")}));
}

}  // namespace

AppendCall appendCallOf(const json::Value& one) {
  AppendCall call;
  call.more = true;
  if (const std::string dialect = textOf(one, "dialect"); !dialect.empty()) call.dialect = dialect;
  return call;
}

ReportCall reportCallOf(const json::Value& one) {
  return {.report = textOf(one, "report"),
          .mode = textOf(one, "mode"),
          .request = jsonOf(one, "request"),
          .now = textOf(one, "now"),
          .catalog = jsonOf(one, "catalog")};
}

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
  ReportCall asked = reportCallOf(one);
  asked.report = report;
  return answerOf(engine.report(asked));
}

std::string answerSteps(const json::Value& one) {
  Engine engine;
  json::Writer out;
  out.array();
  const Status known = engine.setCatalog(jsonOf(one, "catalog"));
  if (!known) out.object().key("status").integer(0).key("body").text(known.error().message);
  if (!known) return out.objectEnd().arrayEnd().take();
  for (const json::Value& step : one.find("steps")->items) {
    const Answer answer = answerStep(engine, step);
    out.object().key("status").integer(answer.status).key("body");
    if (answer.status != 0) out.raw(answer.text).objectEnd();
    if (answer.status == 0) out.text(answer.text).objectEnd();
  }
  return out.arrayEnd().take();
}

Answer answerReport(const std::string& report, const json::Value& one) {
  const json::Value nothing;
  const json::Value* events = one.find("events");
  return answerReport(report, one, events != nullptr ? *events : nothing);
}

}  // namespace tallyfold::cases
