// SPDX-License-Identifier: Apache-2.0
// The two commands. hosts/program/run.js does the same over the npm package.
#pragma once

#include "arguments.h"

namespace tallyfold::program {

/// Prints the report; the answer is the exit status, 0 or 1. Errors: what ends the program with
/// status 2.
Result<int> runReport(const Arguments& arguments);
Result<int> runMerge(const Arguments& arguments);

}  // namespace tallyfold::program
