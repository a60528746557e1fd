// SPDX-License-Identifier: Apache-2.0
// If this fails, changes of the same instant count in another order on every run, or in another
// one after partials were merged.
#include <gtest/gtest.h>

#include <algorithm>
#include <random>

#include "aggregate/seat_changes.h"

namespace tallyfold {
namespace {

constexpr uint32_t kFirstWideSource = 1U << 20;
constexpr int64_t kFirstWideOffset = int64_t{1} << 42;
constexpr int64_t kFirstWideInteger = int64_t{1} << 62;

struct Orders {
  MemoryAccount account;
  Dictionary texts{account};
  SeatOrder orders{account};
  std::vector<uint64_t> sorted;  // in the order in which they must stand

  void arrival(uint32_t source, int64_t offset) {
    sorted.push_back(orders.ofArrival(source, offset));
  }
  void integer(int64_t id) { sorted.push_back(orders.ofInteger(id)); }
  void text(std::string_view id) { sorted.push_back(SeatOrder::ofText(texts.intern(id))); }
};

// Each kind with what is just inside and just outside of 62 bits.
void fill(Orders& all) {
  for (const uint32_t source : {0U, 1U, kFirstWideSource - 1, kFirstWideSource, 0xffffffffU}) {
    for (const int64_t offset :
         {int64_t{0}, int64_t{1}, kFirstWideOffset - 1, kFirstWideOffset, INT64_MAX})
      all.arrival(source, offset);
  }
  for (const int64_t id : {INT64_MIN, int64_t{-10}, int64_t{-9}, int64_t{0}, int64_t{9},
                           int64_t{10}, kFirstWideInteger - 1, kFirstWideInteger, INT64_MAX})
    all.integer(id);
  for (const std::string_view id : {"", "-5x", "07", "10", "9", "A", "a", "aa", "b", "\xc3\xa9"})
    all.text(id);
}

void expectTotal(const Orders& all, const std::vector<uint64_t>& sorted) {
  const auto sign = [](int value) { return (value > 0) - (value < 0); };
  for (size_t i = 0; i < sorted.size(); ++i) {
    for (size_t j = 0; j < sorted.size(); ++j) {
      EXPECT_EQ(sign(all.orders.compare(sorted[i], sorted[j], all.texts)),
                sign(static_cast<int>(i) - static_cast<int>(j)))
          << i << " and " << j;
    }
  }
}

TEST(SeatOrder, ArrivalsThenIntegersThenTextsEachInTheirOrder) {
  Orders all;
  fill(all);
  expectTotal(all, all.sorted);
}

TEST(SeatOrder, TextsStandByTheirBytesNotByFirstAppearance) {
  Orders all;
  all.text("b");
  all.text("a");
  EXPECT_GT(all.orders.compare(all.sorted[0], all.sorted[1], all.texts), 0);
}

TEST(SeatOrder, TheSamePlaceTwiceIsEqualRareOnesToo) {
  Orders all;
  fill(all);
  const std::vector<uint64_t> first = all.sorted;
  all.sorted.clear();
  fill(all);
  for (size_t i = 0; i < first.size(); ++i)
    EXPECT_EQ(all.orders.compare(first[i], all.sorted[i], all.texts), 0) << i;
}

TEST(SeatOrder, WhatIsAdoptedStandsWhereItStood) {
  Orders one;
  fill(one);
  std::mt19937 random(7);
  for (int round = 0; round < 20; ++round) {
    Orders two;
    // Rare orders and texts that make the numbers of `one` mean something else here.
    for (int i = 0; i < round; ++i) {
      two.integer(-i);
      two.text("other " + std::to_string(i));
    }
    std::vector<uint32_t> texts;
    for (uint32_t code = 0; code < one.texts.size(); ++code)
      texts.push_back(two.texts.intern(one.texts.text(code)));
    std::vector<size_t> places(one.sorted.size());
    for (size_t i = 0; i < places.size(); ++i) places[i] = i;
    std::shuffle(places.begin(), places.end(), random);
    std::vector<uint64_t> adopted(places.size());
    for (const size_t place : places)
      adopted[place] = two.orders.adopt(one.sorted[place], one.orders, texts);
    expectTotal(two, adopted);
    if (HasFailure()) return;
  }
}

TEST(SeatOrder, WhatWasWrittenIsReadBack) {
  Orders one;
  fill(one);
  ByteWriter out;
  one.orders.write(out);
  Orders two;
  ByteReader in(out.bytes());
  two.orders.read(in);
  EXPECT_TRUE(in.ok() && in.atEnd());
  for (uint32_t code = 0; code < one.texts.size(); ++code) two.texts.intern(one.texts.text(code));
  for (const uint64_t order : one.sorted)
    EXPECT_TRUE(two.orders.knows(order, two.texts.size())) << order;
  expectTotal(two, one.sorted);
}

TEST(SeatOrder, NumbersOfTextsAndRareOnesThatAreNotThereAreUnknown) {
  Orders all;
  EXPECT_FALSE(all.orders.knows(SeatOrder::ofText(0), 0));
  EXPECT_TRUE(all.orders.knows(SeatOrder::ofText(2), 3));
  EXPECT_FALSE(all.orders.knows(SeatOrder::ofText(3), 3));
  const uint64_t rare = all.orders.ofInteger(-1);
  EXPECT_TRUE(all.orders.knows(rare, 0));
  EXPECT_FALSE(all.orders.knows(rare + 1, 0));
  EXPECT_TRUE(all.orders.knows(all.orders.ofInteger(5), 0));
  EXPECT_TRUE(all.orders.knows(all.orders.ofArrival(5, 5), 0));
}

TEST(SeatOrder, CutBytesAreNoticed) {
  Orders one;
  fill(one);
  ByteWriter out;
  one.orders.write(out);
  for (size_t size = 0; size < out.bytes().size(); ++size) {
    Orders two;
    ByteReader in(std::string_view(out.bytes()).substr(0, size));
    two.orders.read(in);
    ASSERT_FALSE(in.ok()) << size;
  }
}

}  // namespace
}  // namespace tallyfold
