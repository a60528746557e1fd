// SPDX-License-Identifier: Apache-2.0
// The request of `tallyfold.query`, read and checked: docs/query.md.
#pragma once

#include <variant>

#include "query/native_query.h"
#include "report/native_view.h"
#include "shape/tallyfold_reader.h"

namespace tallyfold {

struct TallyfoldRequest {
  NativeQuery query;
  NativeView view;
  std::vector<std::string> group_names;  ///< as written
  std::shared_ptr<const Zone> zone;      ///< null: UTC
};

/// Refused with every problem of the request.
std::variant<TallyfoldRequest, RefusedRequest> readTallyfoldRequest(std::string_view request_json,
                                                                    int64_t now_ns);

}  // namespace tallyfold
