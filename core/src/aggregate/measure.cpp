// SPDX-License-Identifier: Apache-2.0
#include "aggregate/measure.h"

namespace tallyfold {
namespace {

constexpr MeasureFacts kTable[] = {
    // name, needs a number, needs a text, needs a place, is a level, is zero of nothing, maker
    {"count", false, false, false, false, true, makeCount},
    {"sum", true, false, false, false, true, makeSum},
    {"avg", true, false, false, false, false, makeAverage},
    {"min", true, false, false, false, false, makeMin},
    {"max", true, false, false, false, false, makeMax},
    {"first", true, false, true, false, false, makeFirst},
    {"latest", true, false, true, false, false, makeLatest},
    {"count_unique", false, true, false, false, true, makeCountUnique},
    {"weighted_sum", true, false, true, true, true, makeLevelChanges},
    {"time_weighted_avg", true, false, true, true, false, makeLevelReadings},
    {"percentile", true, false, false, false, false, makePercentile},
    {"sum_with_multiplier", true, false, false, false, true, makeSum},
};

}  // namespace

const MeasureFacts* measureNamed(std::string_view name) {
  for (const MeasureFacts& facts : kTable) {
    if (facts.name == name) return &facts;
  }
  return nullptr;
}

std::string measureNames() {
  std::string names;
  for (const MeasureFacts& facts : kTable) {
    if (!names.empty()) names += ", ";
    names += facts.name;
  }
  return names;
}

}  // namespace tallyfold
