// SPDX-License-Identifier: Apache-2.0
// If this fails, an event in Lago's shape is lost, or taken for a copy of another subscription's.
#include <gtest/gtest.h>

#include "support.h"

namespace tallyfold {
namespace {

const AppendCall kLago{.dialect = "lago"};

std::string event(const std::string& members) {
  return R"({"code":"e","transaction_id":"t1","external_subscription_id":"s1",)" + members + "}\n";
}

AppendResult appended(const std::string& text) {
  Engine engine;
  return engine.append(text, kLago).value();
}

// What the ledger says of one event that is refused.
std::string reasonOf(const std::string& text) {
  Engine engine;
  EXPECT_EQ(engine.append(text, kLago).value().refused, 1u) << text;
  const json::Value ledger = support::at(engine.ledger(), {"entries"});
  return ledger.items.empty() ? "" : ledger.items[0].find("reason")->text;
}

TEST(LagoDialect, CodeTransactionAndTimeAreNeeded) {
  EXPECT_EQ(appended(event(R"("timestamp":1709633400)")).accepted, 1u);
  EXPECT_EQ(reasonOf(R"({"transaction_id":"t","timestamp":1})"), "missing_field");
  EXPECT_EQ(reasonOf(R"({"code":"e","timestamp":1})"), "missing_field");
  EXPECT_EQ(reasonOf(R"({"code":"e","transaction_id":"t"})"), "missing_field");
  EXPECT_EQ(reasonOf(event(R"("timestamp":"yesterday")")), "bad_timestamp");
  EXPECT_EQ(reasonOf(event(R"("timestamp":1,"properties":[])")), "wrong_type");
}

TEST(LagoDialect, ASubscriptionIsNotNeededToBeRead) {
  EXPECT_EQ(appended(R"({"code":"e","transaction_id":"t","timestamp":1})").accepted, 1u);
}

TEST(LagoDialect, TimesAreSecondsAsNumberOrText) {
  const std::string request = support::march("LATEST", R"(,"window_size":"MINUTE")");
  const auto windowOf = [&](const std::string& time) {
    const std::string text = event(R"("timestamp":)" + time + R"(,"properties":{"v":1})");
    const json::Value rows =
        support::at(support::answer(text, request, "exact", kLago), {"results"});
    return rows.items.empty() ? "none" : rows.items[0].find("window_size")->text;
  };
  EXPECT_EQ(windowOf("1709633459.999999"), "2024-03-05T10:10:00Z");
  EXPECT_EQ(windowOf("\"1709633459.999999\""), "2024-03-05T10:10:00Z");
  EXPECT_EQ(windowOf("\"2024-03-05T10:10:59Z\""), "2024-03-05T10:10:00Z");
}

TEST(LagoDialect, IdentityIsSubscriptionAndTransactionTogether) {
  const auto event_of = [](const char* subscription, const char* id) {
    return std::string(R"({"code":"e","timestamp":1709633400,"properties":{"v":1},)") +
           R"("external_subscription_id":")" + subscription + R"(","transaction_id":")" + id +
           "\"}\n";
  };
  const std::string text = event_of("a", "bc") + event_of("ab", "c") + event_of("a", "bc");
  EXPECT_EQ(
      support::at(support::answer(text, support::march("SUM"), "exact", kLago), {"value"}).text,
      "2");
}

}  // namespace
}  // namespace tallyfold
