// SPDX-License-Identifier: Apache-2.0
// If this fails, a native query with a lateness answers by how its input was cut or by how a block
// orders its names, or forgets what it should know.
#include <gtest/gtest.h>

#include "support.h"

namespace tallyfold {
namespace {

using support::ask;

ReportCall query(const std::string& more) {
  return {"tallyfold.query", "exact",
          R"({"aggregations":{"sum":{"type":"sum","property":"v"},)"
          R"("n":{"type":"count"},"p":{"type":"percentile","property":"v","p":50}})" +
              more + "}",
          support::kNow};
}

std::string event(const char* name, int minute, uint64_t id, const std::string& value) {
  char time[32];
  std::snprintf(time, sizeof time, "2024-03-%02dT%02d:%02d:00Z", 1 + minute / 1440,
                minute / 60 % 24, minute % 60);
  return R"({"event_name":")" + std::string(name) +
         R"(","external_customer_id":"c","timestamp":")" + time + R"(","event_id":")" +
         std::to_string(id) + R"(","properties":{"v":)" + value + "}}\n";
}

std::string sumOf(const Report& report) {
  return support::at(report.text, {"totals", "values", "sum"}).text;
}

TEST(NativeLateness, AnotherNameFurtherBackInTheInputMakesNothingLate) {
  Engine engine;
  // The block has "a" in front of "b", whatever came first.
  ASSERT_TRUE(engine
                  .append(event("a", 0, 1, "1") + event("b", 300, 2, "2") +
                          event("a", 100, 3, "4") + event("b", 240, 4, "8"))
                  .ok());
  const Report report = ask(engine, query(R"(,"lateness":"PT1H")"));
  EXPECT_EQ(sumOf(report), "11");
  EXPECT_EQ(support::number(report.ledger, {"rejected", "counts", "late"}), 1U);
  EXPECT_FALSE(report.complete);
  EXPECT_EQ(sumOf(ask(engine, query(R"(,"event":"a","lateness":"PT1H")"))), "5");
}

TEST(NativeLateness, AnIdBehindTheHorizonBeginsAnewUnderAnyName) {
  Engine engine;
  ASSERT_TRUE(engine
                  .append(event("b", 0, 1, "1") + event("a", 30, 1, "2") + event("a", 120, 2, "4") +
                          event("b", 121, 1, "1e300"))
                  .ok());
  EXPECT_EQ(sumOf(ask(engine, query(R"(,"lateness":"PT1H")"))), "1" + std::string(299, '0') + "6");
  EXPECT_EQ(sumOf(ask(engine, query(""))), "1" + std::string(299, '0') + "4");
}

std::string disordered(uint64_t seed, int count) {
  static constexpr const char* kNames[] = {"a", "b", "c"};
  static constexpr const char* kValues[] = {"1", "2.5", "\"3\"", "1e40", "\"none\"", "null"};
  std::mt19937_64 random(seed);
  std::string text;
  for (int i = 0; i < count; ++i) {
    text += event(kNames[random() % 3], i / 3 + static_cast<int>(random() % 100), random() % 500,
                  kValues[random() % 6]);
  }
  return text;
}

TEST(NativeLateness, HowTheInputIsCutNeverShows) {
  const std::string text = disordered(1, 3000);
  std::mt19937 random(4);
  for (const char* more : {R"(,"lateness":"PT1H")", R"(,"lateness":"PT10M","window":"hour")",
                           R"(,"lateness":"PT1H","group_by":["event"],"dedupe":"none")"}) {
    Engine whole;
    ASSERT_TRUE(whole.append(text).ok());
    const Report expected = ask(whole, query(more));
    EXPECT_GT(support::number(expected.ledger, {"rejected", "counts", "late"}), 0U);
    for (int round = 0; round < 4; ++round) {
      EngineOptions options;
      options.keep = round % 2 == 0 ? EngineOptions::Keep::Plans : EngineOptions::Keep::Events;
      Engine engine(options);
      auto plan = engine.plan(query(more));
      for (size_t begin = 0; begin < text.size();) {
        const size_t size = 1 + random() % (round < 2 ? 200000 : 3000);
        AppendCall append;
        append.more = begin + size < text.size();
        ASSERT_TRUE(engine.append(std::string_view(text).substr(begin, size), append).ok());
        if (random() % 2 == 0) {
          ASSERT_TRUE(plan.value()->restore(plan.value()->snapshot().value()).ok());
        }
        begin += size;
      }
      const Report report = plan.value()->report().value();
      EXPECT_EQ(report.text, expected.text) << more;
      EXPECT_EQ(report.ledger, expected.ledger) << more;
      support::expectBalanced(report);
    }
  }
}

TEST(NativeLateness, IdsDoNotPileUp) {
  EngineOptions options;
  options.keep = EngineOptions::Keep::Plans;
  Engine engine(options);
  auto plan = engine.plan(query(R"(,"lateness":"PT5M")"));
  uint64_t held = 0;
  uint64_t id = 0;
  for (int hour = 0; hour < 6; ++hour) {
    std::string text;
    for (int i = 0; i < 12000; ++i)
      text += event(i % 2 == 0 ? "a" : "b", hour * 60 + i / 200, id++, "1");
    ASSERT_TRUE(engine.append(text).ok());
    if (hour == 2) held = plan.value()->snapshot().value().size();
  }
  EXPECT_LE(plan.value()->snapshot().value().size(), held + held / 10);
  EXPECT_LE(held, 3000U * 200U);
  EXPECT_EQ(sumOf(plan.value()->report().value()), "72000");
}

}  // namespace
}  // namespace tallyfold
