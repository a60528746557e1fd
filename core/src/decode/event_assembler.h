// SPDX-License-Identifier: Apache-2.0
// Judges a draft: an event for the dataset, or an entry in the ledger that says why not.
#pragma once

#include <optional>

#include "decode/event_reader.h"

namespace tallyfold {

/// Where a record stands in its input.
struct RecordPlace {
  uint32_t source = 0;
  uint64_t line = 0;
  uint64_t byte_offset = 0;
};

/// Why a draft is no event.
struct Refusal {
  Reason reason;
  std::string detail;
};

/// The identity of an event whose id counts within its owner: a source, or a subscription.
Hash128 ownedIdentity(const HashKey& key, std::string_view owner, std::string_view id);

/// The identity of an event by its dialect's rule, which is not that of seating charts. Zero: it
/// has none, or ids are not kept. `owner` is the event's source or subscription, where the rule
/// asks for it.
Hash128 identityOf(const Dialect& dialect, const DatasetOptions& options, std::string_view id,
                   std::string_view owner);

class EventAssembler {
 public:
  explicit EventAssembler(Dataset& dataset) : dataset_(dataset) {}

  /// Commits the draft that was staged in the input's builder, or refuses it; whether it was
  /// committed.
  /// `received_ns`: when the caller got the input; stands in for a missing time.
  bool finish(const Dialect& dialect, const EventDraft& draft, const RecordPlace& place,
              std::optional<int64_t> received_ns);
  /// Refuses a record that gave no draft.
  void refuse(const RecordPlace& place, Reason reason, std::string detail,
              std::string_view id = {});

 private:
  std::optional<Refusal> checkShape(const Dialect& dialect, const EventDraft& draft) const;
  std::optional<Refusal> readTime(const Dialect& dialect, const EventDraft& draft,
                                  std::optional<int64_t> received_ns, RowFacts& facts) const;
  void stageAttributes(BlockBuilder& builder, const EventDraft& draft, std::string_view id);
  Hash128 identity(const Dialect& dialect, const EventDraft& draft, std::string_view id) const;

  Dataset& dataset_;
};

}  // namespace tallyfold
