// SPDX-License-Identifier: Apache-2.0
// The neutral answer to a query: rows that every dialect can shape, and what stands behind them.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "query/partial.h"

namespace tallyfold {

struct UsageRow {
  Window window;  ///< unused when the query has none
  std::vector<std::optional<std::string>>
      groups;  ///< one text per group field; absent where the rows had none
  Outcome outcome;
};

struct UsageReport {
  std::vector<UsageRow> rows;  ///< by window start, then by groups, absent first
  std::optional<Outcome>
      total;          ///< by the query's total rule; absent when no row was counted or it has none
  uint64_t seen = 0;  ///< events handed to the plan
  uint64_t counted = 0;
  Ledger rejected;
  Ledger coerced;
};

/// The answer of a partial in which no entry waits.
UsageReport makeUsageReport(const Query& query, const Partial& settled, MemoryAccount& account);

}  // namespace tallyfold
