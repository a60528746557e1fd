// SPDX-License-Identifier: Apache-2.0
// If this fails, a damaged or foreign partial result is added to a bill.
#include <gtest/gtest.h>

#include "snapshot/frame.h"
#include "support.h"
#include "time/zone.h"

namespace tallyfold {
namespace {

using support::call;
using support::line;
using support::march;

std::string snapshotOf(const ReportCall& question, const EngineOptions& options = {}) {
  Engine engine(options);
  auto plan = engine.plan(question);
  EXPECT_TRUE(plan.ok());
  const std::string text =
      line("2024-03-05T10:00:00Z", R"({"v":1,"g":"a"})", R"(,"event_id":"x")") +
      line("2024-03-06T10:00:00Z", R"({"v":1e400,"g":"b"})") +
      line("2024-03-06T10:00:00Z", R"({"v":1e400})", R"(,"event_id":"y")") + "broken\n" +
      line("2024-03-07T10:00:00Z");
  EXPECT_TRUE(engine.append(text).ok());
  return plan.value()->snapshot().value();
}

// The message of the refusal, or "accepted".
std::string merged(const std::string& snapshot, const ReportCall& question,
                   const EngineOptions& options = {}) {
  Engine engine(options);
  auto plan = engine.plan(question);
  const std::string before = plan.value()->report().value().text;
  const Status restored = plan.value()->restore(snapshot);
  const Status merged = plan.value()->merge(snapshot);
  EXPECT_EQ(restored.ok(), merged.ok());
  if (merged.ok()) return "accepted";
  EXPECT_EQ(merged.error().code, ErrorCode::InvalidSnapshot);
  EXPECT_EQ(plan.value()->report().value().text, before);
  return merged.error().message;
}

TEST(Snapshot, ASnapshotOfTheSameQuestionIsAccepted) {
  const ReportCall question = call(march("SUM"));
  EXPECT_EQ(merged(snapshotOf(question), question), "accepted");
}

TEST(Snapshot, AnotherQuestionModeNowOrKeyIsRefused) {
  const ReportCall question = call(march("SUM"));
  const std::string snapshot = snapshotOf(question);
  const std::string refusal =
      "the snapshot belongs to another request: report, mode, request, now and identity key must "
      "be the same";
  for (const char* more :
       {R"(,"window_size":"DAY")", R"(,"group_by":["source"])", R"(,"filters":{"v":["1"]})",
        R"(,"dedupe":"none")", R"(,"lateness":"PT1H")", R"(,"external_customer_id":"c")",
        R"(,"customer_id":"c")", R"(,"bucket_size":"DAY")"}) {
    EXPECT_EQ(merged(snapshot, call(march("SUM", more))), refusal) << more;
  }
  EXPECT_EQ(merged(snapshot, call(march("MAX"))), refusal);
  EXPECT_EQ(merged(snapshot, call(march("SUM"), "as-is")), refusal);
  const std::string open = R"({"event_name":"e","aggregation_type":"COUNT"})";
  EXPECT_EQ(merged(snapshotOf(call(open)), call(open, "exact", "2024-04-01T00:00:01Z")), refusal);
  EngineOptions keyed;
  keyed.id_key = "k";
  EXPECT_EQ(merged(snapshot, question, keyed), refusal);
  for (const char* multiplier : {R"(,"multiplier":2)", R"(,"multiplier":3)"}) {
    EXPECT_EQ(merged(snapshotOf(call(march("SUM_WITH_MULTIPLIER"))),
                     call(march("SUM_WITH_MULTIPLIER", multiplier))),
              refusal);
  }
}

TEST(Snapshot, TheSameQuestionInOtherWordsIsAccepted) {
  const std::string snapshot =
      snapshotOf(call(march("SUM", R"(,"multiplier":null,"filters":{"b":["2"],"a":["1"]})")));
  EXPECT_EQ(
      merged(snapshot, call(march("sum", R"(,"filters":{"a":["1"],"b":["2"]},"numbers":"text")"))),
      "accepted");
}

TEST(Snapshot, EveryFlippedByteIsNoticed) {
  for (const char* type : {"SUM", "COUNT_UNIQUE", "LATEST"}) {
    const ReportCall question =
        call(march(type, R"(,"group_by":["properties.g"],"window_size":"DAY")"));
    const std::string snapshot = snapshotOf(question);
    Engine engine;
    auto plan = engine.plan(question);
    for (size_t at = 0; at < snapshot.size(); ++at) {
      for (const int flip : {0x01, 0x80, 0xff}) {
        std::string damaged = snapshot;
        damaged[at] = static_cast<char>(damaged[at] ^ flip);
        const Status status = plan.value()->merge(damaged);
        ASSERT_FALSE(status.ok()) << "byte " << at;
        ASSERT_EQ(status.error().code, ErrorCode::InvalidSnapshot);
      }
    }
  }
}

TEST(Snapshot, EveryCutAndEveryAdditionIsNoticed) {
  const ReportCall question = call(march("SUM"));
  const std::string snapshot = snapshotOf(question);
  Engine engine;
  auto plan = engine.plan(question);
  for (size_t size = 0; size < snapshot.size(); ++size)
    ASSERT_FALSE(plan.value()->merge(snapshot.substr(0, size)).ok()) << size;
  EXPECT_FALSE(plan.value()->merge(snapshot + "x").ok());
  EXPECT_FALSE(plan.value()->merge(snapshot + snapshot).ok());
}

TEST(Snapshot, TheRefusalSaysWhatIsWrong) {
  const Hash128 mine{1, 2};
  const std::string frame = frameSnapshot(mine, "body");
  EXPECT_EQ(openSnapshot(mine, frame).value(), "body");
  EXPECT_NE(openSnapshot({1, 3}, frame).error().message.find("another request"), std::string::npos);
  EXPECT_NE(
      openSnapshot(mine, "hello, this is no snapshot at all").error().message.find("is not one"),
      std::string::npos);
  std::string format = frame;
  format[16] = 77;  // behind the length and text of the magic word
  EXPECT_NE(openSnapshot(mine, format).error().message.find("format 77"), std::string::npos);
  std::string zones = frame;
  zones.replace(frame.find(zoneDataVersion()), 5, "1999z");
  EXPECT_NE(openSnapshot(mine, zones).error().message.find("zone data 1999z"), std::string::npos);
}

TEST(Snapshot, TheSameStateGivesTheSameBytesWhateverTheChunks) {
  const ReportCall question = call(march("SUM", R"(,"dedupe":"none")"));
  const std::string text =
      line("2024-03-05T10:00:00Z", R"({"v":1})") + line("2024-03-06T10:00:00Z", R"({"v":2})");
  Engine one, two;
  auto first = one.plan(question), second = two.plan(question);
  ASSERT_TRUE(one.append(text).ok());
  AppendCall more;
  more.more = true;
  for (const char c : text) ASSERT_TRUE(two.append(std::string_view(&c, 1), more).ok());
  EXPECT_EQ(first.value()->snapshot().value(), second.value()->snapshot().value());
}

}  // namespace
}  // namespace tallyfold
