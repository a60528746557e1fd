// SPDX-License-Identifier: Apache-2.0
#include "aggregate/aggregation.h"

namespace tallyfold {
namespace {

constexpr AggregationFacts kTable[] = {
    // kind, name, needs a number, needs a text, maker
    {AggregationKind::Count, "COUNT", false, false, makeCount},
    {AggregationKind::Sum, "SUM", true, false, makeSum},
    {AggregationKind::Average, "AVG", true, false, makeAverage},
    {AggregationKind::CountUnique, "COUNT_UNIQUE", false, true, makeCountUnique},
    {AggregationKind::Latest, "LATEST", true, false, makeLatest},
    // The multiplier is one when the request has none, so a plain sum is the same fold.
    {AggregationKind::SumWithMultiplier, "SUM_WITH_MULTIPLIER", true, false, makeSum},
    {AggregationKind::Max, "MAX", true, false, makeMax},
    {AggregationKind::WeightedSum, "WEIGHTED_SUM", true, false, makeWeightedSum},
};

}  // namespace

const AggregationFacts& factsOf(AggregationKind kind) { return kTable[static_cast<size_t>(kind)]; }

const AggregationFacts* aggregationNamed(std::string_view name) {
  for (const AggregationFacts& facts : kTable) {
    if (facts.name == name) return &facts;
  }
  return nullptr;
}

}  // namespace tallyfold
