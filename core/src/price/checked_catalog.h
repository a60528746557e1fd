// SPDX-License-Identifier: Apache-2.0
// A catalog whose charges can be priced.
#pragma once

#include <memory>
#include <string_view>

#include "catalog/catalog.h"

namespace tallyfold {

/// Reads a catalog and checks the terms of every charge and filter, and its plans' currencies.
/// Errors: those of readCatalog.
Result<std::shared_ptr<const Catalog>> readCheckedCatalog(std::string_view json);

}  // namespace tallyfold
