// SPDX-License-Identifier: Apache-2.0
// The answer of `tallyfold.query`:
// {"rows":[{"window_start":...,"group":{...},"values":{...}}],"totals":{"values":{...}}}.
#pragma once

#include "report/native_report.h"
#include "shape/tallyfold_request.h"

namespace tallyfold {

std::string tallyfoldAnswer(const TallyfoldRequest& request, const NativeReport& report);

}  // namespace tallyfold
