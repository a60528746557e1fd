// SPDX-License-Identifier: Apache-2.0
// If this fails, places of an area are billed twice or not at all when they are released and
// booked again, or when a snapshot was taken between.
#include "aggregate/seat_places.h"

#include <gtest/gtest.h>

#include <random>
#include <tuple>

namespace tallyfold {
namespace {

SeatChange change(SeatAct act, uint32_t quantity, int64_t time_ns, uint64_t detail = 0) {
  SeatChange made;
  made.setAct(act);
  made.quantity = quantity & 0xfffffff;
  made.time_ns = time_ns;
  made.detail = detail;
  return made;
}
SeatChange book(uint32_t quantity, int64_t time_ns, uint64_t status = 0) {
  return change(SeatAct::Book, quantity, time_ns, status);
}
SeatChange release(uint32_t quantity, int64_t time_ns) {
  return change(SeatAct::Release, quantity, time_ns);
}

// "places:booked/selected/assigned/status" of each run.
std::string textOf(const std::vector<PlaceRun>& runs) {
  std::string text;
  const auto time = [](int64_t ns) { return ns == kNever ? std::string("-") : std::to_string(ns); };
  for (const PlaceRun& run : runs) {
    text += text.empty() ? "" : " ";
    text += std::to_string(run.places) + ":" + time(run.booked_ns) + "/" + time(run.selected_ns) +
            "/" + time(run.assigned_ns) + "/" + std::to_string(run.status);
  }
  return text;
}

std::string runsOf(const std::vector<SeatChange>& changes, int64_t capacity = INT64_MAX,
                   bool releases = true) {
  AreaPlaces area(releases);
  for (const SeatChange& each : changes) area.add(each);
  std::vector<PlaceRun> runs;
  area.runs(capacity, runs);
  return textOf(runs);
}

TEST(AreaPlaces, PlacesThatAreBookedAgainAreNotNew) {
  EXPECT_EQ(runsOf({book(5, 1), release(3, 2), book(3, 3), book(1, 4)}), "5:1/-/-/0 1:4/-/-/0");
  EXPECT_EQ(runsOf({book(5, 1), release(3, 2), book(2, 3)}), "5:1/-/-/0");
}

TEST(AreaPlaces, AReleaseOfMoreThanIsBookedLeavesNothingBooked) {
  EXPECT_EQ(runsOf({release(9, 0), book(2, 1), release(9, 2), book(3, 3)}), "2:1/-/-/0 1:3/-/-/0");
}

TEST(AreaPlaces, UnderCumulativeEveryBookingTakesNewPlaces) {
  EXPECT_EQ(runsOf({book(5, 1), release(3, 2), book(3, 3)}, INT64_MAX, false),
            "5:1/-/-/0 3:3/-/-/0");
}

TEST(AreaPlaces, ThreeLinesAreCutAtEachOthersSteps) {
  EXPECT_EQ(runsOf({change(SeatAct::Select, 4, 1, 77), book(2, 2, 9), book(4, 3, 8),
                    change(SeatAct::Assign, 3, 4)}),
            "2:2/1/4/9 1:3/1/4/8 1:3/1/-/8 2:3/-/-/8");
  EXPECT_EQ(runsOf({}), "");
}

TEST(AreaPlaces, StepsOfOneInstantAndStatusAreOne) {
  EXPECT_EQ(runsOf({book(1, 5, 3), book(2, 5, 3), book(1, 5, 4)}), "3:5/-/-/3 1:5/-/-/4");
}

TEST(AreaPlaces, PlacesBeyondTheCapacityDoNotExist) {
  const std::vector<SeatChange> changes = {change(SeatAct::Select, 4, 1), book(9, 2),
                                           change(SeatAct::Assign, 9, 3)};
  EXPECT_EQ(runsOf(changes, 6), "4:2/1/3/0 2:2/-/3/0");
  EXPECT_EQ(runsOf(changes, 3), "3:2/1/3/0");
  EXPECT_EQ(runsOf(changes, 0), "");
}

TEST(AreaPlaces, NothingAndDeselectionsTakeNoPlaces) {
  EXPECT_EQ(runsOf({change(SeatAct::Nothing, 5, 1), change(SeatAct::Deselect, 5, 1),
                    change(SeatAct::Select, 0, 2)}),
            "");
}

TEST(AreaPlaces, QuantitiesOfManyChangesDoNotOverflow) {
  std::vector<SeatChange> changes(100, book(100'000'000, 1));
  EXPECT_EQ(runsOf(changes), "10000000000:1/-/-/0");
}

std::vector<SeatChange> randomChanges(std::mt19937& random, int count) {
  static constexpr SeatAct kActs[] = {SeatAct::Book, SeatAct::Release, SeatAct::Select,
                                      SeatAct::Assign};
  std::vector<SeatChange> changes;
  for (int i = 0; i < count; ++i)
    changes.push_back(
        change(kActs[random() % 4], 1 + static_cast<uint32_t>(random() % 5), i / 2, random() % 3));
  return changes;
}

// Place by place, from the definition.
std::string plainRuns(const std::vector<SeatChange>& changes, bool releases) {
  std::vector<PlaceRun> places;
  int64_t booked = 0, peak = 0, selected = 0, assigned = 0;
  const auto upTo = [&places](int64_t& reached, int64_t to, auto set) {
    if (static_cast<int64_t>(places.size()) < to) places.resize(static_cast<size_t>(to));
    while (reached < to) set(places[static_cast<size_t>(reached++)]);
  };
  for (const SeatChange& each : changes) {
    const int64_t time = each.time_ns;
    if (each.act() == SeatAct::Book) {
      booked += each.quantity;
      upTo(peak, booked, [&](PlaceRun& p) {
        p.booked_ns = time;
        p.status = static_cast<uint32_t>(each.detail);
      });
    }
    if (each.act() == SeatAct::Release && releases)
      booked = std::max<int64_t>(0, booked - each.quantity);
    if (each.act() == SeatAct::Select)
      upTo(selected, selected + each.quantity, [&](PlaceRun& p) { p.selected_ns = time; });
    if (each.act() == SeatAct::Assign)
      upTo(assigned, assigned + each.quantity, [&](PlaceRun& p) { p.assigned_ns = time; });
  }
  std::vector<PlaceRun> runs;
  const auto facts = [](const PlaceRun& p) {
    return std::tie(p.booked_ns, p.selected_ns, p.assigned_ns, p.status);
  };
  for (PlaceRun& place : places) {
    place.places = 1;
    if (!runs.empty() && facts(runs.back()) == facts(place))
      ++runs.back().places;
    else
      runs.push_back(place);
  }
  return textOf(runs);
}

// Neighbours with equal facts as one, so that where a run is cut does not matter.
std::string joined(const std::vector<PlaceRun>& runs) {
  std::vector<PlaceRun> made;
  for (const PlaceRun& run : runs) {
    const bool same = !made.empty() && made.back().booked_ns == run.booked_ns &&
                      made.back().selected_ns == run.selected_ns &&
                      made.back().assigned_ns == run.assigned_ns &&
                      made.back().status == run.status;
    if (same)
      made.back().places += run.places;
    else
      made.push_back(run);
  }
  return textOf(made);
}

TEST(AreaPlaces, RunsAreWhatPlacesOneByOneWouldBe) {
  std::mt19937 random(3);
  for (int round = 0; round < 300; ++round) {
    const auto changes = randomChanges(random, 1 + static_cast<int>(random() % 40));
    for (const bool releases : {true, false}) {
      AreaPlaces area(releases);
      for (const SeatChange& each : changes) area.add(each);
      std::vector<PlaceRun> runs;
      area.runs(INT64_MAX, runs);
      ASSERT_EQ(joined(runs), plainRuns(changes, releases)) << round;
    }
  }
}

TEST(AreaPlaces, FoldedAwayAndResumedTheyGoOnAsIfNothingHadHappened) {
  std::mt19937 random(5);
  for (int round = 0; round < 300; ++round) {
    const auto changes = randomChanges(random, 40);
    const bool releases = random() % 2 == 0;
    AreaPlaces whole(releases), first(releases), second(releases);
    const size_t cut = random() % changes.size();
    for (size_t i = 0; i < changes.size(); ++i) {
      whole.add(changes[i]);
      if (i < cut) first.add(changes[i]);
    }
    first.forEachStep([&second](SeatAct act, int64_t time_ns, int64_t places, uint32_t status) {
      second.add(change(act, static_cast<uint32_t>(places), time_ns, status));
    });
    second.resume(first.occupied(), first.reached());
    for (size_t i = cut; i < changes.size(); ++i) second.add(changes[i]);
    std::vector<PlaceRun> expected, resumed;
    whole.runs(INT64_MAX, expected);
    second.runs(INT64_MAX, resumed);
    ASSERT_EQ(textOf(resumed), textOf(expected)) << round;
    EXPECT_EQ(second.occupied(), whole.occupied());
    EXPECT_EQ(second.reached(), whole.reached());
  }
}

TEST(AreaPlaces, OneAfterTheOtherShareNothing) {
  AreaPlaces area(true);
  std::vector<PlaceRun> runs;
  area.add(book(5, 1));
  area.add(change(SeatAct::Select, 2, 1));
  area.add(change(SeatAct::Assign, 2, 1));
  area.clear();
  area.add(book(1, 2));
  area.runs(INT64_MAX, runs);
  EXPECT_EQ(textOf(runs), "1:2/-/-/0");
}

}  // namespace
}  // namespace tallyfold
