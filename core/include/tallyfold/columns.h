// SPDX-License-Identifier: Apache-2.0
// The answer of `tallyfold.query` as columns, for charts and tables: docs/query.md, "Columns".
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "tallyfold/engine.h"

namespace tallyfold {

/// Texts one behind the other: text i is bytes [ends[i - 1], ends[i]).
struct TextColumn {
  std::string bytes;
  std::vector<uint32_t> ends;
};

/// A dimension: a code per row, which names one of its texts.
struct GroupColumn {
  /// The code where a row's events have no such field, and of the row of all others.
  static constexpr uint32_t kNone = 0xffffffff;
  std::string name;             ///< as the request has it: "customer"
  std::vector<uint32_t> codes;  ///< per row
  TextColumn texts;             ///< by code, each once
};

/// An aggregation: a value per row.
struct ValueColumn {
  std::string name;
  /// The double nearest to the exact value, ties to even; NaN where there is none.
  std::vector<double> numbers;
  TextColumn texts;  ///< the exact values, empty where there is none; only when asked for
  double total = 0;
  std::string total_text;
};

struct QueryColumns {
  uint64_t rows = 0;
  bool has_windows = false;
  std::vector<double> window_starts_ms;  ///< since 1970; empty without windows
  std::vector<double> window_ends_ms;
  std::vector<GroupColumn> groups;
  std::vector<uint8_t>
      others;  ///< 1 for rows of all other groups; empty unless a limit left some out
  std::vector<ValueColumn> values;
  // With `compare`, in the order of values.
  std::vector<ValueColumn> previous;
  std::vector<ValueColumn> change;          ///< value minus previous value
  std::vector<ValueColumn> change_percent;  ///< of the previous value
};

/// A report whose rows are in columns; its text is empty when the status is 200.
struct ColumnReport {
  Report report;
  QueryColumns columns;
};

}  // namespace tallyfold
