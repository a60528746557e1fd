// SPDX-License-Identifier: Apache-2.0
// What the engine answers to one case, with an engine of its own.
#pragma once

#include <string>

#include "json/value.h"

namespace tallyfold::cases {

struct Answer {
  int status = 0;    ///< 0: the call itself failed, `text` says why
  std::string text;  ///< the body, byte for byte
};

/// `events` is an array of event objects.
Answer answerReport(const std::string& report, const std::string& mode, const std::string& now,
                    const json::Value& events, const json::Value& request);

}  // namespace tallyfold::cases
