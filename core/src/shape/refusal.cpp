// SPDX-License-Identifier: Apache-2.0
#include "shape/refusal.h"

namespace tallyfold {

std::optional<std::string> refusalBody(std::string_view service, int status) {
  struct Known {
    std::string_view service;
    int status;
    std::string_view body;
  };
  static constexpr Known kKnown[] = {
      {"flexprice", 401, R"({"error":"Unauthorized"})"},
      {"flexprice", 403,
       R"({"error":"Access denied","message":"Invalid or inaccessible environment"})"},
      {"lago", 401, R"({"status":401,"error":"Unauthorized"})"},
      {"lago", 403, R"({"status":403,"error":"Forbidden","code":"feature_unavailable"})"},
      {"seatsio", 401, ""},
      {"seatsio", 403, ""}};
  for (const Known& known : kKnown) {
    if (known.service == service && known.status == status) return std::string(known.body);
  }
  return std::nullopt;
}

}  // namespace tallyfold
