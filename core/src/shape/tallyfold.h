// SPDX-License-Identifier: Apache-2.0
// Our own report: the row of the table in dialect.cpp. The request and the answer are described in
// docs/query.md.
#pragma once

#include "shape/dialect.h"

namespace tallyfold {

Preparation prepareTallyfoldQuery(const RequestInput& input);

}  // namespace tallyfold
