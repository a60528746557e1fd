// SPDX-License-Identifier: Apache-2.0
// If this fails, several threads answer otherwise than one engine, by a byte, a line or an error.
#include "tallyfold/parallel.h"

#include <algorithm>
#include <cstring>

#include "support.h"

namespace tallyfold {
namespace {

using support::call;
using support::line;
using support::march;

// Values, copies of ids, broken and empty lines, and lines of every length.
std::string mixedLines(unsigned seed, size_t count) {
  std::mt19937 random(seed);
  std::string text;
  for (size_t i = 0; i < count; ++i) {
    const auto kind = random() % 9;
    const std::string day = "2024-03-0" + std::to_string(1 + random() % 9) + "T10:00:00Z";
    if (kind == 0) {
      text += "broken " + std::string(random() % 60, 'x') + "\n";
    } else if (kind == 1) {
      text += random() % 2 == 0 ? "\n" : "\r\n";
    } else if (kind == 2) {
      text += line(day, R"({"v":"none"})");
    } else {
      const std::string id = std::to_string(random() % (count / 2 + 1));
      text += line(day,
                   R"({"v":)" + std::to_string(random() % 1000) + R"(,"r":")" +
                       std::string(random() % 300, 'y') + "\"}",
                   R"(,"event_id":")" + id + "\"");
    }
  }
  return text;
}

SharedInput inputOf(std::string_view text) {
  SharedInput input;
  input.size = text.size();
  input.read = [text](uint64_t position, char* buffer, size_t size) -> Result<size_t> {
    const std::string_view bytes = text.substr(static_cast<size_t>(position), size);
    std::memcpy(buffer, bytes.data(), bytes.size());
    return bytes.size();
  };
  return input;
}

void expectSame(const Result<Report>& many, const Result<Report>& one) {
  ASSERT_EQ(many.ok(), one.ok());
  if (!one) {
    EXPECT_EQ(many.error().message, one.error().message);
    EXPECT_EQ(many.error().path, one.error().path);
    return;
  }
  EXPECT_EQ(many.value().status, one.value().status);
  EXPECT_EQ(many.value().text, one.value().text);
  EXPECT_EQ(many.value().ledger, one.value().ledger);
  EXPECT_EQ(many.value().notes, one.value().notes);
  EXPECT_EQ(many.value().complete, one.value().complete);
}

void expectSameAnswers(ParallelEngine& many, Engine& one) {
  EXPECT_EQ(many.ledger().value(), one.ledger());
  for (const char* type : {"SUM", "COUNT_UNIQUE", "LATEST", "AVG", "wrong"}) {
    for (const char* mode : {"exact", "as-is", "neither"}) {
      const ReportCall asked = call(march(type, R"(,"window_size":"DAY")"), mode);
      expectSame(many.report(asked), one.report(asked));
    }
  }
  ReportCall own;
  own.report = "tallyfold.query";
  own.request =
      R"({"event":"e","aggregations":{"s":{"type":"sum","property":"v"},)"
      R"("u":{"type":"count_unique","property":"r"}},"group_by":["properties.r"],"limit":4})";
  own.now = support::kNow;
  const Result<Report> answer = one.report(own);
  EXPECT_EQ(answer.value().status, 200) << answer.value().text;
  expectSame(many.report(own), answer);
}

EngineOptions withTexts() {
  EngineOptions options;
  options.ids = EngineOptions::Ids::Texts;
  return options;
}

void appendBoth(ParallelEngine& many, Engine& one, std::string_view bytes, const AppendCall& call) {
  const Result<AppendResult> ours = many.append(bytes, call);
  const Result<AppendResult> theirs = one.append(bytes, call);
  ASSERT_EQ(ours.ok(), theirs.ok());
  if (!theirs) {
    EXPECT_EQ(ours.error().message, theirs.error().message);
    return;
  }
  EXPECT_EQ(ours.value().accepted, theirs.value().accepted);
  EXPECT_EQ(ours.value().refused, theirs.value().refused);
}

TEST(Parallel, DocumentsSharedOutAnswerAsOnOneThread) {
  for (const unsigned threads : {1u, 2u, 3u, 8u}) {
    Engine one(withTexts());
    ParallelEngine many(withTexts(), threads);
    AppendCall append;
    for (const size_t count : {10u, 3000u, 40u, 5000u}) {
      appendBoth(many, one, mixedLines(threads, count), append);
      append.source ^= 3;
    }
    expectSameAnswers(many, one);
  }
}

TEST(Parallel, ChunksMayBeCutAnywhere) {
  std::mt19937 random(5);
  Engine one(withTexts());
  ParallelEngine many(withTexts(), 3);
  const std::string text = "\xef\xbb\xbf" + mixedLines(9, 9000) + line("2024-03-02T10:00:00Z");
  AppendCall append;
  append.more = true;
  for (size_t at = 0; at < text.size();) {
    const size_t size = random() % 4 == 0 ? 700'000 : 1 + random() % 5000;
    appendBoth(many, one, std::string_view(text).substr(at, size), append);
    at += size;
  }
  append.more = false;
  appendBoth(many, one, "unfinished", append);
  appendBoth(many, one, "\xef\xbb\xbf" + line("2024-03-02T10:00:00Z"), append);
  expectSameAnswers(many, one);
}

TEST(Parallel, OtherFormatsBelongToOneThread) {
  Engine one(withTexts());
  ParallelEngine many(withTexts(), 4);
  AppendCall append;
  appendBoth(many, one, mixedLines(2, 50), append);
  append.format = "json";
  appendBoth(many, one, "[1,{},", append);
  append.format = "csv";
  appendBoth(many, one, "event_name,external_customer_id,timestamp\ne,c,\"x\ny\"\n", append);
  append.more = true;
  appendBoth(many, one, "event_name\n", append);
  append.format = "ndjson";
  appendBoth(many, one, "{}", append);
  append.source = 1;
  appendBoth(many, one, "{", append);
  append.dialect = "lago";
  appendBoth(many, one, "}", append);
  append.source = 2;
  append.dialect = "nobody";
  appendBoth(many, one, "}", append);
  expectSameAnswers(many, one);
}

TEST(Parallel, InputsAreReadByTheThreadsThemselves) {
  const std::string long_line =
      line("2024-03-02T10:00:00Z", R"({"v":1})", ",\"note\":\"" + std::string(600'000, 'z') + "\"");
  for (const unsigned threads : {1u, 2u, 5u}) {
    Engine one(withTexts());
    ParallelEngine many(withTexts(), threads);
    for (const std::string& text :
         {mixedLines(3, 6000), long_line + mixedLines(4, 900) + long_line + long_line,
          std::string("unfinished"), std::string(), mixedLines(5, 2) + "broken"}) {
      const Result<AppendResult> ours = many.append(inputOf(text), {});
      const Result<AppendResult> theirs = one.append(text);
      EXPECT_EQ(ours.value().accepted, theirs.value().accepted);
      EXPECT_EQ(ours.value().refused, theirs.value().refused);
    }
    expectSameAnswers(many, one);
  }
}

TEST(Parallel, AnInputThatCannotBeReadIsTold) {
  ParallelEngine many({}, 3);
  SharedInput input;
  input.size = 10'000'000;
  input.read = [](uint64_t position, char* buffer, size_t size) -> Result<size_t> {
    if (position > 5'000'000) return Error{ErrorCode::Misuse, "the disk is gone", ""};
    std::fill(buffer, buffer + size, '\n');
    return size;
  };
  const Result<AppendResult> appended = many.append(input, {});
  ASSERT_FALSE(appended.ok());
  EXPECT_EQ(appended.error().message, "the disk is gone");
}

TEST(Parallel, PlansAnswerAsOnOneThread) {
  for (const auto keep : {EngineOptions::Keep::Events, EngineOptions::Keep::Plans}) {
    for (const unsigned threads : {1u, 3u}) {
      EngineOptions options = withTexts();
      options.keep = keep;
      Engine one(options);
      ParallelEngine many(options, threads);
      const ReportCall asked = call(march("AVG", R"(,"window_size":"DAY")"));
      const auto theirs = one.plan(asked);
      const auto ours = many.plan(asked);
      const std::string first = mixedLines(11, 4000);
      const std::string second = mixedLines(12, 4000);
      appendBoth(many, one, first, {});
      expectSame(ours.value()->report(), theirs.value()->report());
      const std::string our_state = ours.value()->snapshot().value();
      const std::string their_state = theirs.value()->snapshot().value();
      appendBoth(many, one, second, {});
      ASSERT_TRUE(ours.value()->restore(their_state).ok());
      ASSERT_TRUE(theirs.value()->restore(our_state).ok());
      expectSame(ours.value()->report(), theirs.value()->report());
      AppendCall other;
      other.source = 2;
      appendBoth(many, one, second, other);
      ASSERT_TRUE(ours.value()->merge(our_state).ok());
      ASSERT_TRUE(theirs.value()->merge(our_state).ok());
      expectSame(ours.value()->report(), theirs.value()->report());
    }
  }
}

TEST(Parallel, ALatenessNeedsOneThread) {
  const ReportCall late = call(march("SUM", R"(,"lateness":"PT1H")"));
  ParallelEngine one({}, 1);
  EXPECT_TRUE(one.report(late).ok());
  ParallelEngine many({}, 2);
  const Result<Report> report = many.report(late);
  ASSERT_FALSE(report.ok());
  EXPECT_EQ(report.error().path, "$.request.lateness");
}

TEST(Parallel, TheMemoryLimitHoldsForAllThreads) {
  EngineOptions options;
  options.max_memory_bytes = 16'000'000;
  ParallelEngine many(options, 3);
  const std::string text = mixedLines(1, 20000);
  Result<AppendResult> appended = AppendResult{};
  for (uint32_t source = 0; appended && source < 50; ++source) {
    AppendCall append;
    append.source = source;
    appended = many.append(text, append);
  }
  ASSERT_FALSE(appended.ok());
  EXPECT_EQ(appended.error().code, ErrorCode::OutOfMemory);
  EXPECT_LE(many.memoryBytes(), options.max_memory_bytes);
  EXPECT_TRUE(many.report(call(march("SUM", R"(,"dedupe":"none")"))).ok());
}

}  // namespace
}  // namespace tallyfold
