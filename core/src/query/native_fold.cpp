// SPDX-License-Identifier: Apache-2.0
#include "query/native_fold.h"

#include <algorithm>
#include <cstring>
#include <utility>

#include "base/apart.h"
#include "base/cold.h"
#include "query/no_room.h"

namespace tallyfold {
namespace {

// A report over kept events meets all of them at once, so their fields' own codes will do.
TextCodes textCodesFor(IdsFrom ids) {
  return ids == IdsFrom::Hashes ? TextCodes::Shared : TextCodes::OfField;
}

Dictionary* textsOf(Dataset& dataset, FieldKey key) {
  return dataset.hasValues(key) ? &dataset.values(key) : nullptr;
}

// The places of the bytes that are 1.
TALLYFOLD_APART size_t placesOf(const uint8_t* bytes, size_t count, uint16_t* places) {
  size_t found = 0;
  size_t i = 0;
  for (; i + 8 <= count; i += 8) {
    uint64_t eight;
    std::memcpy(&eight, bytes + i, sizeof(eight));
    if (eight == 0) continue;
    for (size_t k = 0; k < 8; ++k) {
      places[found] = static_cast<uint16_t>(i + k);
      found += bytes[i + k];
    }
  }
  for (; i < count; ++i) {
    places[found] = static_cast<uint16_t>(i);
    found += bytes[i];
  }
  return found;
}

}  // namespace

TALLYFOLD_COLD NativeFold::NativeFold(const NativeQuery& query, Dataset& dataset,
                                      NativePartial& partial, IdsFrom ids)
    : query_(query),
      dataset_(dataset),
      partial_(partial),
      ids_(dataset, ids, query.counts_ids_once),
      slots_(query, dataset, partial, textCodesFor(ids)),
      row_fold_(query, dataset, partial, textCodesFor(ids)),
      chosen_(kZoneRows),
      taken_(kZoneRows),
      places_(kZoneRows + 1),  // one more is written than found
      other_places_(kZoneRows + 1),
      times_(kZoneRows),
      received_(kZoneRows),
      offsets_(kZoneRows),
      since_start_(kZoneRows),
      batches_(query.measures.size()) {
  if (query.where) where_.emplace(dataset, *query.where);
  if (query.lateness_ns) timely_.emplace(*query.lateness_ns);
  row_fold_.judgeBy(timely_ ? &*timely_ : nullptr);
  for (const Measure& measure : query.measures) {
    columns_.emplace_back(measure, dataset, partial.texts, textCodesFor(ids));
    needs_places_ = needs_places_ || measure.facts->needs_place;
    needs_weights_ = needs_weights_ || measure.facts->is_level;
  }
  if (textCodesFor(ids) == TextCodes::Shared) return;
  for (size_t d = 0; d < query.groups.size(); ++d) {
    if (query.groups[d].is_event_name) continue;
    partial.group_texts[d] = textsOf(dataset, dataset.keys.find(query.groups[d].field));
  }
  for (size_t m = 0; m < query.measures.size(); ++m) {
    const Measure& measure = query.measures[m];
    if (!measure.facts->needs_text || !measure.property) continue;
    partial.measure_texts[m] = textsOf(dataset, dataset.keys.find(*measure.property));
  }
}

bool NativeFold::wants(std::string_view name) const {
  return query_.events.empty() ||
         std::find(query_.events.begin(), query_.events.end(), name) != query_.events.end();
}

void NativeFold::beginBlock(const Block& block) {
  ids_.begin(block);
  if (where_) where_->begin();
  slots_.begin(block);
  row_fold_.begin();
  takes_all_ = true;
  takes_none_ = false;
  for (MeasureColumn& column : columns_) {
    column.begin(block);
    takes_all_ = takes_all_ && column.takesAll();
    takes_none_ = takes_none_ || column.takesNone();
  }
}

Status NativeFold::consume(const Block& block) {
  beginBlock(block);
  partial_.seen += block.rows;
  if (timely_) {
    const Status judged = judgeLateness(block);
    if (!judged) return judged;
  }
  const Status status = eachPiece(block, [&](size_t first, size_t count) {
    if (timely_) leaveOutLate(count);
    splitRows(first, count);
    if (rows_.count != 0) takeRows(block, rows_);
    row_fold_.take(block, name_, others_, ids_);
  });
  row_fold_.settleHeldBack();
  partial_.forgetOldIds();
  return status;
}

template <typename Use>
Status NativeFold::eachPiece(const Block& block, Use use) {
  for (const Run& run : block.runs) {
    name_ = dataset_.names.text(run.name_code);
    if (!wants(name_)) continue;
    const Status status = eachPieceOf(block, run, use);
    if (!status) return status;
  }
  return Done{};
}

template <typename Use>
Status NativeFold::eachPieceOf(const Block& block, const Run& run, Use use) {
  for (size_t first = run.begin; first < run.end;) {
    // Pieces end where zones do, so that a piece has one entry of the zone map.
    const size_t end = std::min<size_t>(run.end, (first / kZoneRows + 1) * kZoneRows);
    const TimeRange& zone = block.zones[first / kZoneRows];
    if (zone.max_ns >= query_.foldedStart() && zone.min_ns < query_.end_ns) {
      if (!dataset_.account().canTake(partial_.bytesToAdd(end - first))) {
        return noRoomFor(dataset_.account(), {{partial_.slots.size(), "groups and windows"},
                                              {partial_.texts.size(), "texts"},
                                              {partial_.waiting(), "ids"},
                                              {partial_.measureBytes(), "bytes of values"}});
      }
      chooseRows(block, first, end - first);
      if (rows_.count != 0) use(first, end - first);
    }
    first = end;
  }
  return Done{};
}

Status NativeFold::judgeLateness(const Block& block) {
  timely_->begin(block);
  const Status status = eachPiece(block, [this](size_t, size_t) {
    for (size_t i = 0; i < rows_.count; ++i) timely_->ask(rows_.row(i));
  });
  if (!status) return status;
  timely_->judge(partial_.latest_ns,
                 [&](size_t row) { partial_.rejected.add(placeOf(block, row, Reason::Late)); });
  return Done{};
}

// Takes the late ones out of rows_.
void NativeFold::leaveOutLate(size_t count) {
  if (rows_.places == nullptr) std::fill_n(chosen_.data(), count, 1);
  for (size_t i = 0; i < count; ++i) {
    if (timely_->isLate(rows_.first + i)) chosen_[i] = 0;
  }
  rows_ = {rows_.first, placesOf(chosen_.data(), count, places_.data()), places_.data()};
}

bool NativeFold::cutsZone(const TimeRange& zone) const {
  return zone.min_ns < query_.foldedStart() || zone.max_ns >= query_.end_ns;
}

// Leaves in rows_ what the range and the condition ask for.
void NativeFold::chooseRows(const Block& block, size_t first, size_t count) {
  rows_ = {first, count, nullptr};
  const bool cuts = cutsZone(block.zones[first / kZoneRows]);
  if (!cuts && !where_) return;
  if (where_) {
    where_->choose({&block, first, count, name_}, chosen_.data());
  } else {
    std::fill_n(chosen_.data(), count, 1);
  }
  if (cuts) {
    block.times.read(first, count, times_.data());
    const int64_t start_ns = query_.foldedStart();
    for (size_t i = 0; i < count; ++i)
      chosen_[i] &= static_cast<uint8_t>(times_[i] >= start_ns && times_[i] < query_.end_ns);
  }
  const size_t found = placesOf(chosen_.data(), count, places_.data());
  if (found != count) rows_ = {first, found, places_.data()};
}

// Leaves in others_ those of rows_ that are taken one by one.
void NativeFold::splitRows(size_t first, size_t count) {
  others_ = {first, 0, other_places_.data()};
  if (rows_.count == 0 || (takes_all_ && !ids_.any())) return;
  if (takes_none_) {
    others_ = std::exchange(rows_, {first, 0, nullptr});
    return;
  }
  if (rows_.places == nullptr) std::fill_n(chosen_.data(), count, 1);
  std::copy_n(chosen_.data(), count, taken_.data());
  for (MeasureColumn& column : columns_) {
    if (!column.takesAll()) column.refuse(first, count, taken_.data());
  }
  ids_.refuse(first, count, taken_.data());
  for (size_t i = 0; i < count; ++i) chosen_[i] = chosen_[i] > taken_[i] ? 1 : 0;
  others_.count = placesOf(chosen_.data(), count, other_places_.data());
  if (others_.count != 0)
    rows_ = {first, placesOf(taken_.data(), count, places_.data()), places_.data()};
}

void NativeFold::takeRows(const Block& block, const RowSet& rows) {
  const TimeRange& zone = block.zones[rows.first / kZoneRows];
  const bool needs_times = slots_.needsTimes(rows, zone);
  if (needs_places_ || needs_times) block.times.read(rows, times_.data());
  slots_.find(rows, times_.data(), name_);
  Batch common;
  common.count = rows.count;
  common.slots = slots_.slots();
  common.source = block.source;
  common.has_stretches = slots_.haveStretches();
  if (!slots_.runs().empty()) {
    common.runs = slots_.runs().data();
    common.run_count = slots_.runs().size();
  }
  if (needs_places_) readPlaces(block, rows, common);
  for (size_t m = 0; m < columns_.size(); ++m) {
    batches_[m] = common;
    columns_[m].read(rows, batches_[m]);
  }
  partial_.takeRows(batches_.data());
}

void NativeFold::readPlaces(const Block& block, const RowSet& rows, Batch& batch) {
  batch.times_ns = times_.data();
  block.offsets.read(rows, offsets_.data());
  batch.offsets = offsets_.data();
  if (block.has_received) {
    block.received.read(rows, received_.data());
    batch.received_ns = received_.data();
  }
  if (!needs_weights_) return;
  const auto start = static_cast<uint64_t>(query_.foldedStart());
  for (size_t i = 0; i < rows.count; ++i)
    since_start_[i] = static_cast<uint64_t>(times_[i]) - start;
  batch.weights = since_start_.data();
}

}  // namespace tallyfold
