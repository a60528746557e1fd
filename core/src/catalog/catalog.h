// SPDX-License-Identifier: Apache-2.0
// The facts that reports need beside events: one JSON document, checked when it is read.
#pragma once

#include <memory>
#include <string_view>

#include "catalog/lago.h"
#include "catalog/seats.h"
#include "tallyfold/result.h"

namespace tallyfold {

struct Catalog {
  LagoCatalog lago;
  SeatCatalog seats;
};

/// Reads Lago's members and {"seatsio": {...}}; docs/catalog.md has them all. What is wrong goes
/// into `problems`, and what could be read is answered; never null.
std::shared_ptr<const Catalog> readCatalog(std::string_view json, CatalogProblems& problems);
/// The same where any problem is an error: InvalidCatalog, a line each, "JSON-PATH what is wrong".
Result<std::shared_ptr<const Catalog>> readCatalog(std::string_view json);

}  // namespace tallyfold
