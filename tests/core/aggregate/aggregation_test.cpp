// SPDX-License-Identifier: Apache-2.0
// If this fails, a bill depends on how events were split over workers, or a sum overflows unseen.
#include "aggregate/aggregation.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <numeric>
#include <random>

#include "events/block_builder.h"

namespace tallyfold {
namespace {

constexpr AggregationKind kKinds[] = {AggregationKind::Count,   AggregationKind::Sum,
                                      AggregationKind::Average, AggregationKind::CountUnique,
                                      AggregationKind::Latest,  AggregationKind::SumWithMultiplier,
                                      AggregationKind::Max,     AggregationKind::WeightedSum};
constexpr uint32_t kSlots = 5;
constexpr uint32_t kTexts = 40;

struct Row {
  uint32_t slot;
  int64_t mantissa;
  uint8_t form;
  uint32_t text;
  int64_t time_ns, received_ns, offset;
  uint64_t weight;
  uint32_t source;
};

struct Rows {
  std::vector<Row> rows;
  std::vector<Decimal> exact;
};

int64_t anyInteger(std::mt19937_64& random) {
  const auto bits = static_cast<int64_t>(random() >> (random() % 63));
  return random() % 2 == 0 ? bits : -bits;
}

// Numbers of every size and scale, equal times, equal receipts, some rows that are not finite.
Rows makeRows(size_t count, uint64_t seed, bool with_not_finite) {
  std::mt19937_64 random(seed);
  Rows made;
  for (const char* text : {"1e400", "-1e400", "123456789012345678901234567890.5",
                           "0.00000000000000000000000001", "-9999999999999999999"}) {
    made.exact.push_back(*Decimal::parse(text));
  }
  for (size_t i = 0; i < count; ++i) {
    Row row{static_cast<uint32_t>(random() % kSlots),
            anyInteger(random),
            static_cast<uint8_t>(random() % (kMaxScale + 1)),
            static_cast<uint32_t>(random() % kTexts),
            static_cast<int64_t>(random() % 9) * 1000,
            random() % 2 == 0 ? kNotReceived : static_cast<int64_t>(random() % 3),
            static_cast<int64_t>(i),
            random() >> (random() % 64),
            static_cast<uint32_t>(random() % 3)};
    if (random() % 10 == 0)
      row.form = formOf(NumberForm::Exact),
      row.mantissa = static_cast<int64_t>(random() % made.exact.size());
    if (with_not_finite && random() % 20 == 0)
      row.form = formOf(NumberForm::NotFinite),
      row.mantissa = static_cast<int64_t>(random() % 3) - 1;
    made.rows.push_back(row);
  }
  return made;
}

AggregationInput input() { return {*Decimal::parse("2.5"), Decimal::fromInteger(2678400)}; }

struct Shard {
  explicit Shard(AggregationKind kind) : state(factsOf(kind).make(input(), account)) {
    state->resize(kSlots);
  }

  // Adds rows in batches; slots and texts may carry other numbers in every shard.
  void add(const Rows& all, size_t first, size_t count, const std::vector<uint32_t>& slots,
           const std::vector<uint32_t>& texts) {
    for (size_t i = first; i < first + count; ++i) {
      const Row& row = all.rows[i];
      Batch batch;
      batch.count = 1;
      const uint32_t slot = slots[row.slot], text = texts[row.text];
      batch.slots = &slot;
      batch.mantissas = &row.mantissa;
      batch.forms = &row.form;
      batch.exact = &all.exact;
      batch.texts = &text;
      batch.times_ns = &row.time_ns;
      batch.weights = &row.weight;
      batch.received_ns = &row.received_ns;
      batch.offsets = &row.offset;
      batch.source = row.source;
      state->add(batch);
    }
  }
  std::string answer() const {
    std::string text;
    for (uint32_t slot = 0; slot < kSlots; ++slot) {
      const Outcome outcome = state->finish(slot);
      text += outcome.finite ? outcome.value.toText() + " " : "not finite ";
    }
    return text;
  }

  MemoryAccount account;
  std::unique_ptr<Aggregation> state;
};

std::vector<uint32_t> identity(uint32_t count) {
  std::vector<uint32_t> numbers(count);
  std::iota(numbers.begin(), numbers.end(), 0u);
  return numbers;
}

// The state's content after a trip through bytes.
void passThroughBytes(AggregationKind kind, std::unique_ptr<Shard>& shard) {
  ByteWriter out;
  shard->state->write(out);
  auto back = std::make_unique<Shard>(kind);
  ByteReader in(out.bytes());
  back->state->read(in, kSlots, kTexts);
  EXPECT_TRUE(in.ok() && in.atEnd());
  EXPECT_EQ(back->answer(), shard->answer());
  shard = std::move(back);
}

void expectShardsAgree(AggregationKind kind, size_t shard_count, bool with_not_finite) {
  const Rows all = makeRows(400, shard_count + 17, with_not_finite);
  Shard whole(kind);
  whole.add(all, 0, all.rows.size(), identity(kSlots), identity(kTexts));
  std::mt19937 random(9);
  for (int order = 0; order < 4; ++order) {
    std::vector<size_t> turn(shard_count);
    std::iota(turn.begin(), turn.end(), size_t{0});
    std::shuffle(turn.begin(), turn.end(), random);
    Shard merged(kind);
    for (const size_t number : turn) {
      // Each shard has numbered its slots and texts in its own way.
      std::vector<uint32_t> slots = identity(kSlots), texts = identity(kTexts);
      std::shuffle(slots.begin(), slots.end(), random);
      std::shuffle(texts.begin(), texts.end(), random);
      auto shard = std::make_unique<Shard>(kind);
      const size_t first = all.rows.size() * number / shard_count,
                   end = all.rows.size() * (number + 1) / shard_count;
      shard->add(all, first, end - first, slots, texts);
      passThroughBytes(kind, shard);
      std::vector<uint32_t> slots_back(kSlots), texts_back(kTexts);
      for (uint32_t i = 0; i < kSlots; ++i) slots_back[slots[i]] = i;
      for (uint32_t i = 0; i < kTexts; ++i) texts_back[texts[i]] = i;
      MemoryAccount account;
      Dictionary ours(account), theirs(account);
      for (uint32_t i = 0; i < kTexts; ++i) ours.intern(std::to_string(i));
      for (const uint32_t text : texts_back) theirs.intern(std::to_string(text));
      TextMap text_map(ours, theirs);
      merged.state->merge(*shard->state, slots_back, &text_map);
    }
    EXPECT_EQ(merged.answer(), whole.answer()) << factsOf(kind).name << " in " << shard_count;
  }
}

TEST(Aggregation, ShardsMergedInAnyOrderEqualOnePass) {
  for (const AggregationKind kind : kKinds) {
    for (const size_t shards : {1u, 2u, 8u}) {
      expectShardsAgree(kind, shards, false);
      expectShardsAgree(kind, shards, true);
    }
  }
}

TEST(Aggregation, CutBytesAreRefusedAndNeverReadPastTheirEnd) {
  for (const AggregationKind kind : kKinds) {
    Shard shard(kind);
    shard.add(makeRows(100, 3, true), 0, 100, identity(kSlots), identity(kTexts));
    ByteWriter out;
    shard.state->write(out);
    for (size_t cut = 0; cut < out.bytes().size(); ++cut) {
      ByteReader in(std::string_view(out.bytes()).substr(0, cut));
      Shard back(kind);
      back.state->read(in, kSlots, kTexts);
      ASSERT_FALSE(in.ok()) << factsOf(kind).name << " cut at " << cut;
    }
  }
}

// Reads bytes as the state of one slot and one text.
bool readable(AggregationKind kind, const ByteWriter& bytes) {
  Shard shard(kind);
  ByteReader in(bytes.bytes());
  shard.state->read(in, 1, 1);
  return in.ok();
}

TEST(Aggregation, BytesThatNameWhatIsNotThereAreRefused) {
  for (const auto& [slot, text] : {std::pair{0U, 0U}, {0U, 1U}, {1U, 0U}}) {
    ByteWriter distinct;
    distinct.u8(0);
    distinct.u64(1);
    distinct.u32(slot);
    distinct.u32(text);
    EXPECT_EQ(readable(AggregationKind::CountUnique, distinct), slot + text == 0) << slot << text;
  }
  for (const int64_t count : {int64_t{-1}, int64_t{5}, INT64_MAX}) {
    ByteWriter average;
    average.u8(0);
    average.i128(7);
    average.u64(0);
    average.u64(0);
    average.i64(count);
    EXPECT_EQ(readable(AggregationKind::Average, average), count == 5) << count;
  }
  for (const int64_t sign : {int64_t{-1}, int64_t{2}}) {
    ByteWriter max;
    max.u8(formOf(NumberForm::NotFinite));
    max.i64(sign);
    EXPECT_EQ(readable(AggregationKind::Max, max), sign == -1) << sign;
  }
}

TEST(Aggregation, EveryNameIsFoundAndNoOther) {
  for (const AggregationKind kind : kKinds)
    EXPECT_EQ(aggregationNamed(factsOf(kind).name)->kind, kind);
  EXPECT_EQ(aggregationNamed("sum"), nullptr);
  EXPECT_EQ(aggregationNamed("MEDIAN"), nullptr);
}

// One slot's answer over numbers given as (mantissa, scale).
std::string over(AggregationKind kind, const std::vector<Scaled>& numbers, uint64_t weight = 1) {
  Shard shard(kind);
  Rows all;
  for (size_t i = 0; i < numbers.size(); ++i) {
    all.rows.push_back({0, numbers[i].mantissa, numbers[i].scale, 0, static_cast<int64_t>(i),
                        kNotReceived, static_cast<int64_t>(i), weight, 0});
  }
  shard.add(all, 0, all.rows.size(), identity(kSlots), identity(kTexts));
  const Outcome outcome = shard.state->finish(0);
  return outcome.finite ? outcome.value.toText() : "not finite";
}

TEST(Aggregation, ATenthTenTimesIsOne) {
  EXPECT_EQ(over(AggregationKind::Sum, std::vector<Scaled>(10, Scaled{1, 1})),
            "2.5");  // times the multiplier
  EXPECT_EQ(over(AggregationKind::Average, std::vector<Scaled>(10, Scaled{1, 1})), "0.1");
}

TEST(Aggregation, ASumLeavesOneHundredAndTwentyEightBitsWithoutALoss) {
  // 9.2e18 weighted with 1.8e19, a thousand times: 1.7e41, beyond 2^127.
  const std::vector<Scaled> many(1000, Scaled{INT64_MAX, 0});
  EXPECT_EQ(over(AggregationKind::WeightedSum, many, UINT64_MAX),
            Rational::of(Decimal::fromInteger(INT64_MAX) *
                             Decimal::fromScaled(static_cast<Int128>(UINT64_MAX), 0) *
                             Decimal::fromInteger(1000),
                         Decimal::fromInteger(2678400))
                .toText());
  // A scale that comes late would push a full sum out of 128 bits.
  std::vector<Scaled> mixed = many;
  mixed.push_back({1, 15});
  mixed.push_back({INT64_MIN, 15});
  const Decimal last = Decimal::fromScaled(1, 15) + Decimal::fromScaled(INT64_MIN, 15);
  const Decimal expected = (Decimal::fromInteger(INT64_MAX) * Decimal::fromInteger(1000) + last) *
                           Decimal::fromScaled(static_cast<Int128>(UINT64_MAX), 0);
  EXPECT_EQ(over(AggregationKind::WeightedSum, mixed, UINT64_MAX),
            Rational::of(expected, Decimal::fromInteger(2678400)).toText());
}

TEST(Aggregation, AMonthWeightedInNanosecondsDoesNotOverflow) {
  const uint64_t month_ns = 2'678'400'000'000'000;
  EXPECT_EQ(over(AggregationKind::WeightedSum,
                 std::vector<Scaled>(3, Scaled{9'000'000'000'000'000'000, 0}), month_ns),
            "27000000000000000000000000000");
}

TEST(Aggregation, TheLastOfEqualMomentsIsTheLatest) {
  EXPECT_EQ(over(AggregationKind::Latest, {{1, 0}, {2, 0}, {3, 0}}), "3");
  Shard shard(AggregationKind::Latest);
  Rows all;
  // time, received, source, offset: each row beats the one before by one of them.
  all.rows = {{0, 1, 0, 0, 5, kNotReceived, 90, 0, 0},
              {0, 2, 0, 0, 5, kNotReceived, 91, 0, 0},
              {0, 3, 0, 0, 5, kNotReceived, 10, 0, 1},
              {0, 4, 0, 0, 5, 7, 0, 0, 0},
              {0, 5, 0, 0, 5, 8, 0, 0, 0},
              {0, 6, 0, 0, 6, kNotReceived, 0, 0, 0}};
  for (size_t last = 0; last < all.rows.size(); ++last) {
    Shard backwards(AggregationKind::Latest);
    for (size_t i = last + 1; i-- > 0;)
      backwards.add(all, i, 1, identity(kSlots), identity(kTexts));
    EXPECT_EQ(backwards.state->finish(0).value.toText(), std::to_string(last + 1));
  }
}

TEST(Aggregation, ANotANumberShowsInMaxOnlyWhereThereIsNothingElse) {
  const auto max = [](const std::vector<int64_t>& not_finite, bool with_number) {
    Shard shard(AggregationKind::Max);
    Rows all;
    for (const int64_t sign : not_finite)
      all.rows.push_back({0, sign, formOf(NumberForm::NotFinite), 0, 0, 0, 0, 0, 0});
    if (with_number) all.rows.push_back({0, -7, 0, 0, 0, 0, 0, 0, 0});
    shard.add(all, 0, all.rows.size(), identity(kSlots), identity(kTexts));
    const Outcome outcome = shard.state->finish(0);
    return outcome.finite ? outcome.value.toText() : std::string("not finite");
  };
  EXPECT_EQ(max({0}, true), "-7");
  EXPECT_EQ(max({0, -1}, true), "-7");
  EXPECT_EQ(max({1}, true), "not finite");
  EXPECT_EQ(max({0}, false), "not finite");
}

TEST(Aggregation, NothingIsZero) {
  for (const AggregationKind kind : kKinds) EXPECT_EQ(over(kind, {}), "0") << factsOf(kind).name;
}

}  // namespace
}  // namespace tallyfold
