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
    {"code": "gb", "aggregation_type": "sum_agg", "field_name": "gb"},
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
  EXPECT_EQ(log.exact()[log.entries()[0].amount - 1].toText(), "12.345678901234567890123");
  EXPECT_EQ(log.rejected.count(Reason::ExpressionFailed), 1u);
}

TEST_F(LagoFolds, FiltersAndGroupsSeeTextsAsTheyWereWritten) {
  LagoLog log(query_, account_);
  fold(event("gb", "1", "2024-03-02T00:00:00Z", R"({"gb":1,"region":"eu","zone":2.50})") +
           event("gb", "2", "2024-03-03T00:00:00Z", R"({"gb":1,"region":"eu","zone":"2.50"})") +
           event("gb", "3", "2024-03-04T00:00:00Z", R"({"gb":1,"region":"eu"})"),
       log);
  log.settle();
  EXPECT_EQ(log.entries()[0].shape, log.entries()[1].shape);
  const std::vector<uint32_t> shape = log.textsOf(log.entries()[0].shape);
  EXPECT_EQ(log.texts.text(shape[0]), "eu");
  EXPECT_EQ(log.texts.text(shape[1]), "2.50");
  EXPECT_EQ(log.textsOf(log.entries()[2].shape)[1], kAbsentText);
}

TEST_F(LagoFolds, OfATransactionTheFirstCountsOrTheLatestWhateverIsAskedFor) {
  const std::string text = event("gb", "1", "2024-03-02T00:00:00Z", R"({"gb":1})") +
                           event("gb", "1", "2024-03-02T00:00:00Z", R"({"gb":2})") +
                           event("gb", "1", "2024-03-03T00:00:00Z", R"({"gb":4})") +
                           event("seats", "9", "2024-03-02T00:00:00Z", R"({"who":"a"})") +
                           event("gb", "9", "2024-03-02T00:00:00Z", R"({"gb":8})");
  query_.metric_code = "gb";
  const std::pair<LagoIdentity, const char*> rules[] = {{LagoIdentity::First, "1"},
                                                        {LagoIdentity::Latest, "2 8 4"},
                                                        {LagoIdentity::Every, "1 2 8 4"}};
  for (const auto& [rule, expected] : rules) {
    query_.identity = rule;
    for (const IdsFrom ids : {IdsFrom::Repeats, IdsFrom::Hashes}) {
      LagoLog log(query_, account_);
      fold(text, log, ids);
      log.settle();
      EXPECT_EQ(valuesOf(log), expected);
      EXPECT_EQ(log.counted, log.entries().size());
    }
  }
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
      ByteWriter out;
      log.write(out);
      LagoLog copy(query_, account_);
      ByteReader in(out.bytes());
      copy.read(in);
      ASSERT_TRUE(in.ok() && in.atEnd());
      sum.merge(copy);
    }
    sum.settle();
    EXPECT_EQ(sum.seen, 4u);
    const std::string values = valuesOf(sum);
    EXPECT_TRUE(values == "1000000000000000000000000000000 2 1 5" ||
                values == "1000000000000000000000000000000 2 5 1")
        << values;
  }
}

}  // namespace
}  // namespace tallyfold
