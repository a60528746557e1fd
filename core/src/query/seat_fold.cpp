// SPDX-License-Identifier: Apache-2.0
#include "query/seat_fold.h"

#include <algorithm>

namespace tallyfold {

SeatFold::SeatFold(const SeatQuery& query, Dataset& dataset, SeatPartial& partial, IdsFrom ids)
    : query_(query),
      dataset_(dataset),
      partial_(partial),
      ids_(dataset, ids, query.counts_ids_once),
      records_(dataset, partial.tables.texts),
      changes_end_ns_(query.changesEnd()),
      needs_names_(query.rows == SeatRows::Events || query.catalog->seats.hasObjects()),
      object_of_(dataset.account()) {}

void SeatFold::tellWanted(Dataset& dataset) {
  std::vector<FieldName> fields = {FieldName::ofAttribute(Attribute::IdText)};
  for (size_t i = 0; i < kSeatFieldCount; ++i)
    fields.push_back(seatFieldName(static_cast<SeatField>(i)));
  for (const std::string_view kind : kSeatKinds) dataset.wantOnly(std::string(kind), fields);
}

Status SeatFold::consume(const Block& block) {
  ids_.begin(block);
  partial_.seen += block.rows;
  if (query_.lateness_ns) {
    const uint64_t bytes = block.rows * sizeof(waiting_[0]) + partial_.bytesToFoldAway(block.rows);
    if (!dataset_.account().canTake(bytes)) return outOfMemory();
    waiting_.assign(block.rows, std::nullopt);
  }
  for (size_t kind = 0; kind < std::size(kSeatKinds); ++kind) {
    const uint32_t name = dataset_.names.find(kSeatKinds[kind]);
    for (const Run& run : block.runs) {
      if (run.name_code != name) continue;
      const Status status = consumeRun(block, run, static_cast<SeatKind>(kind));
      if (!status) return status;
    }
  }
  if (query_.lateness_ns) takeTimely(block);
  return Done{};
}

Error SeatFold::outOfMemory() const {
  return {ErrorCode::OutOfMemory,
          "the memory limit of " + std::to_string(dataset_.account().limitBytes()) +
              " bytes leaves no room for this report's objects, changes or ids",
          ""};
}

Status SeatFold::consumeRun(const Block& block, const Run& run, SeatKind kind) {
  for (size_t first = run.begin; first < run.end;) {
    const size_t count = std::min<size_t>(run.end - first, kZoneRows);
    if (!dataset_.account().canTake(partial_.bytesToAdd(count))) return outOfMemory();
    records_.begin(block, first, count);
    for (size_t index = 0; index < count; ++index) readRow(index, kind);
    first += count;
  }
  return Done{};
}

void SeatFold::readRow(size_t index, SeatKind kind) {
  const std::optional<uint32_t> number = eventOf(index);
  if (!number) return;
  SeatEventFacts& event = partial_.tables.event(*number);
  noteFacts(event, index);
  if (event.left_out) {
    ++partial_.of_tests;
    return;
  }
  const int64_t time_ns = records_.timeOf(index);
  if (time_ns >= changes_end_ns_) {
    // Rows without usage show an object that is used later, too, and it has its place in the order
    // of arrival by then.
    const bool is_shown =
        query_.rows == SeatRows::Objects && (query_.keeps_zero_rows || query_.by_arrival);
    if (is_shown && time_ns <= query_.now_ns) place(index, *number);
    return;
  }
  partial_.first_ns = std::min(partial_.first_ns, time_ns);
  const Placed placed = place(index, *number);
  const SeatCopy copy = copyOf(index, changeOf(index, kind, placed), placed);
  if (query_.lateness_ns) {
    waiting_[records_.rowOf(index)] = copy;
  } else {
    take(copy, records_.block(), records_.rowOf(index));
  }
}

void SeatFold::take(const SeatCopy& copy, const Block& block, size_t row) {
  if (!(copy.id == Hash128())) return partial_.settle(copy);
  if (copy.is_reduced) partial_.noteReduced(placeOf(block, row, Reason::BadQuantity));
  partial_.apply(copy.change);
}

// Watermark and verdicts move row by row, in order of arrival, so that the input's cuts never show.
void SeatFold::takeTimely(const Block& block) {
  for (uint32_t arrival = 0; arrival < block.rows; ++arrival) {
    const uint32_t row = block.rowOfOrdinal(arrival);
    if (!waiting_[row]) continue;
    const int64_t time_ns = waiting_[row]->change.time_ns;
    if (time_ns < partial_.horizonNs()) {
      partial_.rejected.add(placeOf(block, row, Reason::Late));
      continue;
    }
    partial_.latest_ns = std::max(partial_.latest_ns, time_ns);
    take(*waiting_[row], block, row);
  }
  partial_.foldOldAway();
}

}  // namespace tallyfold
