// SPDX-License-Identifier: Apache-2.0
// If this fails, a limit on memory ends the process in the middle of a seating report, or loses
// what was counted before.
#include <gtest/gtest.h>

#include "seats.h"

namespace tallyfold {
namespace {

using seats::Record;

EngineOptions limited(uint64_t bytes, EngineOptions::Keep keep = EngineOptions::Keep::Events) {
  EngineOptions options;
  options.max_memory_bytes = bytes;
  options.keep = keep;
  return options;
}

// Bookings of as many seats, one a second from the first on.
std::string seatsFrom(int first, int count) {
  std::string text;
  for (int i = first; i < first + count; ++i) {
    text += Record{.label = "Block " + std::to_string(i / 100) + "-" + std::to_string(i),
                   .id = std::to_string(i)}
                .line();
  }
  return text;
}

TEST(SeatsMemory, APlanThatOutgrowsTheLimitIsRefusedAndTheEarlierAnswerStays) {
  Engine engine(limited(20u << 20, EngineOptions::Keep::Plans));
  auto plan = engine.plan(seats::months());
  std::string answer, snapshot;
  bool refused = false;
  for (int i = 0; i < 400 && !refused; ++i) {
    refused = !engine.append(seatsFrom(i * 1000, 1000), seats::source(0)).ok();
    const Result<Report> report = plan.value()->report();
    EXPECT_LE(engine.memoryBytes(), 20u << 20);
    if (!report.ok()) {
      EXPECT_EQ(report.error().code, ErrorCode::OutOfMemory);
      refused = true;
    } else if (!refused) {
      answer = report.value().text;
      snapshot = plan.value()->snapshot().value();
    }
  }
  ASSERT_TRUE(refused);
  EXPECT_GT(answer.size(), 2u);
  Engine other;
  auto again = other.plan(seats::months());
  ASSERT_TRUE(again.value()->restore(snapshot).ok());
  EXPECT_EQ(again.value()->report().value().text, answer);
}

// Appends until no more fits: selections of an area, which a report keeps one by one.
void fill(Engine& engine) {
  std::string text;
  for (int i = 0; i < 500; ++i)
    text += Record{.kind = "selection", .more = R"(,"objectType":"generalAdmission")"}.line();
  for (int i = 0; i < 2000; ++i) {
    if (!engine.append(text, seats::source(0)).ok()) return;
  }
  FAIL() << "everything fits";
}

TEST(SeatsMemory, AReportThatDoesNotFitIsRefusedAndTheEarlierAnswerStays) {
  Engine engine(limited(33u << 20));
  seats::append(engine, Record{.id = "\"x\"", .event = "11"}.line(), 1);
  const ReportCall small = seats::objects("", "11");
  const std::string answer = support::ask(engine, small).text;
  EXPECT_NE(answer, "[]");
  fill(engine);
  EXPECT_EQ(support::ask(engine, small).text, answer);
  const auto large = engine.report(seats::months());
  ASSERT_FALSE(large.ok());
  EXPECT_EQ(large.error().code, ErrorCode::OutOfMemory);
  const auto plan = engine.plan(seats::months());
  ASSERT_FALSE(plan.ok());
  EXPECT_EQ(plan.error().code, ErrorCode::OutOfMemory);
  const uint64_t held = engine.memoryBytes();
  EXPECT_FALSE(engine.plan(seats::months()).ok());
  EXPECT_EQ(engine.memoryBytes(), held);
  EXPECT_EQ(support::ask(engine, small).text, answer);
}

TEST(SeatsMemory, AMergeThatDoesNotFitLeavesThePlanAsItWas) {
  Engine large;
  auto plan = large.plan(seats::months());
  seats::append(large, seatsFrom(0, 20'000));
  const std::string snapshot = plan.value()->snapshot().value();
  Engine small(limited(8u << 20));
  auto other = small.plan(seats::months());
  seats::append(small, seatsFrom(50'000, 10));
  const std::string before = other.value()->report().value().text;
  EXPECT_EQ(other.value()->merge(snapshot).error().code, ErrorCode::OutOfMemory);
  EXPECT_EQ(other.value()->restore(snapshot).error().code, ErrorCode::OutOfMemory);
  EXPECT_EQ(other.value()->report().value().text, before);
}

TEST(SeatsMemory, ClosingMonthsStaysWithinTheLimit) {
  for (const uint64_t megabytes : {10u, 16u}) {
    const uint64_t limit = megabytes << 20;
    Engine engine(limited(limit, EngineOptions::Keep::Plans));
    auto plan = engine.plan(seats::months(R"(,"lateness":"PT1H","dedupe":"none")"));
    for (int month = 1; month <= 5; ++month) {
      for (int part = 0; part < 30; ++part) {
        std::string text;
        for (int i = 0; i < 1000; ++i) {
          char date[96];
          std::snprintf(date, sizeof date, "2024-%02d-%02dT%02d:%02d:%02dZ", month, 1 + part / 2,
                        part % 2 * 12, i / 60, i % 60);
          text += Record{.date = date, .label = "GA", .more = R"(,"objectType":"generalAdmission")"}
                      .line();
        }
        if (!engine.append(text, seats::source(0)).ok()) break;
        EXPECT_LE(engine.memoryBytes(), limit) << megabytes;
      }
      if (!plan.value()->report().ok()) break;
      EXPECT_LE(engine.memoryBytes(), limit) << megabytes;
    }
  }
}

TEST(SeatsMemory, WhatAReportTakesIsGivenBack) {
  Engine engine;
  seats::append(engine, seats::RandomRecords(3, seats::Ids::Mixed).lines(2000));
  for (const ReportCall& question : seats::questions()) {
    { const auto plan = engine.plan(question); }
    const uint64_t held = engine.memoryBytes();
    support::ask(engine, question);
    { const auto plan = engine.plan(question); }
    EXPECT_EQ(engine.memoryBytes(), held) << question.request;
  }
}

}  // namespace
}  // namespace tallyfold
