// SPDX-License-Identifier: Apache-2.0
// What a service answers before it looks at a request: the caller has no key, or a wrong one.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace tallyfold {

/// The body of status 401 or 403, as the service words it; empty for seats.io. Absent for a service
/// or a status that is not known. refusalBody("flexprice", 401) is {"error":"Unauthorized"}.
std::optional<std::string> refusalBody(std::string_view service, int status);

}  // namespace tallyfold
