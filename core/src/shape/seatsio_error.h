// SPDX-License-Identifier: Apache-2.0
// Errors in the shape of seats.io's API. Source: its page on error handling.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace tallyfold {

/// {"status":404,"messages":["Event not found: 12"],"errors":[{"code":"EVENT_NOT_FOUND",
/// "message":"Event not found: 12","data":{}}],"warnings":[],"requestId":"..."}
/// 401 and 403 have an empty body.
struct SeatsioError {
  struct Problem {
    std::string code, message;
    std::string path;  ///< JSON path in the request; empty when it is about no member
  };
  int status = 400;
  std::vector<Problem> problems;

  /// `seed` is anything that tells requests apart: the request id is made of it.
  [[nodiscard]] std::string body(std::string_view seed) const;
};

}  // namespace tallyfold
