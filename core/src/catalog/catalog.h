// SPDX-License-Identifier: Apache-2.0
// The facts that reports need beside events: one JSON document, checked when it is read.
#pragma once

#include <memory>
#include <string_view>

#include "catalog/seats.h"
#include "tallyfold/result.h"

namespace tallyfold {

struct Catalog {
  SeatCatalog seats;
};

/// Reads {"seatsio": {...}}; other members are for other reports. Errors: InvalidCatalog, a line
/// per problem, "JSON-PATH what is wrong".
Result<std::shared_ptr<const Catalog>> readCatalog(std::string_view json);

}  // namespace tallyfold
