// SPDX-License-Identifier: Apache-2.0
#include "shape/dialect.h"

#include "shape/flexprice.h"
#include "shape/lago.h"
#include "shape/seatsio.h"
#include "shape/tallyfold.h"

namespace tallyfold {
namespace {

constexpr ReportKind kTable[] = {
    {"flexprice.usage", prepareFlexpriceUsage},
    {"flexprice.usage_by_meter", prepareFlexpriceUsageByMeter},
    {"lago.analytics_usage", prepareLagoAnalyticsUsage},
    {"lago.current_usage", prepareLagoCurrentUsage},
    {"seatsio.usage", prepareSeatsioUsage},
    {"seatsio.usage_month", prepareSeatsioUsageMonth},
    {"seatsio.usage_month_event", prepareSeatsioUsageMonthEvent},
    {"tallyfold.query", prepareTallyfoldQuery},
};

}  // namespace

const ReportKind* reportKindNamed(std::string_view name) {
  for (const ReportKind& kind : kTable) {
    if (kind.name == name) return &kind;
  }
  return nullptr;
}

std::string reportKindNames() {
  std::string names;
  for (const ReportKind& kind : kTable) {
    if (!names.empty()) names += ", ";
    names += kind.name;
  }
  return names;
}

}  // namespace tallyfold
