// SPDX-License-Identifier: Apache-2.0
// A report that is one or more queries over usage events.
#pragma once

#include "report/usage_report.h"
#include "shape/dialect.h"

namespace tallyfold {

class UsageQuestion : public PreparedReport {
 public:
  /// What to fold, in the order in which `answer` expects the reports. Of several queries over the
  /// same events the first is the question; the others add their own remarks.
  [[nodiscard]] virtual const std::vector<Query>& queries() const = 0;
  /// The answer's text, notes and whether all numbers were finite.
  [[nodiscard]] virtual Answer shape(const std::vector<UsageReport>& reports) const = 0;

  [[nodiscard]] std::string canonicalBytes() const final;
  [[nodiscard]] bool countsIdsOnce() const final;
  [[nodiscard]] bool followsArrival() const final;
  void tellWanted(Dataset& dataset) const final;
  [[nodiscard]] std::unique_ptr<ReportFold> begin(Dataset& dataset, Fold::Ids ids) const final;
};

}  // namespace tallyfold
