// SPDX-License-Identifier: Apache-2.0
#include "shape/intake.h"

namespace tallyfold {
namespace {

constexpr size_t kFlexpriceMostBytes = size_t{32} << 20;

constexpr IntakeKind kKinds[] = {
    {"flexprice.events", "flexprice", kFlexpriceMostBytes, false, readFlexpriceEvent},
    {"flexprice.events_bulk", "flexprice", kFlexpriceMostBytes, false, readFlexpriceBulk},
    {"lago.events", "lago", 0, true, readLagoEvent},
    {"lago.events_batch", "lago", 0, true, readLagoBatch}};

}  // namespace

const IntakeKind* intakeKindNamed(std::string_view endpoint) {
  for (const IntakeKind& kind : kKinds) {
    if (kind.endpoint == endpoint) return &kind;
  }
  return nullptr;
}

std::string intakeKindNames() {
  std::string names;
  for (const IntakeKind& kind : kKinds) {
    if (!names.empty()) names += ", ";
    names += kind.endpoint;
  }
  return names;
}

}  // namespace tallyfold
