// SPDX-License-Identifier: Apache-2.0
// Which ids does more than one dataset have? Each gives lists of its ids, and is told which of them
// others have too; then only events with those ids, or with one that it has itself several times,
// wait for a verdict.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "events/id_index.h"

namespace tallyfold {

/// The ids of one of `parts` parts, 16 bytes each: the same id is in the same part everywhere.
std::string idsOfPart(const IdIndex& ids, uint32_t part, uint32_t parts);

/// The ids that stand in the lists of several datasets, once each. The lists stand one behind the
/// other, each without repetitions.
std::string idsOfSeveral(std::string_view lists);

/// Those of a list that are in the index.
std::string idsKnown(const IdIndex& ids, std::string_view list);

/// A list of ids, 16 bytes each, as ids.
std::vector<Hash128> readIds(std::string_view list);
std::string writeIds(const std::vector<Hash128>& ids);

/// An event of a dataset whose id waits.
struct SharedId {
  uint64_t ordinal;
  Hash128 id;
};

/// The events whose id is in the list, or repeats in the index.
AccountedVector<SharedId> eventsWithIds(const IdIndex& ids, std::string_view list,
                                        MemoryAccount& account);

}  // namespace tallyfold
