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

void expectAnswers(const json::Value& sets, const json::Value& group) {
  for (const json::Value& one : group.find("cases")->items) {
    const json::Value* events = one.find("events");
    if (events->isText()) events = sets.find(events->text);
    const Answer answer = answerReport(one.find("report")->text, one.find("mode")->text,
                                       one.find("now")->text, *events, *one.find("request"));
    SCOPED_TRACE(one.find("name")->text);
    EXPECT_EQ(std::to_string(answer.status), one.find("status")->text);
    const json::Value* body = one.find("body");
    if (body == nullptr) continue;
    EXPECT_EQ(answer.text, program::jsonText(*body));
  }
}

TEST(Cases, EveryAnswerIsTheExpectedOneByteForByte) {
  const std::string folder = TALLYFOLD_TESTS_FOLDER "/cases/flexprice";
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

}  // namespace
}  // namespace tallyfold::cases
