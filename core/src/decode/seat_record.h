// SPDX-License-Identifier: Apache-2.0
// Is a draft a record of a seating chart: a status change, a selection, a deselection, a channel
// assignment? docs/dialects.md lists the fields.
#pragma once

#include <optional>

#include "decode/event_assembler.h"

namespace tallyfold {

/// Why it is none; absent when it is one.
std::optional<Refusal> checkSeatRecord(const EventDraft& draft);

/// The record's kind. An item of the status-changes API has none, but an origin.
std::string_view seatRecordKind(const EventDraft& draft);

/// Names the record: equal for the same event, object, kind and id. The workspace is not part of
/// it, because items of the API do not say it; reports tell workspaces apart.
Hash128 seatRecordIdentity(const HashKey& key, const EventDraft& draft);

}  // namespace tallyfold
