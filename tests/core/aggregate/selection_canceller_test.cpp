// SPDX-License-Identifier: Apache-2.0
// If this fails, a selection that was taken back is billed, or one that stands is not, or a list of
// changes made to be slow stops a report.
#include <gtest/gtest.h>

#include <ctime>
#include <functional>
#include <random>

#include "aggregate/seat_places.h"
#include "time/instant.h"

namespace tallyfold {
namespace {

using Changes = std::vector<SeatChange>;

constexpr uint64_t kNoToken = 0, kT = 1, kU = 3;

SeatChange made(SeatAct act, std::string_view date, uint32_t quantity, uint64_t token) {
  SeatChange change;
  change.setAct(act);
  change.time_ns = readRfc3339(std::string(date) + "T00:00:00Z")->time_ns;
  change.quantity = quantity & 0xfffffff;
  change.detail = token;
  return change;
}
SeatChange select(std::string_view date, uint32_t quantity = 1, uint64_t token = kNoToken) {
  return made(SeatAct::Select, date, quantity, token);
}
SeatChange deselect(std::string_view date, uint32_t quantity = 1, uint64_t token = kNoToken) {
  return made(SeatAct::Deselect, date, quantity, token);
}

// What is left of each selection.
std::vector<uint32_t> left(Changes changes, DeselectionRule rule = DeselectionRule::SameMonth) {
  const Months months;
  SelectionCanceller(rule, months).cancel(changes);
  std::vector<uint32_t> quantities;
  for (const SeatChange& change : changes) {
    if (change.act() == SeatAct::Select) quantities.push_back(change.quantity);
  }
  return quantities;
}
using Left = std::vector<uint32_t>;

TEST(SelectionCanceller, ADeselectionTakesTheLatestFirstAndItsRestFromTheOneBefore) {
  EXPECT_EQ(left({select("2024-03-01", 2), select("2024-03-02", 3), deselect("2024-03-03", 4)}),
            (Left{1, 0}));
  EXPECT_EQ(left({select("2024-03-01", 2), select("2024-03-02", 3), deselect("2024-03-03", 1),
                  deselect("2024-03-04", 3)}),
            (Left{1, 0}));
}

TEST(SelectionCanceller, OnlyWhatWasSelectedBeforeIsTakenBack) {
  EXPECT_EQ(left({deselect("2024-03-01", 5), select("2024-03-02", 2)}), (Left{2}));
  EXPECT_EQ(left({select("2024-03-01", 1), deselect("2024-03-02", 9), select("2024-03-03", 4)}),
            (Left{0, 4}));
}

TEST(SelectionCanceller, WithATokenOnlyTheSameTokenOrNone) {
  EXPECT_EQ(left({select("2024-03-01", 1, kT), select("2024-03-02", 1, kU),
                  deselect("2024-03-03", 1, kT)}),
            (Left{0, 1}));
  EXPECT_EQ(
      left({select("2024-03-01", 1, kT), select("2024-03-02", 1), deselect("2024-03-03", 1, kT)}),
      (Left{1, 0}));
  EXPECT_EQ(
      left({select("2024-03-01", 1), select("2024-03-02", 1, kT), deselect("2024-03-03", 2, kT)}),
      (Left{0, 0}));
  EXPECT_EQ(left({select("2024-03-01", 1, kU), deselect("2024-03-03", 1, kT)}), (Left{1}));
}

TEST(SelectionCanceller, WithoutATokenWhateverIsLatest) {
  EXPECT_EQ(
      left({select("2024-03-01", 1, kT), select("2024-03-02", 1, kU), deselect("2024-03-03")}),
      (Left{1, 0}));
  // Taken by token first, then the latest of what is left.
  EXPECT_EQ(left({select("2024-03-01", 1, kT), select("2024-03-02", 1, kU),
                  deselect("2024-03-03", 1, kU), deselect("2024-03-04")}),
            (Left{0, 0}));
}

TEST(SelectionCanceller, AClosedMonthIsLeftAlone) {
  const Changes over = {select("2024-02-29", 2), select("2024-03-01", 1),
                        deselect("2024-03-31", 3)};
  EXPECT_EQ(left(over), (Left{2, 0}));
  EXPECT_EQ(left(over, DeselectionRule::Always), (Left{0, 0}));
  EXPECT_EQ(left(over, DeselectionRule::Never), (Left{2, 1}));
  const Changes tokens = {select("2024-02-29", 2, kT), deselect("2024-03-01", 1, kT)};
  EXPECT_EQ(left(tokens), (Left{2}));
  EXPECT_EQ(left(tokens, DeselectionRule::Always), (Left{1}));
}

TEST(SelectionCanceller, TheMonthIsThatOfTheZone) {
  const Months new_york(Zone::find("America/New_York"));
  for (const bool in_zone : {true, false}) {
    const Months utc;
    Changes changes = {select("2024-03-01", 1), deselect("2024-03-20", 1)};
    SelectionCanceller(DeselectionRule::SameMonth, in_zone ? new_york : utc).cancel(changes);
    EXPECT_EQ(changes[0].quantity, in_zone ? 1u : 0u);
  }
}

TEST(SelectionCanceller, OneObjectAfterTheOtherShareNothing) {
  const Months months;
  SelectionCanceller canceller(DeselectionRule::Always, months);
  Changes first = {select("2024-03-01", 5), select("2024-03-01", 5, kT), deselect("2024-03-02")};
  canceller.cancel(first);
  Changes second = {deselect("2024-03-03", 2), deselect("2024-03-03", 2, kT),
                    select("2024-03-04", 3)};
  canceller.cancel(second);
  EXPECT_EQ(second[2].quantity, 3u);
}

// From the definition: look back over everything for each deselection.
void plainCancel(Changes& changes, DeselectionRule rule) {
  const Months months;
  if (rule == DeselectionRule::Never) return;
  for (size_t i = 0; i < changes.size(); ++i) {
    if (changes[i].act() != SeatAct::Deselect) continue;
    uint32_t rest = changes[i].quantity;
    for (size_t j = i; j-- > 0 && rest > 0;) {
      SeatChange& at = changes[j];
      if (at.act() != SeatAct::Select) continue;
      const bool tokens_differ =
          at.detail != 0 && changes[i].detail != 0 && at.detail != changes[i].detail;
      const bool same_month = months.at(at.time_ns).number == months.at(changes[i].time_ns).number;
      if (tokens_differ || (rule == DeselectionRule::SameMonth && !same_month)) continue;
      const uint32_t taken = std::min<uint32_t>(rest, at.quantity);
      at.quantity = (at.quantity - taken) & 0xfffffff;
      rest -= taken;
    }
  }
}

TEST(SelectionCanceller, IsWhatLookingBackOverEverythingWouldBe) {
  std::mt19937 random(11);
  const Months months;
  for (int round = 0; round < 600; ++round) {
    const auto rule = static_cast<DeselectionRule>(round % 3);
    Changes changes;
    int64_t time_ns = 0;
    for (int i = 0; i < 40; ++i) {
      const bool takes = random() % 2 == 0;
      SeatChange change = takes ? deselect("2024-01-01") : select("2024-01-01");
      change.quantity = 1 + random() % 4;
      change.detail = random() % 3;
      time_ns += static_cast<int64_t>(random() % 4) * 24 * 3600 * kNanosecondsPerSecond;
      change.time_ns += time_ns;
      changes.push_back(change);
    }
    Changes plain = changes;
    plainCancel(plain, rule);
    SelectionCanceller(rule, months).cancel(changes);
    for (size_t i = 0; i < changes.size(); ++i)
      ASSERT_EQ(changes[i].quantity, plain[i].quantity) << round << " " << i;
  }
}

// Of this process, so that a busy machine changes nothing.
double seconds(const std::function<void()>& work) {
  const std::clock_t begin = std::clock();
  work();
  return static_cast<double>(std::clock() - begin) / CLOCKS_PER_SEC;
}

TEST(SelectionCanceller, ListsMadeToBeSlowEndSoon) {
  constexpr uint32_t kHalf = 50'000;
  const Months months;
  for (const DeselectionRule rule : {DeselectionRule::SameMonth, DeselectionRule::Always}) {
    // Every deselection asks for a token that is not there, behind others of other tokens; every
    // selection has its own token; closed selections pile up on top of one that is open.
    for (const int shape : {0, 1, 2}) {
      Changes changes;
      for (uint32_t i = 0; i < kHalf; ++i)
        changes.push_back(select("2024-03-01", 1, shape == 0 ? kT : shape == 1 ? i + 1 : 0));
      for (uint32_t i = 0; i < kHalf; ++i)
        changes.push_back(deselect("2024-03-02", 1, shape == 0 ? kU : shape == 1 ? i / 2 + 1 : kT));
      SelectionCanceller canceller(rule, months);
      EXPECT_LT(seconds([&] { canceller.cancel(changes); }), 1.0) << shape;
    }
  }
}

TEST(SelectionCanceller, ABigObjectDoesNotSlowTheSmallOnesAfterIt) {
  const Months months;
  SelectionCanceller canceller(DeselectionRule::SameMonth, months);
  Changes large;
  for (uint32_t i = 0; i < 100'000; ++i) large.push_back(select("2024-03-01", 1, i + 1));
  large.push_back(deselect("2024-03-02"));
  canceller.cancel(large);
  EXPECT_LT(seconds([&] {
              for (int i = 0; i < 20'000; ++i) {
                Changes small = {select("2024-03-01", 1, kT), deselect("2024-03-02", 1, kT)};
                canceller.cancel(small);
                ASSERT_EQ(small[0].quantity, 0u);
              }
            }),
            1.0);
}

}  // namespace
}  // namespace tallyfold
