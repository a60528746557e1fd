// SPDX-License-Identifier: Apache-2.0
// If this fails, a report's answer has changed by a byte, natively or in WebAssembly.
#include <gtest/gtest.h>

#include <set>

#include "../../hosts/native/json_text.h"
#include "case_files.h"

namespace tallyfold::cases {
namespace {

// Where a refusal says that the request is wrong, sorted.
std::multiset<std::string> pathsOf(const std::string& text) {
  std::multiset<std::string> paths;
  const Result<json::Value> body = json::parse(text);
  const json::Value* errors = body ? body.value().find("errors") : nullptr;
  if (errors == nullptr) return {"no errors: " + text};
  for (const json::Value& error : errors->items) {
    const json::Value* data = error.find("data");
    paths.insert(data != nullptr ? textOf(*data, "path") : "");
  }
  return paths;
}

void expectAnswer(const json::Value& one, const json::Value& events) {
  const Answer answer = answerReport(textOf(one, "report"), one, events);
  EXPECT_EQ(std::to_string(answer.status), textOf(one, "status"));
  if (const json::Value* body = one.find("body")) {
    EXPECT_EQ(answer.text, program::jsonText(*body));
  }
  if (const json::Value* problems = one.find("problems")) {
    std::multiset<std::string> paths;
    for (const json::Value& path : problems->items) paths.insert(path.text);
    EXPECT_EQ(pathsOf(answer.text), paths);
  }
}

void expectAnswersOf(const std::string& service) {
  eachCase(service, [](const json::Value& one, const json::Value& events) {
    SCOPED_TRACE(textOf(one, "name"));
    expectAnswer(one, events);
  });
}

TEST(Cases, EveryAnswerIsTheExpectedOneByteForByte) { expectAnswersOf("flexprice"); }

TEST(Cases, EveryLagoAnswerIsTheExpectedOneByteForByte) { expectAnswersOf("lago"); }

TEST(Cases, EverySeatsioAnswerIsTheExpectedOneByteForByte) { expectAnswersOf("seatsio"); }

TEST(Cases, EveryAnswerToOurOwnQueryIsTheExpectedOneByteForByte) { expectAnswersOf("tallyfold"); }

}  // namespace
}  // namespace tallyfold::cases
