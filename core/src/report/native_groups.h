// SPDX-License-Identifier: Apache-2.0
// In which order do the groups of a partial stand, and which of them are one in two periods?
#pragma once

#include "report/native_cells.h"

namespace tallyfold {

struct OrderedGroups {
  NativeGroups groups;
  std::vector<uint32_t>
      number_of;  ///< by the partial's groups; of those in which something happened
  std::vector<uint8_t> period_of;  ///< the same
};

/// -1, 0 or 1 as group a stands before b, has the same texts, stands behind it.
int compareGroups(const NativeGroups& groups, uint32_t a, uint32_t b);

/// `sorted`: otherwise they stand in any order, which only a query without a period before may ask
/// for, because there no two of the partial's groups are one.
OrderedGroups orderedGroups(const NativeQuery& query, const NativePartial& partial, bool sorted);

}  // namespace tallyfold
