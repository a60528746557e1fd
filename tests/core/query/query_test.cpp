// SPDX-License-Identifier: Apache-2.0
// If this fails, two different questions share a fingerprint, and their partial results are added
// up.
#include "query/query.h"

#include <gtest/gtest.h>

#include <functional>
#include <set>

namespace tallyfold {
namespace {

TEST(Query, EveryPartOfAQuestionShowsInItsBytes) {
  const std::vector<std::function<void(Query&)>> changes = {
      [](Query&) {},
      [](Query& q) { q.event_name = "e"; },
      [](Query& q) {
        q.filters.push_back({FieldName::ofProperty("a"), {"b"}});
      },
      [](Query& q) {
        q.filters.push_back({FieldName::ofProperty("a"), {"b", ""}});
      },
      [](Query& q) {
        q.filters.push_back({FieldName::ofProperty("ab"), {""}});
      },
      [](Query& q) {
        q.filters.push_back({FieldName::ofAttribute(Attribute::Customer), {"b"}});
      },
      [](Query& q) {
        q.filters.push_back({FieldName::ofAttribute(Attribute::CustomerId), {"b"}});
      },
      [](Query& q) { q.start_ns = 0; },
      [](Query& q) { q.end_ns = 0; },
      [](Query& q) { q.time_unit_ns = 1000; },
      [](Query& q) { q.weight_unit_ns = 1000; },
      [](Query& q) { q.lateness_ns = 0; },
      [](Query& q) { q.lateness_ns = 1; },
      [](Query& q) { q.aggregation = AggregationKind::Max; },
      [](Query& q) { q.property = FieldName::ofProperty("v"); },
      [](Query& q) { q.multiplier = Decimal::fromInteger(2); },
      [](Query& q) { q.window = WindowRule(); },
      [](Query& q) { q.window = WindowRule(), q.window->size = WindowSize::Month; },
      [](Query& q) { q.window = WindowRule(), q.window->zone = Zone::find("Asia/Kolkata"); },
      [](Query& q) { q.window = WindowRule(), q.window->first_weekday = 0; },
      [](Query& q) {
        q.window = WindowRule(), q.window->anchor = MonthAnchor{1, 0, false};
      },
      [](Query& q) {
        q.window = WindowRule(), q.window->anchor = MonthAnchor{2, 0, false};
      },
      [](Query& q) {
        q.window = WindowRule(), q.window->anchor = MonthAnchor{1, 1, false};
      },
      [](Query& q) {
        q.window = WindowRule(), q.window->anchor = MonthAnchor{1, 0, true};
      },
      [](Query& q) { q.window = WindowRule(), q.window->hours_from_midnight = true; },
      [](Query& q) { q.window = WindowRule(), q.window->minutes_in_utc = true; },
      [](Query& q) { q.window = WindowRule(), q.window->minute_label_in_utc = true; },
      [](Query& q) { q.window = WindowRule(), q.window->date_labels = true; },
      [](Query& q) { q.groups.push_back(FieldName::ofProperty("a")); },
      [](Query& q) {
        q.groups = {FieldName::ofProperty("a"), FieldName::ofProperty("b")};
      },
      [](Query& q) {
        q.groups = {FieldName::ofProperty("b"), FieldName::ofProperty("a")};
      },
      [](Query& q) { q.identity = IdentityRule::OncePerRange; },
      [](Query& q) { q.total = TotalRule::None; },
      [](Query& q) { q.absent_is_empty = true; },
      [](Query& q) { q.huge_integers_hide = true; },
      [](Query& q) { q.doubles_end = true; }};
  std::set<std::string> seen;
  for (const auto& change : changes) {
    Query query;
    change(query);
    seen.insert(query.canonicalBytes());
  }
  EXPECT_EQ(seen.size(), changes.size());
}

TEST(Query, ItsPeriodNeverOverflows) {
  Query query;
  EXPECT_EQ(query.period().toText(), "18446744073709551615");
  query.end_ns = query.start_ns = 5;
  EXPECT_EQ(query.period().toText(), "1");
  query.start_ns = -1, query.end_ns = 1, query.weight_unit_ns = 1'000'000'000;
  EXPECT_EQ(query.period().toText(), "1");
}

}  // namespace
}  // namespace tallyfold
