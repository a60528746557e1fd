// SPDX-License-Identifier: Apache-2.0
// If this fails, events near the edge of a window are counted in the window beside it.
#include "query/block_spans.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <random>

#include "time/instant.h"

namespace tallyfold {
namespace {

constexpr int64_t kHourNs = 3600 * kNanosecondsPerSecond;
constexpr int64_t kFirstNs = 1'700'000'000 * kNanosecondsPerSecond;

struct Events {
  int64_t step_ns;      // from one to the next
  int64_t late_by_ns;   // at most, one in twelve
  int64_t unit_ns = 1;  // all times are multiples of it
};

std::vector<int64_t> timesOf(const Events& events, size_t count) {
  std::mt19937_64 random(17);
  std::vector<int64_t> times;
  for (size_t i = 0; i < count; ++i) {
    int64_t time_ns = kFirstNs + static_cast<int64_t>(i) * events.step_ns;
    if (events.late_by_ns != 0 && random() % 12 == 0)
      time_ns -= static_cast<int64_t>(random() % static_cast<uint64_t>(events.late_by_ns));
    times.push_back(time_ns / events.unit_ns * events.unit_ns);
  }
  return times;
}

NativeQuery queryOf(const char* window, bool compares) {
  NativeQuery query;
  query.window.emplace();
  query.window->size = *intervalNamed(window);
  query.start_ns = kFirstNs - 1000 * kHourNs;
  query.end_ns = kFirstNs + 1000 * kHourNs;
  if (compares) {
    query.previous_start_ns = query.start_ns;
    query.start_ns = kFirstNs + 5 * kHourNs + 1;
  }
  return query;
}

// Every way of telling spans agrees with a look at each time. Answers whether there were runs.
bool expectSpans(const NativeQuery& query, const std::vector<int64_t>& times, int64_t unit_ns) {
  MemoryAccount account;
  Block block(account);
  block.rows = static_cast<uint32_t>(times.size());
  block.times.assign(times.data(), times.size(), unit_ns);
  const auto [low, high] = std::minmax_element(times.begin(), times.end());
  block.zones.push_back({*low, *high});
  SlotTable slots(account);
  BlockSpans spans(query, slots);
  spans.begin(block);
  std::vector<uint32_t> read(times.size());
  spans.read(times.data(), times.size(), read.data());
  for (size_t i = 0; i < times.size(); ++i) {
    const Window expected = intervalAt(*query.window, times[i]);
    EXPECT_EQ(slots.window(BlockSpans::windowOf(read[i])).label_ns, expected.label_ns) << i;
    const bool previous = query.previous_start_ns && times[i] < query.start_ns;
    EXPECT_EQ(BlockSpans::isPrevious(read[i]), previous) << i;
  }
  std::vector<SlotRun> runs;
  if (!spans.findRuns({0, times.size(), nullptr}, runs)) return false;
  size_t end = 0;
  for (const SlotRun& run : runs) {
    EXPECT_EQ(run.begin, end);
    for (end = run.begin; end < run.end; ++end) EXPECT_EQ(run.slot, read[end]) << end;
  }
  EXPECT_EQ(end, times.size());
  return true;
}

TEST(BlockSpans, FindsRunsOfEventsInOrder) {
  for (const bool compares : {false, true}) {
    const std::vector<int64_t> times = timesOf({37 * kNanosecondsPerSecond, 0, 1'000'000}, 4000);
    EXPECT_TRUE(expectSpans(queryOf("hour", compares), times, 1'000'000));
    EXPECT_TRUE(expectSpans(queryOf("day", compares), times, 1'000'000));
    EXPECT_TRUE(expectSpans(queryOf("month", compares), times, 1'000'000));
  }
}

TEST(BlockSpans, FindsRunsOfEventsOfWhichFewAreLate) {
  const Events late{40 * kNanosecondsPerSecond, 6 * kHourNs, kNanosecondsPerSecond};
  EXPECT_TRUE(expectSpans(queryOf("day", false), timesOf(late, 4000), kNanosecondsPerSecond));
  EXPECT_TRUE(expectSpans(queryOf("day", true), timesOf(late, 4000), kNanosecondsPerSecond));
}

TEST(BlockSpans, TellsShortRunsFromLongOnes) {
  // Each event has a window of its own.
  const Events sparse{kHourNs, 0, kNanosecondsPerSecond};
  EXPECT_FALSE(expectSpans(queryOf("hour", false), timesOf(sparse, 900), kNanosecondsPerSecond));
}

// Times of a minute take two bytes, of nanoseconds eight, which are read one by one.
TEST(BlockSpans, KnowsEveryWidthOfTimes) {
  const std::vector<int64_t> few = timesOf({kNanosecondsPerSecond, 0, kNanosecondsPerSecond}, 9000);
  EXPECT_TRUE(expectSpans(queryOf("hour", false), few, kNanosecondsPerSecond));
  const std::vector<int64_t> fine = timesOf({999'999'937, 0, 1}, 4000);
  EXPECT_FALSE(expectSpans(queryOf("hour", false), fine, 1));
}

TEST(BlockSpans, HoldsAnEventOnTheEdge) {
  const int64_t edge_ns = kFirstNs / kHourNs * kHourNs + kHourNs;
  std::vector<int64_t> times(200, edge_ns - 200'000'000);
  times.resize(300, edge_ns - 1'000'000);
  times.resize(400, edge_ns);
  times.resize(600, edge_ns + 200'000'000);
  EXPECT_TRUE(expectSpans(queryOf("hour", false), times, 1'000'000));
  // Here all times are below 256 milliseconds apart, and take a byte.
  times = {edge_ns - 1'000'000, edge_ns, edge_ns + 1'000'000};
  EXPECT_FALSE(expectSpans(queryOf("hour", false), times, 1'000'000));
}

}  // namespace
}  // namespace tallyfold
