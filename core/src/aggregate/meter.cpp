// SPDX-License-Identifier: Apache-2.0
#include "aggregate/meter.h"

namespace tallyfold {

std::unique_ptr<Meter> makeMeter(const LagoMetric& metric, const MeterTerms& terms,
                                 MemoryAccount& account) {
  switch (metric.aggregation) {
    case LagoAggregation::Count:
      return makeCountMeter();
    case LagoAggregation::Sum:
      return terms.prorated ? makeProratedSumMeter(metric, terms) : makeSumMeter(metric);
    case LagoAggregation::Max:
      return makeMaxMeter();
    case LagoAggregation::UniqueCount:
      return terms.prorated ? makeProratedUniqueMeter(metric, terms, account)
                            : makeUniqueMeter(metric, account);
    case LagoAggregation::Latest:
      return makeLatestMeter();
    case LagoAggregation::WeightedSum:
      return makeWeightedSumMeter(metric, terms);
  }
  return makeCountMeter();
}

}  // namespace tallyfold
