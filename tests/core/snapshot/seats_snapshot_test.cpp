// SPDX-License-Identifier: Apache-2.0
// If this fails, a damaged or foreign partial of a seating report is added to a bill, or ends the
// process.
#include <gtest/gtest.h>

#include "base/bytes.h"
#include "seats.h"
#include "snapshot/frame.h"

namespace tallyfold {
namespace {

std::string snapshotOf(const ReportCall& question, int count = 60) {
  EngineOptions options;
  options.ids = EngineOptions::Ids::Texts;
  Engine engine(options);
  auto plan = engine.plan(question);
  EXPECT_TRUE(plan.ok());
  seats::append(engine, seats::RandomRecords(5, seats::Ids::Mixed).stream(count, 86400, 3600));
  return plan.value()->snapshot().value();
}

// With ids that wait, closed months and open ones, and names of charts.
std::vector<ReportCall> storedQuestions() {
  return {seats::months(), seats::month(R"(,"order":"input")"),
          seats::months(R"(,"lateness":"P1D","dedupe":"none")"),
          seats::objects(R"(,"lateness":"P9D")")};
}

TEST(SeatsSnapshot, EveryFlippedByteIsNoticed) {
  for (const ReportCall& question : storedQuestions()) {
    const std::string snapshot = snapshotOf(question, 25);
    Engine engine;
    auto plan = engine.plan(question);
    const std::string before = plan.value()->snapshot().value();
    for (size_t at = 0; at < snapshot.size(); ++at) {
      std::string damaged = snapshot;
      damaged[at] = static_cast<char>(damaged[at] ^ (at % 2 == 0 ? 0x01 : 0x80));
      const Status status = plan.value()->merge(damaged);
      ASSERT_FALSE(status.ok()) << "byte " << at;
      ASSERT_EQ(status.error().code, ErrorCode::InvalidSnapshot);
    }
    EXPECT_EQ(plan.value()->snapshot().value(), before);
    EXPECT_TRUE(plan.value()->merge(snapshot).ok());
  }
}

struct Frame {
  Hash128 fingerprint;
  std::string body;
};

Frame opened(const std::string& snapshot) {
  ByteReader in(snapshot);
  in.text();
  in.u32();
  in.text();
  Frame frame;
  frame.fingerprint = {in.u64(), in.u64()};
  in.u64();
  in.u64();
  frame.body = in.text();
  EXPECT_TRUE(in.ok() && in.atEnd());
  EXPECT_EQ(frameSnapshot(frame.fingerprint, frame.body), snapshot);
  return frame;
}

TEST(SeatsSnapshot, ABodyThatEndsTooEarlyOrTooLateIsDamagedThoughItsFrameFits) {
  for (const ReportCall& question : storedQuestions()) {
    const Frame frame = opened(snapshotOf(question, 25));
    Engine engine;
    auto plan = engine.plan(question);
    const std::string before = plan.value()->snapshot().value();
    for (size_t size = 0; size < frame.body.size(); ++size) {
      const Status status =
          plan.value()->merge(frameSnapshot(frame.fingerprint, frame.body.substr(0, size)));
      ASSERT_FALSE(status.ok()) << size;
      ASSERT_EQ(status.error().message, "the snapshot is damaged");
    }
    EXPECT_FALSE(plan.value()->restore(frameSnapshot(frame.fingerprint, frame.body + "x")).ok());
    EXPECT_EQ(plan.value()->snapshot().value(), before);
  }
}

TEST(SeatsSnapshot, WhateverAWellFramedBodySaysNothingEndsTheProcess) {
  for (const ReportCall& question : storedQuestions()) {
    const Frame frame = opened(snapshotOf(question, 25));
    size_t taken = 0;
    for (size_t at = 0; at < frame.body.size(); ++at) {
      for (const int flip : {0x01, 0x80, 0xff}) {
        std::string body = frame.body;
        body[at] = static_cast<char>(body[at] ^ flip);
        Engine engine;
        auto plan = engine.plan(question);
        if (!plan.value()->restore(frameSnapshot(frame.fingerprint, body)).ok()) continue;
        ++taken;
        ASSERT_TRUE(plan.value()->report().ok());
        ASSERT_TRUE(plan.value()->snapshot().ok());
      }
    }
    EXPECT_GT(taken, 0u);
  }
}

TEST(SeatsSnapshot, OfAnotherRequestCatalogOrNowIsRefused) {
  const ReportCall question = seats::month();
  const std::string snapshot = snapshotOf(question);
  std::vector<ReportCall> others = {seats::months(), seats::month("", "2024-04"), seats::objects()};
  for (const char* more :
       {R"(,"shape":"current")", R"(,"gaPlaces":"cumulative")", R"(,"dedupe":"none")",
        R"(,"lateness":"P1D")", R"(,"timeZone":"Asia/Tokyo")", R"(,"order":"input")"})
    others.push_back(seats::month(more));
  ReportCall catalog = question, now = question, exact = question;
  catalog.catalog = R"({"seatsio":{"workspaces":[{"id":99}]}})";
  now.now = "2024-06-01T00:00:01Z";
  exact.mode = "exact";
  others.insert(others.end(), {catalog, now, exact});
  for (const ReportCall& other : others) {
    Engine engine;
    auto plan = engine.plan(other);
    EXPECT_EQ(plan.value()->merge(snapshot).error().code, ErrorCode::InvalidSnapshot)
        << other.request;
  }
  Engine engine;
  ReportCall same = question;
  same.catalog = "{}";
  EXPECT_TRUE(engine.plan(same).value()->merge(snapshot).ok());
}

TEST(SeatsSnapshot, TheSameStateGivesTheSameBytes) {
  for (const ReportCall& question : storedQuestions()) {
    const std::string snapshot = snapshotOf(question);
    Engine engine;
    auto plan = engine.plan(question);
    ASSERT_TRUE(plan.value()->restore(snapshot).ok());
    EXPECT_EQ(plan.value()->snapshot().value(), snapshot);
    // Asking in between changes nothing.
    ASSERT_TRUE(plan.value()->report().ok());
    EXPECT_EQ(opened(plan.value()->snapshot().value()).body.size(), opened(snapshot).body.size());
  }
}

}  // namespace
}  // namespace tallyfold
