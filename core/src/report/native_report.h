// SPDX-License-Identifier: Apache-2.0
// The neutral answer to our own query: rows in order, and the totals over all of them.
#pragma once

#include "report/native_cells.h"

namespace tallyfold {

/// A value per measure; absent where there is none.
using NativeValues = std::vector<std::optional<Rational>>;

struct NativeRow {
  Window window;           ///< unused when the query has none
  GroupTexts group;        ///< one text per dimension
  bool is_others = false;  ///< of all groups that the limit leaves out
  NativeValues values;
  NativeValues previous;  ///< of the period before; empty unless asked for
};

struct NativeReport {
  std::vector<NativeRow> rows;
  NativeValues totals;
  NativeValues previous_totals;
  /// Set when there is no answer: what is too large, as the name of a part of the request.
  std::string too_large;
};

/// The answer of a partial in which nothing waits.
NativeReport makeNativeReport(const NativeQuery& query, const NativeView& view,
                              const NativePartial& settled, MemoryAccount& account);

}  // namespace tallyfold
