// SPDX-License-Identifier: Apache-2.0
// A seating query bound to one dataset: reads blocks, adds what their records say to a partial.
#pragma once

#include <optional>
#include <vector>

#include "base/flat_map.h"
#include "query/repeated_ids.h"
#include "query/seat_partial.h"
#include "query/seat_records.h"

namespace tallyfold {

class SeatFold {
 public:
  /// Query and partial must outlive the fold.
  SeatFold(const SeatQuery& query, Dataset& dataset, SeatPartial& partial, IdsFrom ids);

  /// Adds a block. Errors: OutOfMemory, before anything of the piece that does not fit is added.
  Status consume(const Block& block);
  /// What the fold reads of records, for a dataset that decodes only what is asked for.
  static void tellWanted(Dataset& dataset);

 private:
  struct Placed {
    uint32_t slot = 0;
    SeatObjectType type = SeatObjectType::Seat;
    const SeatObject* object = nullptr;
    bool is_single = false;  // one place, so its quantity can only be 1
  };
  [[nodiscard]] Error outOfMemory() const;
  Status consumeRun(const Block& block, const Run& run, SeatKind kind);
  void readRow(size_t index, SeatKind kind);
  std::optional<uint32_t> eventOf(size_t index);
  void noteFacts(SeatEventFacts& event, size_t index);
  void offerText(LatestText& known, SeatField field, size_t index);
  const SeatObject* objectOf(size_t index, uint32_t event, uint32_t label);
  [[nodiscard]] SeatObjectType typeOf(size_t index, const SeatObject* object);
  SeatAct actOf(size_t index, SeatKind kind);
  uint32_t quantityOf(size_t index, SeatObjectType type, const SeatObject* object);
  uint64_t orderOf(size_t index);
  Placed place(size_t index, uint32_t event);
  SeatChange changeOf(size_t index, SeatKind kind, const Placed& placed);
  uint64_t contentOf(size_t index);
  SeatCopy copyOf(size_t index, const SeatChange& change, const Placed& placed);
  void take(const SeatCopy& copy, const Block& block, size_t row);
  void takeTimely(const Block& block);

  struct KnownObject {
    const SeatObject* object = nullptr;
    uint32_t chart = kAbsentText;  // that it was looked up with
  };

  const SeatQuery& query_;
  Dataset& dataset_;
  SeatPartial& partial_;
  RepeatedIds ids_;
  SeatRecords records_;
  int64_t changes_end_ns_;
  bool needs_names_;
  FlatMap object_of_;  // event and label -> objects_; only with objects in the catalog
  std::vector<KnownObject> objects_;
  std::vector<std::optional<SeatCopy>> waiting_;  // with a lateness: changes of the block, by row
};

}  // namespace tallyfold
