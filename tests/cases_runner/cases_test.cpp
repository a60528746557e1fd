// SPDX-License-Identifier: Apache-2.0
// If this fails, a report's answer has changed by a byte, natively or in WebAssembly.
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <set>
#include <sstream>

#include "../../hosts/native/json_text.h"
#include "answer.h"

namespace tallyfold::cases {
namespace {

std::string readFile(const std::string& path) {
  std::ifstream file(path);
  std::ostringstream text;
  text << file.rdbuf();
  return text.str();
}

json::Value readJson(const std::string& path) {
  Result<json::Value> value = json::parse(readFile(path));
  EXPECT_TRUE(value.ok()) << path;
  return value ? std::move(value).value() : json::Value();
}

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

void expectAnswers(const json::Value& sets, const json::Value& group) {
  for (const json::Value& one : group.find("cases")->items) {
    const json::Value* events = one.find("events");
    if (events->isText()) events = sets.find(events->text);
    SCOPED_TRACE(textOf(one, "name"));
    expectAnswer(one, *events);
  }
}

void expectAnswersOf(const std::string& service) {
  const std::string folder = TALLYFOLD_TESTS_FOLDER "/cases/" + service;
  const json::Value sets = readJson(folder + "/events.json");
  std::set<std::string> paths;
  for (const auto& file : std::filesystem::directory_iterator(folder))
    paths.insert(file.path().string());
  ASSERT_GT(paths.size(), 1U);
  for (const std::string& path : paths) {
    SCOPED_TRACE(path);
    if (path != folder + "/events.json") expectAnswers(sets, readJson(path));
  }
}

TEST(Cases, EveryAnswerIsTheExpectedOneByteForByte) { expectAnswersOf("flexprice"); }

TEST(Cases, EveryLagoAnswerIsTheExpectedOneByteForByte) { expectAnswersOf("lago"); }

TEST(Cases, EverySeatsioAnswerIsTheExpectedOneByteForByte) { expectAnswersOf("seatsio"); }

TEST(Cases, EveryAnswerToOurOwnQueryIsTheExpectedOneByteForByte) { expectAnswersOf("tallyfold"); }

}  // namespace
}  // namespace tallyfold::cases
