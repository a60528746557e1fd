// SPDX-License-Identifier: Apache-2.0
/// @file
/// The answer of `tallyfold.query` as columns, for charts and tables: docs/query.md, "Columns".
///
/// ```cpp
/// engine.append(R"({"event_name":"call","external_customer_id":"c1","properties":{"cost":3.75}})",
///               {.received_at = "2024-03-05T10:00:00Z"});
/// auto answer = engine.columns(
///     {.report = "tallyfold.query",
///      .request = R"({"aggregations":{"spend":{"type":"sum","property":"cost"}},
///                     "group_by":["customer"]})",
///      .now = "2024-03-06T00:00:00Z"});
/// const tallyfold::QueryColumns& columns = answer.value().columns;
/// columns.rows                   // 1
/// columns.groups[0].texts.bytes  // c1
/// columns.values[0].numbers[0]   // 3.75
/// ```
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "tallyfold/engine.h"

namespace tallyfold {

/// Texts one behind the other: text i is bytes [ends[i - 1], ends[i]), the first one from 0.
struct TextColumn {
  std::string bytes;           ///< of all texts, UTF-8
  std::vector<uint32_t> ends;  ///< where each text ends
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
  std::string name;  ///< as the request has it: "spend"
  /// The double nearest to the exact value, ties to even; NaN where there is none.
  std::vector<double> numbers;
  TextColumn texts;        ///< the exact values, empty where there is none; only when asked for
  double total = 0;        ///< of all rows together; NaN where there is none
  std::string total_text;  ///< the exact total; only when asked for
};

/// The rows of the answer, entry i of each column for row i.
struct QueryColumns {
  uint64_t rows = 0;                     ///< how many
  bool has_windows = false;              ///< whether the request has a window
  std::vector<double> window_starts_ms;  ///< since 1970; empty without windows
  std::vector<double> window_ends_ms;    ///< since 1970; empty without windows
  std::vector<GroupColumn> groups;       ///< in the order of `group_by`
  std::vector<uint8_t>
      others;  ///< 1 for rows of all other groups; empty unless a limit left some out
  std::vector<ValueColumn> values;          ///< in the order of the request's aggregations
  std::vector<ValueColumn> previous;        ///< with `compare`: values of the period before
  std::vector<ValueColumn> change;          ///< with `compare`: value minus previous value
  std::vector<ValueColumn> change_percent;  ///< with `compare`: that in percent of the value before
};

/// A report whose rows are in columns; its text is empty when the status is 200.
struct ColumnReport {
  Report report;         ///< status, ledger and notes, and the text of a refusal
  QueryColumns columns;  ///< the rows, when the status is 200
};

}  // namespace tallyfold
