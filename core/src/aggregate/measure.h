// SPDX-License-Identifier: Apache-2.0
// The aggregations of our own query, by their names there. What a service calls its own is in
// aggregation.h; both share the states.
#pragma once

#include <string>

#include "aggregate/aggregation.h"

namespace tallyfold {

struct MeasureFacts {
  std::string_view name;  ///< "count_unique"
  bool needs_number;
  bool needs_text;
  bool needs_place;    ///< when a row happened and where it stood
  bool is_level;       ///< a LevelAggregation: carries over from window to window
  bool empty_is_zero;  ///< of no events it is 0, and otherwise nothing
  std::unique_ptr<Aggregation> (*make)(const AggregationInput&, MemoryAccount&);
};

/// By its name; null for any other text.
const MeasureFacts* measureNamed(std::string_view name);
/// All names, for messages: "count, sum".
std::string measureNames();

}  // namespace tallyfold
