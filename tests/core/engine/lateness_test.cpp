// SPDX-License-Identifier: Apache-2.0
// If this fails, a stream with a declared lateness answers by how its input was cut, or forgets
// what it should know.
#include <gtest/gtest.h>

#include "support.h"

namespace tallyfold {
namespace {

using support::ask;
using support::call;
using support::line;
using support::march;

constexpr const char* kHour = R"(,"lateness":"PT1H")";

TEST(Lateness, WhatIsBehindTheLatestEventByMoreIsInTheLedger) {
  Engine engine;
  ASSERT_TRUE(engine
                  .append(line("2024-03-05T10:00:00Z", R"({"v":1})") +
                          line("2024-03-05T12:00:00Z", R"({"v":2})") +
                          line("2024-03-05T11:00:00Z", R"({"v":4})") +
                          line("2024-03-05T10:59:59.999999999Z", R"({"v":8})"))
                  .ok());
  const Report report = ask(engine, march("SUM", kHour));
  EXPECT_EQ(support::at(report.text, {"value"}).text, "7");
  EXPECT_EQ(support::number(report.ledger, {"rejected", "counts", "late"}), 1u);
  EXPECT_FALSE(report.complete);
}

TEST(Lateness, RowsThatAreNotAskedForMoveNothing) {
  Engine engine;
  ASSERT_TRUE(engine
                  .append(line("2024-03-05T10:00:00Z") + line("2024-05-05T12:00:00Z") +
                          line("2024-03-05T10:30:00Z"))
                  .ok());
  EXPECT_EQ(support::at(ask(engine, march("COUNT", kHour)).text, {"value"}).text, "2");
}

TEST(Lateness, AnIdBehindTheHorizonIsForgottenAndBeginsAnew) {
  Engine engine;
  const char* id = R"(,"event_id":"x")";
  ASSERT_TRUE(engine
                  .append(line("2024-03-05T10:00:00Z", R"({"v":1})", id) +
                          line("2024-03-05T10:30:00Z", R"({"v":2})", id) +
                          line("2024-03-05T12:00:00Z", R"({"v":4})") +
                          line("2024-03-05T12:00:00Z", R"({"v":8})", id))
                  .ok());
  EXPECT_EQ(support::at(ask(engine, march("SUM", kHour)).text, {"value"}).text, "14");
  EXPECT_EQ(support::at(ask(engine, march("SUM")).text, {"value"}).text, "12");
}

std::string disordered(uint64_t seed, int count) {
  std::mt19937_64 random(seed);
  std::string text;
  for (int i = 0; i < count; ++i) {
    const int minute = i / 3 + static_cast<int>(random() % 100);
    char time[32];
    std::snprintf(time, sizeof time, "2024-03-%02dT%02d:%02d:00Z", 1 + minute / 1440,
                  minute / 60 % 24, minute % 60);
    text += line(time, "{\"v\":" + std::to_string(random() % 100) + "}",
                 ",\"event_id\":\"" + std::to_string(random() % 500) + "\"");
  }
  return text;
}

TEST(Lateness, HowTheInputIsCutNeverShows) {
  const std::string text = disordered(1, 3000);
  std::mt19937 random(4);
  for (const char* mode : {"as-is", "exact"}) {
    for (const char* more :
         {R"(,"lateness":"PT1H")", R"(,"lateness":"PT10M","window_size":"HOUR")"}) {
      const ReportCall question = call(march("SUM", more), mode);
      Engine whole;
      ASSERT_TRUE(whole.append(text).ok());
      const Report expected = ask(whole, question);
      EXPECT_GT(support::number(expected.ledger, {"rejected", "counts", "late"}), 0u);
      for (int round = 0; round < 4; ++round) {
        EngineOptions options;
        options.keep = round % 2 == 0 ? EngineOptions::Keep::Plans : EngineOptions::Keep::Events;
        Engine engine(options);
        auto plan = engine.plan(question);
        for (size_t begin = 0; begin < text.size();) {
          const size_t size = 1 + random() % (round < 2 ? 200000 : 3000);
          AppendCall append;
          append.more = begin + size < text.size();
          ASSERT_TRUE(engine.append(std::string_view(text).substr(begin, size), append).ok());
          if (random() % 2 == 0) {
            ASSERT_TRUE(plan.value()->report().ok());
          }
          begin += size;
        }
        const Report report = plan.value()->report().value();
        EXPECT_EQ(report.text, expected.text);
        EXPECT_EQ(report.ledger, expected.ledger);
        support::expectBalanced(report);
      }
    }
  }
}

TEST(Lateness, SeveralSourcesGiveOneAnswerToAPlanAndAReport) {
  Engine engine;
  AppendCall late;
  late.source = 1;
  const ReportCall question = call(march("SUM", kHour));
  auto plan = engine.plan(question);
  // Source 1 comes first, and is far ahead.
  ASSERT_TRUE(engine.append(line("2024-03-05T12:00:00Z", R"({"v":2})"), late).ok());
  ASSERT_TRUE(engine.append(line("2024-03-05T10:00:00Z", R"({"v":1})")).ok());
  const std::string at_once = ask(engine, question).text;
  EXPECT_EQ(plan.value()->report().value().text, at_once);
  EXPECT_EQ(ask(engine, question).text, at_once);
}

TEST(Lateness, IdsDoNotPileUp) {
  EngineOptions options;
  options.keep = EngineOptions::Keep::Plans;
  Engine engine(options);
  auto plan = engine.plan(call(march("COUNT", R"(,"lateness":"PT1M")")));
  uint64_t held = 0, id = 0;
  for (int hour = 0; hour < 6; ++hour) {
    std::string text;
    for (int i = 0; i < 36000; ++i) {
      char time[40];
      std::snprintf(time, sizeof time, "2024-03-05T%02d:%02d:%02dZ", hour, i / 600, i / 10 % 60);
      text += line(time, "{}", ",\"event_id\":\"" + std::to_string(id++) + "\"");
    }
    ASSERT_TRUE(engine.append(text).ok());
    ASSERT_TRUE(plan.value()->snapshot().ok());
    if (hour == 2) held = plan.value()->snapshot().value().size();
  }
  EXPECT_LE(plan.value()->snapshot().value().size(), held + held / 10);
  EXPECT_LE(held, 1000u * 100u);
  EXPECT_EQ(support::at(plan.value()->report().value().text, {"value"}).text, "216000");
}

}  // namespace
}  // namespace tallyfold
