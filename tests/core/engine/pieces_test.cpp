// SPDX-License-Identifier: Apache-2.0
// If this fails, engines that share an input out among them answer otherwise than one engine would.
#include <gtest/gtest.h>

#include "support.h"

namespace tallyfold {
namespace {

using support::call;
using support::line;
using support::march;

// An input with values, broken lines, copies of ids, and lines of every length.
std::string mixedInput(unsigned seed, size_t lines) {
  std::mt19937 random(seed);
  std::string text;
  for (size_t i = 0; i < lines; ++i) {
    const std::string value = "{\"v\":" + std::to_string(random() % 1000) + ",\"r\":\"" +
                              std::string(random() % 5, 'x') + "\"}";
    switch (random() % 8) {
      case 0:
        text += "broken" + std::string(random() % 9, '{') + "\n";
        break;
      case 1:
        text += "\n";
        break;
      case 2:
        text += line("2024-03-07T10:00:00Z", R"({"v":"none"})");
        break;
      default:
        text += line("2024-03-0" + std::to_string(1 + random() % 9) + "T10:00:00Z", value,
                     R"(,"event_id":"i)" + std::to_string(random() % (lines / 2 + 1)) + "\"");
    }
  }
  return text;
}

// Shares the input out in pieces of whole lines and asks what the engines know together.
class Workers {
 public:
  Workers(size_t count, EngineOptions options) {
    options.in_part = true;
    for (size_t i = 0; i < count; ++i) engines_.emplace_back(options);
    collector_ = Engine(options);
  }

  void take(std::string_view input, unsigned seed) {
    std::mt19937 random(seed);
    for (size_t begin = 0; begin < input.size();) {
      size_t end = std::min(input.size(), begin + 1 + random() % 600);
      end = std::min(input.size(), input.find('\n', end - 1) + 1);
      AppendCall append;
      append.more = true;
      append.piece = InputPiece{begin, begin == 0};
      Engine& engine = engines_[random() % engines_.size()];
      const auto appended = engine.append(input.substr(begin, end - begin), append);
      ASSERT_TRUE(appended.ok());
      collector_.placePiece(0, begin, lines_);
      lines_ += appended.value().lines;
      begin = end;
    }
  }

  // Lets every engine know which ids others have too.
  void shareIds() {
    std::string all;
    const auto parts = static_cast<uint32_t>(engines_.size());
    for (uint32_t part = 0; part < parts; ++part) {
      std::string lists;
      for (const Engine& engine : engines_) lists += engine.ids(part, parts).value();
      all += collector_.idsOfSeveral(lists).value();
    }
    for (Engine& engine : engines_) ASSERT_TRUE(engine.shareIds(all).ok());
  }

  // Bytes of all partials.
  size_t partialBytes(const ReportCall& asked) {
    size_t bytes = 0;
    for (Engine& engine : engines_) bytes += engine.partial(asked).value().size();
    return bytes;
  }

  Report report(const ReportCall& asked) {
    auto plan = collector_.plan(asked);
    for (Engine& engine : engines_) {
      const auto partial = engine.partial(asked);
      EXPECT_TRUE(partial.ok()) << partial.error().message;
      EXPECT_TRUE(plan.value()->mergePieces(partial.value()).ok());
    }
    return plan.value()->report().value();
  }

  std::string ledger() {
    std::string intakes;
    for (const Engine& engine : engines_) intakes += engine.intake();
    return collector_.mergedLedger(intakes).value();
  }

 private:
  std::vector<Engine> engines_;
  Engine collector_;
  uint64_t lines_ = 0;
};

void expectSame(const Report& one, const Report& many) {
  EXPECT_EQ(one.text, many.text);
  EXPECT_EQ(one.ledger, many.ledger);
  EXPECT_EQ(one.notes, many.notes);
  EXPECT_EQ(one.complete, many.complete);
}

TEST(Pieces, AnyNumberOfEnginesAnswersAsOne) {
  for (unsigned seed = 1; seed <= 12; ++seed) {
    const std::string input = mixedInput(seed, 400);
    EngineOptions options;
    options.ids = EngineOptions::Ids::Texts;
    Engine one(options);
    AppendCall append;
    append.more = true;
    ASSERT_TRUE(one.append(input, append).ok());
    Workers many(1 + seed % 4, options);
    many.take(input, seed);
    EXPECT_EQ(one.ledger(), many.ledger());
    if (seed % 2 == 0) many.shareIds();
    for (const char* type : {"SUM", "COUNT_UNIQUE", "LATEST", "AVG"}) {
      for (const char* mode : {"exact", "as-is"}) {
        const ReportCall asked = call(march(type, R"(,"window_size":"DAY")"), mode);
        expectSame(one.report(asked).value(), many.report(asked));
      }
    }
    ReportCall own;
    own.report = "tallyfold.query";
    own.request =
        R"({"event":"e","aggregations":{"n":{"type":"count"},"s":{"type":"sum","property":"v"}},)"
        R"("group_by":["properties.r"]})";
    own.now = support::kNow;
    expectSame(one.report(own).value(), many.report(own));
  }
}

TEST(Pieces, OnlySharedIdsWaitOnceTheyAreKnown) {
  std::string input;
  for (int i = 0; i < 2000; ++i) {
    input += line("2024-03-05T10:00:00Z", R"({"v":1})",
                  R"(,"event_id":"i)" + std::to_string(i % 1990) + "\"");
  }
  Workers many(3, EngineOptions());
  many.take(input, 5);
  const ReportCall asked = call(march("SUM"));
  const size_t before = many.partialBytes(asked);
  EXPECT_EQ(support::at(many.report(asked).text, {"value"}).text, "1990");
  many.shareIds();
  EXPECT_LT(many.partialBytes(asked) * 20, before);
  EXPECT_EQ(support::at(many.report(asked).text, {"value"}).text, "1990");
  // An event that comes later is in no list: every id waits again.
  many.take(input, 6);
  EXPECT_EQ(support::at(many.report(asked).text, {"value"}).text, "1990");
}

TEST(Pieces, AByteOrderMarkBelongsToTheBeginningOfADocumentOnly) {
  const std::string marked = "\xef\xbb\xbf" + line("2024-03-05T10:00:00Z");
  Engine engine;
  AppendCall append;
  append.piece = InputPiece{0, true};
  EXPECT_EQ(engine.append(marked, append).value().accepted, 1u);
  append.piece = InputPiece{marked.size(), false};
  EXPECT_EQ(engine.append(marked, append).value().refused, 1u);
}

TEST(Pieces, ALatenessIsRefused) {
  EngineOptions options;
  options.in_part = true;
  Engine engine(options);
  const auto partial = engine.partial(call(march("SUM", R"(,"lateness":"PT1H")")));
  ASSERT_FALSE(partial.ok());
  EXPECT_EQ(partial.error().code, ErrorCode::Misuse);
  EXPECT_EQ(partial.error().path, "$.request.lateness");
  ReportCall own;
  own.report = "tallyfold.query";
  own.request = R"({"lateness":"PT1H","aggregations":{"n":{"type":"count"}}})";
  own.now = support::kNow;
  const auto refused = engine.partial(own);
  ASSERT_FALSE(refused.ok());
  EXPECT_EQ(refused.error().path, "$.request.lateness") << refused.error().message;
}

TEST(Pieces, WhatIsNoIntakeIsRefused) {
  const Engine engine;
  EXPECT_EQ(engine.mergedLedger(engine.intake() + "x").error().code, ErrorCode::InvalidSnapshot);
}

}  // namespace
}  // namespace tallyfold
