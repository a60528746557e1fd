// SPDX-License-Identifier: Apache-2.0
// The neutral answer to our own query: rows in order, and the totals over all of them.
#pragma once

#include "report/native_cells.h"

namespace tallyfold {

using NativeValue = std::optional<Rational>;
/// A value per measure; absent where there is none.
using NativeValues = std::vector<NativeValue>;

struct NativeRow {
  uint32_t window = 0;  ///< of the report's windows
  uint32_t group = 0;   ///< of its groups
  uint32_t values = 0;  ///< where its values begin, one per measure
};

/// The values of one measure, where all of them are numbers of the fast form: by the number of the
/// row when it was made.
using PlainValues = std::vector<Scaled>;

struct NativeReport {
  std::vector<Window> windows;  ///< one, without meaning, when the query has none
  NativeGroups groups;          ///< with a limit the last one, which has no texts, is of all others
  bool has_others = false;
  std::vector<NativeRow> rows;
  std::vector<PlainValues> plain;  ///< per measure; else empty, and the values are in `values`
  NativeValues values;
  NativeValues previous;  ///< of the period before, as values; empty unless asked for
  NativeValues totals;
  NativeValues previous_totals;
  /// Set when there is no answer: what is too large, as the name of a part of the request.
  std::string too_large;

  [[nodiscard]] bool isPlain() const { return !plain.empty(); }
  /// Of a plain report.
  [[nodiscard]] Scaled plainAt(const NativeRow& row, size_t measure) const {
    return plain[measure][row.values / plain.size()];
  }
  [[nodiscard]] bool isOthers(const NativeRow& row) const {
    return has_others && row.group + 1 == groups.count;
  }
};

/// The answer of a partial in which nothing waits, and which must outlive it.
NativeReport makeNativeReport(const NativeQuery& query, const NativeView& view,
                              const NativePartial& settled, MemoryAccount& account);

}  // namespace tallyfold
