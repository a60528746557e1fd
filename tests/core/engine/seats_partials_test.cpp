// SPDX-License-Identifier: Apache-2.0
// If this fails, seating reports of workers add up to another bill than one engine's.
#include <gtest/gtest.h>

#include <algorithm>

#include "seats.h"

namespace tallyfold {
namespace {

using seats::expectSame;

constexpr uint32_t kShards = 8;

std::vector<std::string> shards(uint64_t seed, seats::Ids ids, int count) {
  std::vector<std::string> inputs;
  for (uint64_t i = 0; i < kShards; ++i)
    inputs.push_back(seats::RandomRecords(seed + i, ids).lines(count));
  return inputs;
}

std::string snapshotOf(const ReportCall& question, const std::string& input, uint32_t source) {
  EngineOptions options;
  options.keep = source % 2 == 0 ? EngineOptions::Keep::Plans : EngineOptions::Keep::Events;
  Engine shard(options);
  auto plan = shard.plan(question);
  EXPECT_TRUE(plan.ok()) << plan.error().message;
  seats::append(shard, input, source);
  return plan.value()->snapshot().value();
}

// Partials of partials, with a trip through bytes in between.
Report merged(const ReportCall& question, const std::vector<std::string>& snapshots) {
  Engine empty, half;
  auto plan = empty.plan(question), other = half.plan(question);
  EXPECT_TRUE(other.value()->restore(snapshots[kShards - 1]).ok());
  for (size_t i = 0; i < 4; ++i) EXPECT_TRUE(plan.value()->merge(snapshots[i]).ok());
  for (size_t i = 4; i < kShards - 1; ++i) EXPECT_TRUE(other.value()->merge(snapshots[i]).ok());
  EXPECT_TRUE(plan.value()->merge(other.value()->snapshot().value()).ok());
  const Report first = plan.value()->report().value();
  expectSame(plan.value()->report().value(), first, "asked twice");
  return first;
}

TEST(SeatsPartials, ShardsMergedInAnyOrderEqualOneReport) {
  std::mt19937 random(2);
  size_t nonempty = 0;
  for (const seats::Ids ids :
       {seats::Ids::Integers, seats::Ids::Texts, seats::Ids::Mixed, seats::Ids::None}) {
    const auto inputs = shards(100 * static_cast<uint64_t>(ids), ids, 60);
    Engine whole;
    for (uint32_t i = 0; i < kShards; ++i) seats::append(whole, inputs[i], i);
    for (const ReportCall& question : seats::questions()) {
      const Report expected = support::ask(whole, question);
      nonempty += expected.text != "[]";
      std::vector<std::string> snapshots;
      for (uint32_t i = 0; i < kShards; ++i)
        snapshots.push_back(snapshotOf(question, inputs[i], i));
      for (int order = 0; order < 2; ++order) {
        std::shuffle(snapshots.begin(), snapshots.end(), random);
        expectSame(merged(question, snapshots), expected, question.report + question.request);
      }
      if (HasFailure()) return;
    }
  }
  EXPECT_GT(nonempty, 4 * seats::questions().size() * 9 / 10);
}

TEST(SeatsPartials, TheRandomRecordsSayAllThatTheTestsAreAbout) {
  Engine whole;
  const auto inputs = shards(0, seats::Ids::Integers, 60);
  for (uint32_t i = 0; i < kShards; ++i) seats::append(whole, inputs[i], i);
  const Report report = support::ask(whole, seats::months());
  for (const char* reason : {"duplicate", "unknown_event", "conflicting_copy"})
    EXPECT_GT(seats::rejected(report, reason), 0u) << reason;
  EXPECT_GT(support::number(report.ledger, {"coerced", "total"}), 0u);
  EXPECT_GT(support::number(report.ledger, {"intake", "total"}), 0u);
  EXPECT_GT(support::number(report.ledger, {"not_asked_for"}), 0u);
}

TEST(SeatsPartials, TheOrderOfTheInputsIsThatOfTheirNumbers) {
  const auto inputs = shards(50, seats::Ids::Mixed, 60);
  for (const ReportCall& question : seats::questions()) {
    Engine forwards, backwards;
    for (uint32_t i = 0; i < kShards; ++i) seats::append(forwards, inputs[i], i << 22);
    for (uint32_t i = kShards; i-- > 0;) seats::append(backwards, inputs[i], i << 22);
    expectSame(support::ask(backwards, question), support::ask(forwards, question),
               question.request);
    if (HasFailure()) return;
  }
}

TEST(SeatsPartials, APlanMadeBeforeAfterOrBetweenTheRecordsEqualsTheReport) {
  const auto inputs = shards(70, seats::Ids::Mixed, 50);
  for (const ReportCall& question : seats::questions()) {
    Engine engine;
    auto before = engine.plan(question);
    seats::append(engine, inputs[0]);
    auto between = engine.plan(question);
    ASSERT_TRUE(between.value()->report().ok());
    seats::append(engine, inputs[1], 1);
    auto after = engine.plan(question);
    EngineOptions options;
    options.only = question;
    Engine only(options);
    seats::append(only, inputs[0]);
    seats::append(only, inputs[1], 1);
    const Report expected = support::ask(engine, question);
    for (auto* plan : {&before, &between, &after})
      expectSame(plan->value()->report().value(), expected, question.report + question.request);
    expectSame(support::ask(only, question), expected, "only " + question.request);
    if (HasFailure()) return;
  }
}

TEST(SeatsPartials, ARestoredPlanGoesOnWhereTheSnapshotWasTaken) {
  const auto inputs = shards(80, seats::Ids::Integers, 50);
  for (const ReportCall& question : seats::questions()) {
    Engine whole, late;
    seats::append(whole, inputs[0]);
    seats::append(whole, inputs[1], 1);
    auto plan = late.plan(question);
    ASSERT_TRUE(plan.value()->restore(snapshotOf(question, inputs[0], 0)).ok());
    seats::append(late, inputs[1], 1);
    expectSame(plan.value()->report().value(), support::ask(whole, question),
               question.report + question.request);
    if (HasFailure()) return;
  }
}

TEST(SeatsPartials, EveryRecordIsInExactlyOnePlaceOfTheLedger) {
  for (uint64_t seed = 0; seed < 20; ++seed) {
    Engine engine;
    const std::string text = seats::RandomRecords(seed, seats::Ids::Mixed).lines(200);
    seats::append(engine, text);
    for (const ReportCall& question : seats::questions()) {
      // Asking checks the balance.
      const Report report = support::ask(engine, question);
      EXPECT_EQ(support::number(report.ledger, {"handed_in"}), 200u);
    }
    if (HasFailure()) return;
  }
}

TEST(SeatsPartials, BothModesAnswerTheSame) {
  Engine engine;
  seats::append(engine, seats::RandomRecords(1, seats::Ids::Mixed).lines(300));
  for (ReportCall question : seats::questions()) {
    const Report as_is = support::ask(engine, question);
    question.mode = "exact";
    expectSame(support::ask(engine, question), as_is, question.request);
  }
}

}  // namespace
}  // namespace tallyfold
