// SPDX-License-Identifier: Apache-2.0
// If this fails, an event that is laid out as others before it is read as another one than the
// reference reads, or the quick way is no longer taken.
#include <gtest/gtest.h>

#include <random>

#include "decode/event_dump.h"

namespace tallyfold {
namespace {

using support::dumpOf;

AppendOptions as(const char* dialect, Format format = Format::Ndjson) {
  AppendOptions options;
  options.dialect = dialect;
  options.format = format;
  return options;
}

// Expects the reference's events of it; how many came the quick way.
size_t expectSame(const std::string& input, AppendOptions append, size_t step = SIZE_MAX,
                  const DatasetOptions& dataset = {}) {
  size_t quick = 0;
  const std::string seen = dumpOf(input, append, step, dataset, &quick);
  append.by_reference = true;
  size_t none = 0;
  EXPECT_EQ(seen, dumpOf(input, append, SIZE_MAX, dataset, &none)) << input << "\nstep " << step;
  EXPECT_EQ(none, 0u);
  return quick;
}

std::string event(std::string_view id, std::string_view time, std::string_view properties) {
  std::string text = R"({"id":")";
  text.append(id).append(R"(","event_name":"e","external_customer_id":"c","timestamp":")");
  text.append(time).append(R"(","source":"s","properties":)").append(properties);
  return text + "}\n";
}

std::string plain(int i) {
  return event("id-" + std::to_string(i), "2024-03-05T10:00:00.125Z",
               R"({"v":)" + std::to_string(i * 37) + R"(,"text":"t)" + std::to_string(i % 5) +
                   R"(","status":"200","amount":"12.50"})");
}

TEST(QuickReader, TakesEventsThatAreLaidOutAsTheFirst) {
  std::string input;
  for (int i = 0; i < 1000; ++i) input += plain(i);
  // All but the first, and the last, which lies too close to the end.
  EXPECT_EQ(expectSame(input, as("flexprice")), 998u);
  DatasetOptions no_ids;
  no_ids.keep_identity = false;
  EXPECT_GE(expectSame(input, as("flexprice"), SIZE_MAX, no_ids), 990u);
  DatasetOptions id_texts;
  id_texts.keep_id_texts = true;
  EXPECT_GE(expectSame(input, as("flexprice"), SIZE_MAX, id_texts), 990u);
}

TEST(QuickReader, ALineMayBeLongerThanAPieceOrEndWithOne) {
  constexpr size_t kPiece = size_t{64} << 10;
  for (size_t size = kPiece - 260; size < kPiece + 20; size += 3) {
    std::string input;
    for (int i = 0; i < 4; ++i) {
      input += event("id", "2024-03-05T10:00:00Z", "{\"v\":\"" + std::string(size, 'x') + "\"}");
      input += event("id", "2024-03-05T10:00:00Z", "{\"v\":\"short\"}");
    }
    expectSame(input, as("flexprice"));
  }
}

TEST(QuickReader, FollowsFieldsThatComeAndGo) {
  std::string input;
  for (int i = 0; i < 600; ++i) {
    std::string properties = "{";
    for (int field = 0; field < 4; ++field) {
      if ((i * 7 + field * 3) % 4 == 0) continue;
      if (properties.size() > 1) properties += ", ";
      properties += "\"p" + std::to_string(field) + "\": " + std::to_string(i + field);
    }
    input += event("id", "2024-03-05T10:00:00Z", properties + "}");
  }
  EXPECT_GE(expectSame(input, as("flexprice")), 550u);
}

TEST(QuickReader, CutAnywhereItReadsTheSame) {
  std::string input;
  for (int i = 0; i < 6; ++i) input += plain(i);
  input += "\r\n{\"bad\n" + plain(1) + event("é", "2024-03-05T10:00:00Z", R"({"v":"ü"})");
  input += event("x", "never", "{}") + plain(9) + plain(10) + plain(11);
  input.pop_back();
  for (size_t step = 1; step < input.size(); step += step < 400 ? 1 : 97)
    expectSame(input, as("flexprice"), step);
}

TEST(QuickReader, ReadsAtMostToTheEndOfWhatItIsGiven) {
  // A sanitizer sees more; here a record that looks whole must not be taken beyond its piece.
  const std::string input = plain(1) + plain(2) + plain(3);
  for (size_t first = plain(1).size(); first < input.size(); ++first) {
    MemoryAccount account;
    Dataset dataset(account, {});
    Decoder decoder(dataset);
    AppendOptions append;
    append.more = true;
    const std::string piece = input.substr(0, first);
    ASSERT_TRUE(decoder.append(piece, append).ok());
    EXPECT_EQ(dataset.accepted(), first < 2 * plain(1).size() ? 1u : 2u) << first;
  }
}

// Each of these differs from a plain event in one way; between plain ones, so that a layout is
// known.
const char* const kLines[] = {
    R"({"id":"a","event_name":"e","external_customer_id":"c","timestamp":"2024-03-05T10:00:00Z","source":"s","properties":{"v":1e3,"text":"t"}})",
    R"({"id":"a","event_name":"e","external_customer_id":"c","timestamp":"2024-03-05T10:00:00Z","source":"s","properties":{"v":01,"text":"t"}})",
    R"({"id":"a","event_name":"e","external_customer_id":"c","timestamp":"2024-03-05T10:00:00Z","source":"s","properties":{"v":-0,"text":"-0"}})",
    R"({"id":"a","event_name":"e","external_customer_id":"c","timestamp":"2024-03-05T10:00:00Z","source":"s","properties":{"v":1.,"text":"1."}})",
    R"({"id":"a","event_name":"e","external_customer_id":"c","timestamp":"2024-03-05T10:00:00Z","source":"s","properties":{"v":-,"text":"-"}})",
    R"({"id":"a","event_name":"e","external_customer_id":"c","timestamp":"2024-03-05T10:00:00Z","source":"s","properties":{"v":123456789012345678,"text":"123456789012345678"}})",
    R"({"id":"a","event_name":"e","external_customer_id":"c","timestamp":"2024-03-05T10:00:00Z","source":"s","properties":{"v":1234567890123456789,"text":"1234567890123456789"}})",
    R"({"id":"a","event_name":"e","external_customer_id":"c","timestamp":"2024-03-05T10:00:00Z","source":"s","properties":{"v":99999999999999999999999,"text":"99999999999999999999999"}})",
    R"({"id":"a","event_name":"e","external_customer_id":"c","timestamp":"2024-03-05T10:00:00Z","source":"s","properties":{"v":0.123456789012345,"text":"0.1234567890123456"}})",
    R"({"id":"a","event_name":"e","external_customer_id":"c","timestamp":"2024-03-05T10:00:00Z","source":"s","properties":{"v":"a\u0041","text":"t"}})",
    R"({"id":"a","event_name":"e","external_customer_id":"c","timestamp":"2024-03-05T10:00:00Z","source":"s","properties":{"v":[1],"text":{"a":1}}})",
    R"({"id":"a","event_name":"e","external_customer_id":"c","timestamp":"2024-03-05T10:00:00Z","source":"s","properties":{"v":true,"text":null}})",
    R"({"id":"a","event_name":"e","external_customer_id":"c","timestamp":"2024-03-05T10:00:00Z","source":"s","properties":{"v":truf,"text":nul}})",
    R"({"id":"a","event_name":"e","external_customer_id":"c","timestamp":"2024-03-05T10:00:00Z","source":"s","properties":{"v":1,"v":2}})",
    R"({"id":"a","event_name":"e","external_customer_id":"c","timestamp":"2024-03-05T10:00:00Z","source":"s","source":null,"properties":{"v":1,"text":""}})",
    R"({"id":"a","event_name":"e","external_customer_id":"c","timestamp":"2024-03-05T10:00:00Z","source":null,"properties":{"v":1,"text":""}})",
    R"({"id":"a","event_name":" e ","external_customer_id":"c","timestamp":"2024-03-05T10:00:00Z","source":"","properties":{"v":1,"text":"t"}})",
    R"({"id":"a","event_name":"  ","external_customer_id":"c","timestamp":"2024-03-05T10:00:00Z","source":"s","properties":{"v":1,"text":"t"}})",
    R"({"id":"a","event_name":"","external_customer_id":"c","timestamp":"2024-03-05T10:00:00Z","source":"s","properties":{"v":1,"text":"t"}})",
    R"({"id":"a","event_name":"e","external_customer_id":"","timestamp":"2024-03-05T10:00:00Z","source":"s","properties":{"v":1,"text":"t"}})",
    R"({"id":"a","event_name":"e","external_customer_id":5,"timestamp":"2024-03-05T10:00:00Z","source":"s","properties":{"v":1,"text":"t"}})",
    R"({"id":"a","event_name":"e","external_customer_id":"c","timestamp":1709632800.5,"source":"s","properties":{"v":1,"text":"t"}})",
    R"({"id":"a","event_name":"e","external_customer_id":"c","timestamp":"1709632800","source":"s","properties":{"v":1,"text":"t"}})",
    R"({"id":"a","event_name":"e","external_customer_id":"c","timestamp":null,"source":"s","properties":{"v":1,"text":"t"}})",
    R"({"id":"a","event_name":"e","external_customer_id":"c","timestamp":"1600-03-05T10:00:00Z","source":"s","properties":{"v":1,"text":"t"}})",
    R"({"id":"a","event_name":"e","external_customer_id":"c","timestamp":"2024-02-30T10:00:00Z","source":"s","properties":{"v":1,"text":"t"}})",
    R"({"id":"","event_name":"e","external_customer_id":"c","timestamp":"2024-03-05T10:00:00+02:00","source":"s","properties":{"v":1,"text":"t"}})",
    R"({"id":"a","event_name":"e","external_customer_id":"c","timestamp":"2024-03-05T10:00:00Z","source":"s","properties":null})",
    R"({"id":"a","event_name":"e","external_customer_id":"c","timestamp":"2024-03-05T10:00:00Z","source":"s","properties":5})",
    R"({"id":"a","event_name":"e","external_customer_id":"c","timestamp":"2024-03-05T10:00:00Z","source":"s","properties":{}})",
    R"({"id":"a","event_name":"e","external_customer_id":"c","timestamp":"2024-03-05T10:00:00Z","source":"s","properties":{"v":1,"text":"t"}} )",
    R"({"id":"a","event_name":"e","external_customer_id":"c","timestamp":"2024-03-05T10:00:00Z","source":"s","properties":{"v":1,"text":"t"}}x)",
    R"({"id":"a","event_name":"e","external_customer_id":"c","timestamp":"2024-03-05T10:00:00Z","source":"s","properties":{"v":1,"text":"t"})",
    "{\"id\":\"a\tb\",\"event_name\":\"e\",\"external_customer_id\":\"c\",\"timestamp\":\"2024-"
    "03-05T10:00:00Z\"}",
    "{\"id\":\"a\",\"event_name\":\"\xff\",\"external_customer_id\":\"c\",\"timestamp\":\"2024-"
    "03-05T10:00:00Z\",\"source\":\"s\",\"properties\":{}}",
    "{\"id\":\"\xc3\",\"event_name\":\"e\",\"external_customer_id\":\"\xa9\",\"timestamp\":"
    "\"2024-03-05T10:00:00Z\",\"source\":\"s\",\"properties\":{}}",
    R"({"note":{"a":1,"b":{"c":"x"}},"id":"a","event_name":"e","external_customer_id":"c","timestamp":"2024-03-05T10:00:00Z","properties":{"v":1}})",
    R"({"note":{"a":[1]},"id":"a","event_name":"e","external_customer_id":"c","timestamp":"2024-03-05T10:00:00Z","properties":{"v":1}})",
    R"({"no\u0074e":1,"id":"a","event_name":"e","external_customer_id":"c","timestamp":"2024-03-05T10:00:00Z","properties":{"v":1}})",
    "[]",
    "17",
    "",
    "  \r",
    "{}"};

TEST(QuickReader, LeavesWhatIsOutOfTheOrdinary) {
  std::string all;
  for (const std::string one : kLines) {
    // Twice, so that what could be learned of it is used; in one piece, and with others before.
    const std::string pair = one + "\n" + plain(1) + one + "\n";
    expectSame(plain(0) + plain(1) + pair + plain(2) + plain(3), as("flexprice"));
    all += pair;
  }
  const size_t quick = expectSame(all + all + plain(4), as("flexprice"));
  EXPECT_GT(quick, 60u);
  DatasetOptions stream;
  stream.keep_blocks = true;
  AppendOptions received = as("flexprice");
  received.received_ns = 1709632800123456789;
  expectSame(all + all, received, 64, stream);
}

TEST(QuickReader, ReadsEveryDialect) {
  const auto repeat = [](const std::string& line, int times) {
    std::string all;
    for (int i = 0; i < times; ++i) {
      all += line;
      const size_t at = all.rfind('#');
      all.replace(at, 1, std::to_string(i / 2));
    }
    return all;
  };
  const std::string lago = repeat(
      R"({"code":"api","transaction_id":"t#","external_subscription_id":"sub","timestamp":1709632800.125,"precise_total_amount_cents":"12.5","properties":{"v":1}})"
      "\n",
      40);
  EXPECT_GE(expectSame(lago, as("lago")), 30u);
  const std::string cloud = repeat(
      R"({"specversion":"1.0","type":"e","source":"/s","id":"#","subject":"c","time":"2024-03-05T10:00:00Z","data":{"v":"1.50"}})"
      "\n",
      40);
  EXPECT_GE(expectSame(cloud, as("cloudevents")), 30u);
  std::string old = cloud;
  old.replace(old.rfind("1.0"), 3, "0.3");
  EXPECT_GE(expectSame(old, as("cloudevents")), 30u);
  const std::string mapped =
      repeat(R"({"a":{"b":"e"},"c":5,"t":1709632800125,"p":{"q":true,"r":"#"},"v":"x"})"
             "\n",
             40);
  const char* const mapping =
      R"({"name":"/a/b","customer":"/c","time":"/t","timeUnit":"ms","properties":["/v","/p/q"]})";
  EXPECT_GE(expectSame(mapped, as(mapping)), 30u);
  const char* const starred =
      R"({"name":{"const":"n"},"customer":"/c","time":"/t","timeUnit":"ms","id":"/v","properties":"*"})";
  expectSame(mapped, as(starred));
}

TEST(QuickReader, FillsBlocksToTheSameRow) {
  std::string input;
  for (int i = 0; i < 70000; ++i) input += plain(i % 700);
  size_t quick = 0;
  AppendOptions append = as("flexprice");
  const std::string seen = dumpOf(input, append, SIZE_MAX, {}, &quick);
  EXPECT_GT(quick, 69000u);
  append.by_reference = true;
  EXPECT_EQ(seen, dumpOf(input, append, SIZE_MAX));
}

TEST(QuickReader, ManyLayoutsAreBoundedAndReadTheSame) {
  std::string input;
  std::mt19937 random(7);
  for (int i = 0; i < 3000; ++i) {
    const std::string key = "k" + std::to_string(random() % 2000);
    input += event("i", "2024-03-05T10:00:00Z", "{\"" + key + "\":1,\"" + key + "x\":\"y\"}");
  }
  for (int i = 0; i < 200; ++i) input += plain(i);
  expectSame(input, as("flexprice"));
}

}  // namespace
}  // namespace tallyfold
