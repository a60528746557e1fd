// SPDX-License-Identifier: Apache-2.0
// Between a service's words and ours, both directions: a request becomes queries, their reports
// become an answer.
//
// A new report is a row in the table of dialect.cpp and the files it names.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "query/query.h"
#include "report/usage_report.h"

namespace tallyfold {

enum class Mode : uint8_t { AsIs, Exact };

/// An answer's text and what there is to say about it.
struct Answer {
  std::string text;
  std::vector<std::string> notes;  ///< names of the as-is rules that changed it, and other remarks
  bool finite = true;              ///< false: a number that is none took part
};

/// A request that passed every check.
class PreparedReport {
 public:
  virtual ~PreparedReport() = default;
  /// What to fold, in the order in which `answer` expects the reports.
  [[nodiscard]] virtual const std::vector<Query>& queries() const = 0;
  [[nodiscard]] virtual Answer answer(const std::vector<UsageReport>& reports) const = 0;
};

/// A request that did not, in the service's own shape.
struct RefusedRequest {
  int status = 400;
  std::string text;
};

using Preparation = std::variant<std::unique_ptr<PreparedReport>, RefusedRequest>;

struct ReportKind {
  std::string_view name;
  Preparation (*prepare)(std::string_view request_json, Mode mode, int64_t now_ns);
};

/// The report of that name, or null.
const ReportKind* reportKindNamed(std::string_view name);
/// All names, for messages: "flexprice.usage, flexprice.usage_by_meter".
std::string reportKindNames();

}  // namespace tallyfold
