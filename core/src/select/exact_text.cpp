// SPDX-License-Identifier: Apache-2.0
#include "select/exact_text.h"

namespace tallyfold {

std::string_view exactCellText(const Dataset& dataset, const Block& block, FieldKey key, Cell cell,
                               std::string& scratch) {
  if (kindOf(cell.tag) != CellKind::Number)
    return writtenCellText(dataset, block, key, cell, scratch);
  scratch = Decimal::fromScaled(cell.payload, scaleOf(cell.tag)).toText();
  return scratch;
}

}  // namespace tallyfold
