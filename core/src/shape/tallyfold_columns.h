// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "report/native_report.h"
#include "shape/tallyfold_request.h"
#include "tallyfold/columns.h"

namespace tallyfold {

/// The rows of a report as columns, with the exact values as texts where `texts` says so.
QueryColumns tallyfoldColumns(const TallyfoldRequest& request, const NativeReport& report,
                              bool texts);

}  // namespace tallyfold
