// SPDX-License-Identifier: Apache-2.0
// What the engine answers to one case, with an engine of its own.
#pragma once

#include <string>

#include "json/value.h"
#include "tallyfold/engine.h"

namespace tallyfold::cases {

struct Answer {
  int status = 0;    ///< 0: the call itself failed, `text` says why
  std::string text;  ///< the body, byte for byte
};

/// What a case asks the engine.
ReportCall reportCallOf(const json::Value& one);
/// How a case's events are given to it: lines, one of them or a part of one at a time.
AppendCall appendCallOf(const json::Value& one);

/// `one` is a case: an object with the events (an array of event objects), the request, and as
/// texts mode, now and dialect; `catalog` is an object. What a case does not say is left to the
/// engine.
Answer answerReport(const std::string& report, const json::Value& one);
/// The same over other events than those that the case holds.
Answer answerReport(const std::string& report, const json::Value& one, const json::Value& events);

/// What one engine answers to the `steps` of a case, in their order, as JSON:
/// [{"status":...,"body":...}]. A step is an ingestion (endpoint, request, receivedAt, store) or a
/// report (report, request, now, catalog); the case's own catalog is the engine's.
std::string answerSteps(const json::Value& one);

/// The text of a member; empty when there is none.
std::string textOf(const json::Value& object, const char* key);

}  // namespace tallyfold::cases
