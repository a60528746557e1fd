// SPDX-License-Identifier: Apache-2.0
// The facts that reports need beside events: one JSON document, checked when it is read.
#pragma once

#include <memory>
#include <string_view>

#include "base/siphash.h"
#include "catalog/lago.h"
#include "catalog/seats.h"
#include "tallyfold/result.h"

namespace tallyfold {

struct PriceRules;

struct Catalog {
  LagoCatalog lago;
  SeatCatalog seats;
};

/// Reads Lago's members and {"seatsio": {...}}; docs/catalog.md has them all. `rules`: what is
/// checked of prices; null: nothing. Errors: InvalidCatalog, with everything that is wrong, in the
/// order of the document.
Result<std::shared_ptr<const Catalog>> readCatalog(std::string_view json,
                                                   const PriceRules* rules = nullptr);

/// What `lago.fingerprint` of the catalog of this text is.
Hash128 catalogFingerprint(std::string_view json);

}  // namespace tallyfold
