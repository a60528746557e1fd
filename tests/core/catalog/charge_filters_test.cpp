// SPDX-License-Identifier: Apache-2.0
// If this fails, an event is priced by another filter than the service's, twice, or not at all.
#include "catalog/charge_filters.h"

#include <gtest/gtest.h>

#include <map>

namespace tallyfold {
namespace {

using Properties = std::map<std::string, std::string, std::less<>>;

PropertyText textOf(const Properties& properties) {
  return [&properties](std::string_view key) -> std::optional<std::string_view> {
    const auto found = properties.find(key);
    if (found == properties.end()) return std::nullopt;
    return found->second;
  };
}

const FilterConditions& metric() {
  static const FilterConditions known = {{"size", {"512", "1024"}}, {"steps", {"25", "50", "75"}}};
  return known;
}

ChargeFilters filters(std::vector<FilterConditions> conditions) {
  std::vector<ChargeFilter> list;
  for (FilterConditions& one : conditions)
    list.push_back({std::to_string(list.size()), 0, std::move(one)});
  return {metric(), std::move(list)};
}

// The buckets that count an event; -1 is the default one.
std::vector<int> bucketsOf(const ChargeFilters& filters, const Properties& event) {
  std::vector<int> found;
  for (size_t i = 0; i < filters.filters().size(); ++i) {
    if (filters.bucket(i).takes(textOf(event))) found.push_back(static_cast<int>(i));
  }
  if (filters.defaultBucket().takes(textOf(event))) found.push_back(-1);
  return found;
}

TEST(ChargeFilters, AnEventGoesToTheFilterOfTheMostKeysAndOfEqualsToTheFirst) {
  const ChargeFilters list = filters({{{"size", {"512"}}},
                                      {{"size", {"512"}}, {"steps", {"25"}}},
                                      {{"steps", {"25"}}, {"size", {"512", "1024"}}}});
  const auto best = [&](const Properties& event) { return list.bestMatch(textOf(event)); };
  EXPECT_EQ(best({{"size", "512"}, {"steps", "25"}}), 1U);
  EXPECT_EQ(best({{"size", "512"}, {"steps", "50"}}), 0U);
  EXPECT_EQ(best({{"size", "1024"}, {"steps", "25"}}), 2U);
  EXPECT_EQ(best({{"steps", "25"}}), std::nullopt);
  EXPECT_EQ(list.matching(textOf({{"size", "512"}, {"steps", "25"}})),
            (std::vector<size_t>{0, 1, 2}));
}

TEST(ChargeFilters, AllValuesAreThoseThatTheMetricLists) {
  const ChargeFilters list = filters(
      {{{"size", {std::string(kAllFilterValues)}}}, {{"color", {std::string(kAllFilterValues)}}}});
  EXPECT_EQ(list.filters()[0].conditions[0].values, metric()[0].values);
  EXPECT_EQ(bucketsOf(list, {{"size", "512"}}), std::vector<int>{0});
  EXPECT_EQ(bucketsOf(list, {{"size", "2048"}}), std::vector<int>{-1});
  EXPECT_EQ(bucketsOf(list, {{"color", "red"}}), std::vector<int>{-1});
  EXPECT_EQ(bucketsOf(list, {}), std::vector<int>{-1});
}

TEST(ChargeFilters, ANarrowerFilterTakesItsEventsFromAWiderOne) {
  const ChargeFilters list = filters(
      {{{"size", {"512", "1024"}}}, {{"size", {"512"}}}, {{"size", {"1024"}}, {"steps", {"25"}}}});
  EXPECT_EQ(bucketsOf(list, {{"size", "512"}}), std::vector<int>{1});
  EXPECT_EQ(bucketsOf(list, {{"size", "1024"}}), std::vector<int>{0});
  EXPECT_EQ(bucketsOf(list, {{"size", "1024"}, {"steps", "25"}}), std::vector<int>{2});
}

TEST(ChargeFilters, APartialOverlapIsCountedInBoth) {
  const ChargeFilters list = filters({{{"steps", {"25", "50"}}}, {{"steps", {"50", "75"}}}});
  EXPECT_EQ(bucketsOf(list, {{"steps", "25"}}), std::vector<int>{0});
  EXPECT_EQ(bucketsOf(list, {{"steps", "50"}}), (std::vector<int>{0, 1}));
  EXPECT_EQ(bucketsOf(list, {{"steps", "75"}}), std::vector<int>{1});
}

TEST(ChargeFilters, OfIdenticalFiltersTheOldestCounts) {
  const std::vector<std::string> one = {"25", "50"};
  const std::vector<std::string> same = {"50", "25", "50"};
  const ChargeFilters list(
      {}, {{"b", 2, {{"steps", one}}}, {"c", 1, {{"steps", same}}}, {"a", 1, {{"steps", one}}}});
  EXPECT_EQ(bucketsOf(list, {{"steps", "50"}}), std::vector<int>{2});
}

TEST(ChargeFilters, EntriesWithoutValuesIgnoreNothing) {
  const ChargeFilters list = filters({{}, {{"steps", {}}}, {{"size", {"512"}}}});
  EXPECT_EQ(bucketsOf(list, {{"steps", "25"}}), (std::vector<int>{0, -1}));
  EXPECT_EQ(bucketsOf(list, {{"size", "512"}}), std::vector<int>{2});
}

TEST(ChargeFilters, AMissingPropertyIsTheEmptyTextWhereItIsIgnored) {
  const ChargeFilters list = filters({{{"size", {""}}}});
  EXPECT_EQ(bucketsOf(list, {{"size", ""}}), std::vector<int>{0});
  EXPECT_EQ(bucketsOf(list, {}), std::vector<int>{});
}

TEST(ChargeFilters, WithoutFiltersThereIsTheDefaultBucketOnly) {
  EXPECT_EQ(bucketsOf(filters({}), {{"size", "512"}}), std::vector<int>{-1});
}

}  // namespace
}  // namespace tallyfold
