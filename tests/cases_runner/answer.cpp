// SPDX-License-Identifier: Apache-2.0
#include "answer.h"

#include "../../hosts/native/json_text.h"
#include "tallyfold/engine.h"

namespace tallyfold::cases {

Answer answerReport(const std::string& report, const std::string& mode, const std::string& now,
                    const json::Value& events, const json::Value& request) {
  Engine engine;
  for (const json::Value& event : events.items) {
    const Result<AppendResult> appended =
        engine.append(program::jsonText(event) + "\n", {.more = true});
    if (!appended) return {0, appended.error().message};
  }
  const Result<Report> answer = engine.report(
      {.report = report, .mode = mode, .request = program::jsonText(request), .now = now});
  if (!answer) return {0, answer.error().message};
  return {answer.value().status, answer.value().text};
}

}  // namespace tallyfold::cases
