// SPDX-License-Identifier: Apache-2.0
// If this fails, an event that a plan prices is lost without a word, counted for a subscription it
// does not belong to, or counted twice.
#include "query/lago_fold.h"

#include <gtest/gtest.h>

#include "decode/decoder.h"

namespace tallyfold {
namespace {

const char* const kCatalog = R"({
  "billable_metrics": [
    {"code": "gb", "aggregation_type": "sum_agg", "field_name": "gb",
     "filters": [{"key": "region", "values": ["eu"]}]},
    {"code": "seats", "aggregation_type": "unique_count_agg", "field_name": "who", "recurring": true},
    {"code": "kb", "aggregation_type": "sum_agg", "field_name": "v",
     "expression": "event.properties.b / 1024"}],
  "plans": [{"code": "pro", "interval": "monthly", "amount_currency": "EUR", "charges": [
    {"billable_metric_code": "gb", "charge_model": "standard", "properties": {"amount": "1",
     "pricing_group_keys": ["zone"]},
     "filters": [{"values": {"region": ["eu"]}, "properties": {"amount": "2"}}]},
    {"billable_metric_code": "seats", "charge_model": "standard", "properties": {"amount": "1"}},
    {"billable_metric_code": "kb", "charge_model": "dynamic"}]},
   {"code": "free", "interval": "monthly", "amount_currency": "EUR"}],
  "customers": [{"external_id": "c"}],
  "subscriptions": [
    {"external_id": "s", "external_customer_id": "c", "plan_code": "pro",
     "started_at": "2024-03-01T00:00:00Z", "terminated_at": "2024-03-31T00:00:00Z",
     "status": "terminated"},
    {"external_id": "f", "external_customer_id": "c", "plan_code": "free",
     "started_at": "2024-03-01T00:00:00Z"}]
})";

std::string event(const std::string& code, const std::string& id, const std::string& time,
                  const std::string& properties, const std::string& subscription = "s",
                  const std::string& more = "") {
  return R"({"code":")" + code + R"(","transaction_id":")" + id + R"(","timestamp":")" + time +
         R"(","external_subscription_id":")" + subscription + R"(","properties":)" + properties +
         more + "}\n";
}

class LagoFolds : public testing::Test {
 protected:
  void SetUp() override {
    const auto catalog = readCatalog(kCatalog);
    ASSERT_TRUE(catalog.ok()) << catalog.error().message;
    query_.catalog = catalog.value();
    query_.now_ns = INT64_MAX;
  }
  // What a log holds of the events, as it is at the end.
  void fold(const std::string& text, LagoLog& log, IdsFrom ids = IdsFrom::Repeats) {
    Dataset dataset(account_, DatasetOptions());
    Decoder decoder(dataset);
    AppendOptions options;
    options.dialect = "lago";
    ASSERT_TRUE(decoder.append(text, options).ok());
    const LagoMetrics metrics(query_);
    dataset.flush();
    if (ids == IdsFrom::Hashes) dataset.restoreIdHashes();
    LagoFold fold(query_, metrics, dataset, log, ids);
    for (const Block* block : dataset.blocks()) ASSERT_TRUE(fold.consume(*block).ok());
  }
  static std::string valuesOf(const LagoLog& log) {
    std::string values;
    for (const LagoEntry& entry : log.entries())
      values += (values.empty() ? "" : " ") + log.valueOf(entry).toText();
    return values;
  }

  // Merges what is read of a log's bytes.
  void mergeWritten(const LagoLog& log, LagoLog& sum) {
    ByteWriter out;
    log.write(out);
    LagoLog copy(query_, account_);
    ByteReader in(out.bytes());
    copy.read(in);
    ASSERT_TRUE(in.ok() && in.atEnd());
    sum.merge(copy);
  }
  static uint64_t countOf(const LagoLog& log) {
    uint64_t events = 0;
    for (const LagoEntry& entry : log.entries()) events += entry.events;
    return events;
  }

  MemoryAccount account_;
  LagoQuery query_;
};

TEST_F(LagoFolds, WhatNoChargePricesAndWhatNoSubscriptionHasIsNamed) {
  LagoLog log(query_, account_);
  fold(event("gb", "1", "2024-03-05T00:00:00Z", R"({"gb":1.50})") +
           event("other", "2", "2024-03-05T00:00:00Z", "{}") +
           event("gb", "3", "2024-03-05T00:00:00Z", R"({"gb":1})", "f") +
           event("gb", "4", "2024-03-05T00:00:00Z", R"({"gb":1})", "nobody") +
           event("gb", "5", "2024-02-05T00:00:00Z", R"({"gb":1})") +
           event("gb", "6", "2024-03-05T00:00:00Z", R"({"gb":"1e3"})") +
           event("gb", "7", "2024-03-05T00:00:00Z", "{}"),
       log);
  log.settle();
  EXPECT_EQ(valuesOf(log), "1.5");
  EXPECT_EQ(log.counted, 1u);
  EXPECT_EQ(log.rejected.count(Reason::NoPrice), 2u);
  EXPECT_EQ(log.rejected.count(Reason::OutsideSubscription), 2u);
  EXPECT_EQ(log.rejected.count(Reason::NotANumber), 1u);
  EXPECT_EQ(log.rejected.count(Reason::MissingProperty), 1u);
}

TEST_F(LagoFolds, ARecurringMetricKeepsWhatCameBefore) {
  LagoLog log(query_, account_);
  fold(event("seats", "1", "2023-01-01T00:00:00Z", R"({"who":"a"})") +
           event("seats", "2", "2024-03-02T00:00:00Z", R"({"who":"a","operation_type":"remove"})") +
           event("seats", "3", "2024-03-03T00:00:00Z", "{}"),
       log);
  log.settle();
  ASSERT_EQ(log.entries().size(), 3u);
  EXPECT_FALSE(log.entries()[0].removes);
  EXPECT_TRUE(log.entries()[1].removes);
  EXPECT_EQ(log.entries()[1].text, log.entries()[0].text);
  EXPECT_EQ(log.entries()[2].text, kAbsentText);
}

TEST_F(LagoFolds, AFormulaMakesTheValueAndAnAmountComesAlong) {
  LagoLog log(query_, account_);
  fold(event("kb", "1", "2024-03-02T00:00:00Z", R"({"b":"3072"})", "s",
             R"(,"precise_total_amount_cents":"12.345678901234567890123")") +
           event("kb", "2", "2024-03-03T00:00:00Z", "{}"),
       log);
  log.settle();
  EXPECT_EQ(valuesOf(log), "3");
  ASSERT_EQ(log.entries().size(), 1u);
  EXPECT_EQ(log.amountOf(log.entries()[0]).toText(), "12.345678901234567890123");
  EXPECT_EQ(log.rejected.count(Reason::ExpressionFailed), 1u);
}

TEST_F(LagoFolds, FiltersAndGroupsSeeTextsAsTheyWereWritten) {
  LagoLog log(query_, account_);
  fold(event("gb", "1", "2024-03-02T00:00:00Z", R"({"gb":1,"region":"eu","zone":2.50})") +
           event("gb", "2", "2024-03-03T00:00:00Z", R"({"gb":1,"region":"eu","zone":"2.50"})") +
           event("gb", "3", "2024-03-04T00:00:00Z", R"({"gb":1,"region":"eu"})"),
       log);
  log.settle();
  const auto shape_of = [&log](size_t i) { return log.line(log.entries()[i]).shape; };
  EXPECT_EQ(shape_of(0), shape_of(1));
  const std::vector<uint32_t> shape = log.textsOf(shape_of(0));
  EXPECT_EQ(log.texts.text(shape[0]), "eu");
  EXPECT_EQ(log.texts.text(shape[1]), "2.50");
  EXPECT_EQ(log.textsOf(shape_of(2))[1], kAbsentText);
}

TEST_F(LagoFolds, OfATransactionTheFirstCountsOrTheLatestWhateverIsAskedFor) {
  const std::string text = event("gb", "1", "2024-03-02T00:00:00Z", R"({"gb":1})") +
                           event("gb", "1", "2024-03-02T00:00:00Z", R"({"gb":2})") +
                           event("gb", "1", "2024-03-03T00:00:00Z", R"({"gb":4})") +
                           event("seats", "9", "2024-03-02T00:00:00Z", R"({"who":"a"})") +
                           event("gb", "9", "2024-03-02T00:00:00Z", R"({"gb":8})");
  query_.metric_code = "gb";
  const std::pair<LagoIdentity, const char*> rules[] = {
      {LagoIdentity::First, "1"}, {LagoIdentity::Latest, "2 8 4"}, {LagoIdentity::Every, "11 4"}};
  for (const auto& [rule, expected] : rules) {
    query_.identity = rule;
    for (const IdsFrom ids : {IdsFrom::Repeats, IdsFrom::Hashes}) {
      LagoLog log(query_, account_);
      fold(text, log, ids);
      log.settle();
      EXPECT_EQ(valuesOf(log), expected);
      EXPECT_EQ(log.counted, countOf(log));
    }
  }
}

// What the entries of a log say, the last arrival's offset left out: "3 of 2".
std::string sumsOf(const LagoLog& log) {
  std::string sums;
  for (const LagoEntry& entry : log.entries()) {
    sums += (sums.empty() ? "" : ", ") + log.valueOf(entry).toText() + " of " +
            std::to_string(entry.events) + (entry.removes ? " removed" : "");
  }
  return sums;
}

TEST_F(LagoFolds, EventsOfADayAreAddedUpUnlessAnotherCopyMayCount) {
  const std::string text = event("gb", "1", "2024-03-05T00:00:00Z", R"({"gb":1.5})") +
                           event("gb", "2", "2024-03-05T23:59:59.999999Z", R"({"gb":2})") +
                           event("gb", "3", "2024-03-05T12:00:00Z", R"({"gb":1e30})") +
                           event("gb", "4", "2024-03-05T12:00:00Z", R"({"gb":4,"zone":"a"})") +
                           event("gb", "5", "2024-03-06T00:00:00Z", R"({"gb":8})") +
                           event("gb", "5", "2024-03-06T01:00:00Z", R"({"gb":16})") +
                           event("gb", "6", "2024-03-06T02:00:00Z", R"({"gb":32})");
  LagoLog log(query_, account_);
  fold(text, log);
  log.settle();
  EXPECT_EQ(sumsOf(log), "4 of 1, 1000000000000000000000000000003.5 of 3, 8 of 1, 32 of 1");
  LagoLog apart(query_, account_);
  fold(text, apart, IdsFrom::Hashes);
  apart.settle();
  EXPECT_EQ(apart.entries().size(), 6u);
  query_.identity = LagoIdentity::Every;
  LagoLog every(query_, account_);
  fold(text, every, IdsFrom::Hashes);
  every.settle();
  EXPECT_EQ(sumsOf(every), "4 of 1, 1000000000000000000000000000003.5 of 3, 56 of 3");
}

TEST_F(LagoFolds, OfADistinctValueTheLastChangeOfADayIsKept) {
  const auto change = [](const std::string& id, const std::string& time, const std::string& how) {
    return event("seats", id, time, R"({"who":"a","operation_type":")" + how + "\"}");
  };
  LagoLog log(query_, account_);
  fold(change("1", "2024-03-05T10:00:00Z", "add") + change("2", "2024-03-05T12:00:00Z", "remove") +
           change("3", "2024-03-05T11:00:00Z", "add") +
           event("seats", "4", "2024-03-05T10:30:00Z", R"({"who":"b"})"),
       log);
  log.settle();
  EXPECT_EQ(sumsOf(log), "0 of 1, 0 of 3 removed");
}

TEST_F(LagoFolds, LogsAreWrittenReadAndMergedInAnyOrder) {
  const std::string first = event("gb", "1", "2024-03-05T00:00:00Z", R"({"gb":1,"zone":"a"})") +
                            event("gb", "2", "2024-03-03T00:00:00Z", R"({"gb":1e30})");
  const std::string second = event("gb", "3", "2024-03-04T00:00:00Z", R"({"gb":2,"zone":"b"})") +
                             event("gb", "4", "2024-03-05T00:00:00Z", R"({"gb":5})");
  std::string expected;
  for (const bool swapped : {false, true}) {
    LagoLog sum(query_, account_);
    for (const std::string& text : {swapped ? second : first, swapped ? first : second}) {
      LagoLog log(query_, account_);
      fold(text, log, IdsFrom::Hashes);
      mergeWritten(log, sum);
    }
    sum.settle();
    EXPECT_EQ(sum.seen, 4u);
    const std::string values = valuesOf(sum);
    EXPECT_TRUE(values == "1000000000000000000000000000000 2 1 5" ||
                values == "1000000000000000000000000000000 2 5 1")
        << values;
  }
}

TEST_F(LagoFolds, SumsOfADayMergeWhateverTheyHold) {
  query_.identity = LagoIdentity::Every;
  const auto dynamic = [](const std::string& value, const std::string& amount) {
    return event("kb", "1", "2024-03-02T00:00:00Z", R"({"b":")" + value + "\"}", "s",
                 R"(,"precise_total_amount_cents":")" + amount + "\"");
  };
  LagoLog sum(query_, account_);
  for (const std::string& text : {dynamic("1024", "0.5") + dynamic("9223372036854775807", "0.25"),
                                  dynamic("9223372036854775807", "1")}) {
    LagoLog log(query_, account_);
    fold(text, log);
    mergeWritten(log, sum);
  }
  sum.settle();
  ASSERT_EQ(sum.entries().size(), 1u);
  EXPECT_EQ(sumsOf(sum), "18014398509481984.998046875 of 3");
  EXPECT_EQ(sum.amountOf(sum.entries()[0]).toText(), "1.75");
}

}  // namespace
}  // namespace tallyfold
