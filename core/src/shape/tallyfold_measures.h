// SPDX-License-Identifier: Apache-2.0
// The `aggregations` of our own query as measures.
#pragma once

#include "query/native_query.h"
#include "shape/tallyfold_reader.h"

namespace tallyfold {

/// Reads {"name": {"type", "property" | "expression", "p", "multiplier", "opening"}, ...} in order.
std::vector<Measure> readMeasures(const QueryReader& query);

}  // namespace tallyfold
