// SPDX-License-Identifier: Apache-2.0
// What does a service's ingestion endpoint make of a request: which events does it keep, and what
// does it answer?
//
// The events are checked here as the service checks them, and handed on as records of the service's
// dialect, so that they are kept as any appended event is. A new endpoint is a row in the table of
// intake.cpp and the function it names.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "catalog/catalog.h"
#include "events/dataset.h"
#include "json/value.h"

namespace tallyfold {

/// One request to an ingestion endpoint.
struct IntakeInput {
  const json::Value* body = nullptr;  ///< null: what was sent is no JSON, or longer than allowed
  bool is_empty = false;              ///< nothing was sent at all
  int64_t received_ns = 0;
  bool clickhouse = false;  ///< Lago's event store that refuses no duplicates
  const Catalog& catalog;
  const Dataset& stored;  ///< the events so far
};

/// What to answer, and what to keep: every record, or with OutOfMemory none and no answer either.
struct Intake {
  int status = 200;
  std::string text;     ///< the body, byte for byte
  std::string records;  ///< NDJSON; empty: nothing is kept
};

struct IntakeKind {
  std::string_view endpoint;  ///< "lago.events"
  std::string_view dialect;   ///< of the records
  size_t most_bytes;          ///< of a request; 0: no limit
  bool refuses_duplicates;    ///< with the store that is Lago's default
  Intake (*read)(const IntakeInput& input);
};

/// The endpoint of that name, or null.
const IntakeKind* intakeKindNamed(std::string_view endpoint);
/// All names, for messages.
std::string intakeKindNames();

/// `POST /api/v1/events`: {"event":{...}}, answered with the event.
Intake readLagoEvent(const IntakeInput& input);
/// `POST /api/v1/events/batch`: {"events":[...]}, 1 to 100, all or none.
Intake readLagoBatch(const IntakeInput& input);
/// `POST /v1/events`: an event, answered with its id.
Intake readFlexpriceEvent(const IntakeInput& input);
/// `POST /v1/events/bulk`: {"events":[...]}, 1 to 1000, up to the first that is wrong.
Intake readFlexpriceBulk(const IntakeInput& input);

}  // namespace tallyfold
