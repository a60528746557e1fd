// SPDX-License-Identifier: Apache-2.0
// From a Flexprice request's fields to a neutral query, by the rules of one mode.
#pragma once

#include "shape/flexprice_request.h"

namespace tallyfold {

/// What shaping the answer needs beside the query.
struct FlexpricePlan {
  Query query;
  std::string event_name;
  std::string type;                      ///< echoed: "SUM"
  std::vector<std::string> group_names;  ///< as the request wrote them
  bool windowed = false;                 ///< rows are windows or buckets
  bool bucketed = false;
  bool adds_history = false;
  bool numbers_as_text = false;
  Mode mode = Mode::AsIs;
  std::vector<std::string> notes;  ///< as-is rules that already changed the question
};

/// The plan, or the service's 400.
std::variant<FlexpricePlan, RefusedRequest> planFlexprice(const FlexpriceFields& fields, Mode mode,
                                                          int64_t now_ns);

/// Whether a property may be grouped by: letters, digits, underscore and dot.
bool isGroupName(std::string_view name);

}  // namespace tallyfold
