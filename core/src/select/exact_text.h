// SPDX-License-Identifier: Apache-2.0
// What text is a value, where equal values must have equal texts? A number's is its shortest plain
// form, so that 1.50 and 1.5 are one value; a text stays as it was written.
#pragma once

#include "select/field_reader.h"

namespace tallyfold {

/// The text of a cell; empty for absent ones. `scratch` may hold it. A function of cellText's kind:
/// 1.50 is "1.5", "1.50" is "1.50", 1e3 is "1000", true is "true", a list its compact JSON.
std::string_view exactCellText(const Dataset& dataset, const Block& block, FieldKey key, Cell cell,
                               std::string& scratch);

}  // namespace tallyfold
