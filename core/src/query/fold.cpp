// SPDX-License-Identifier: Apache-2.0
#include "query/fold.h"

#include <algorithm>

#include "base/cold.h"
#include "numeric/double_text.h"
#include "query/no_room.h"

namespace tallyfold {

TALLYFOLD_COLD Fold::Fold(const Query& query, Dataset& dataset, Partial& partial, Ids ids)
    : query_(query),
      dataset_(dataset),
      partial_(partial),
      ids_(dataset, ids, query.identity != IdentityRule::EveryCopy),
      facts_(factsOf(query.aggregation)),
      text_reader_(dataset, partial.texts),
      number_reader_(dataset) {
  for (const Filter& filter : query.filters) filters_.emplace_back(dataset, filter);
  for (size_t i = 0; i < query.groups.size(); ++i)
    group_readers_.emplace_back(dataset, partial.texts);
}

TALLYFOLD_COLD void Fold::bindFields() {
  filter_keys_.clear();
  group_keys_.clear();
  for (const FilterReader& filter : filters_)
    filter_keys_.push_back(dataset_.keys.find(filter.field()));
  for (const FieldName& group : query_.groups) group_keys_.push_back(dataset_.keys.find(group));
  property_key_ = dataset_.keys.find(query_.property);
}

Status Fold::consume(const Block& block) {
  bindFields();
  ids_.begin(block);
  partial_.seen += block.rows;
  const uint32_t name = dataset_.names.find(query_.event_name);
  const auto run = std::find_if(block.runs.begin(), block.runs.end(),
                                [name](const Run& r) { return r.name_code == name; });
  if (run == block.runs.end()) return Done{};
  const Status status = consumeRun(block, *run);
  partial_.forgetOldIds();
  return status;
}

Status Fold::consumeRun(const Block& block, const Run& run) {
  for (size_t first = run.begin; first < run.end;) {
    // Pieces end where zones do, so that a piece has one entry of the zone map.
    const size_t end = std::min<size_t>(run.end, (first / kZoneRows + 1) * kZoneRows);
    const TimeRange& zone = block.zones[first / kZoneRows];
    const bool outside =
        zone.max_ns < query_.start_ns || query_.roundedTime(zone.min_ns) >= query_.end_ns;
    if (!outside) {
      if (!dataset_.account().canTake(partial_.bytesToAdd(end - first))) {
        return noRoomFor(dataset_.account(), {{partial_.slots.size(), "groups and windows"},
                                              {partial_.texts.size(), "texts"},
                                              {partial_.waiting(), "ids"}});
      }
      chunk_.begin(block, first, end - first);
      consumePiece();
    }
    first = end;
  }
  return Done{};
}

void Fold::consumePiece() {
  chunk_.selectTimes(query_);
  for (size_t f = 0; f < filters_.size() && chunk_.selected_count != 0; ++f) {
    const FieldKey key = filter_keys_[f];
    const FieldCells& cells = chunk_.cells(filters_[f].field(), key, query_.huge_integers_hide);
    chunk_.selectIf([&](uint16_t i) {
      return filters_[f].passes(*chunk_.block, key, cells.tags[i], cells.payloads[i]);
    });
  }
  if (query_.lateness_ns) {
    // Watermark and verdicts move row by row, in order of arrival, so that the input's cuts never
    // show.
    const std::vector<uint16_t> rows(chunk_.selected, chunk_.selected + chunk_.selected_count);
    for (const uint16_t row : rows) {
      chunk_.selected[0] = row;
      chunk_.selected_count = 1;
      selectTimely();
      splitOffIds();
    }
    return;
  }
  splitOffIds();
}

// Drops the selected row if it is behind the watermark, and moves the watermark otherwise.
void Fold::selectTimely() {
  const uint16_t index = chunk_.selected[0];
  const int64_t time_ns = chunk_.times_ns[index];
  if (time_ns < partial_.horizonNs()) {
    partial_.rejected.add(placeOf(*chunk_.block, chunk_.first + index, Reason::Late));
    chunk_.selected_count = 0;
    return;
  }
  partial_.latest_ns = std::max(partial_.latest_ns, time_ns);
}

void Fold::splitOffIds() {
  waiting_.clear();
  if (ids_.any()) {
    chunk_.selectIf([&](uint16_t i) {
      if (ids_.idOf(chunk_.first + i) == Hash128()) return true;
      waiting_.push_back(i);
      return false;
    });
  }
  slots_.clear(), texts_.clear(), mantissas_.clear(), times_.clear(), weights_.clear();
  received_.clear(), offsets_.clear(), forms_.clear();
  for (size_t i = 0; i < chunk_.selected_count; ++i)
    prepare(chunk_.selected[i], chunk_.first + chunk_.selected[i]);
  countPrepared();
  for (const uint16_t i : waiting_) settlePrepared(ids_.idOf(chunk_.first + i), i);
}

NumberReader::Number Fold::numberOf(size_t index) {
  if (!facts_.needs_number) return {0, 0};
  const FieldCells& cells = chunk_.cells(query_.property, property_key_, query_.huge_integers_hide);
  const auto number =
      number_reader_.read(*chunk_.block, property_key_, cells.tags[index], cells.payloads[index]);
  if (!query_.doubles_end || number.form != formOf(NumberForm::Exact)) return number;
  const Decimal& exact = number_reader_.exact()[static_cast<size_t>(number.mantissa)];
  if (!roundsToInfinity(exact)) return number;
  return {exact.sign(), formOf(NumberForm::NotFinite)};
}

uint32_t Fold::textOf(size_t index) {
  if (!facts_.needs_text) return 0;
  const FieldCells& cells = chunk_.cells(query_.property, property_key_, query_.huge_integers_hide);
  return text_reader_.read(*chunk_.block, property_key_, cells.tags[index], cells.payloads[index]);
}

uint32_t Fold::groupOf(size_t index) {
  uint32_t group = 0;
  for (size_t g = 0; g < group_readers_.size(); ++g) {
    const FieldCells& cells =
        chunk_.cells(query_.groups[g], group_keys_[g], query_.huge_integers_hide);
    const uint32_t text = group_readers_[g].read(*chunk_.block, group_keys_[g], cells.tags[index],
                                                 cells.payloads[index]);
    group =
        partial_.slots.groupWith(group, text == kAbsentText && query_.absent_is_empty ? 0 : text);
  }
  return group;
}

// Puts a row into the batch, unless its value cannot be counted.
void Fold::prepare(size_t index, size_t row) {
  NumberReader::Number number = numberOf(index);
  uint32_t text = textOf(index);
  Reason reason = Reason::NotANumber;
  switch (Partial::judge(query_, number.form, text, reason)) {
    case Partial::Verdict::Reject:
      return partial_.rejected.add(placeOf(*chunk_.block, row, reason));
    case Partial::Verdict::CountAsZero:
      partial_.coerced.add(placeOf(*chunk_.block, row, reason));
      number = {0, 0};
      text = 0;
      break;
    case Partial::Verdict::Count:
      break;
  }
  const int64_t time_ns = chunk_.times_ns[index];
  slots_.push_back(
      partial_.slots.slotOf(partial_.slots.windowOf(query_.window, time_ns), groupOf(index)));
  mantissas_.push_back(number.mantissa);
  forms_.push_back(number.form);
  texts_.push_back(text);
  if (query_.aggregation == AggregationKind::WeightedSum) {
    weights_.push_back(query_.weightOf(time_ns));
  }
  if (query_.aggregation != AggregationKind::Latest) return;
  times_.push_back(time_ns);
  offsets_.push_back(chunk_.block->offsets.at(row));
  received_.push_back(chunk_.block->has_received ? chunk_.block->received.at(row) : kNotReceived);
}

void Fold::countPrepared() {
  if (slots_.empty()) return;
  Batch batch;
  batch.count = slots_.size();
  batch.slots = slots_.data();
  batch.mantissas = mantissas_.data();
  batch.forms = forms_.data();
  batch.exact = &number_reader_.exact();
  batch.texts = texts_.data();
  batch.times_ns = times_.data();
  batch.weights = weights_.empty() ? nullptr : weights_.data();
  batch.received_ns = received_.data();
  batch.offsets = offsets_.data();
  batch.source = chunk_.block->source;
  partial_.count(batch);
}

void Fold::settlePrepared(const Hash128& id, size_t index) {
  const size_t row = chunk_.first + index;
  const NumberReader::Number number = numberOf(index);
  IdEntry entry;
  entry.id = id;
  entry.time_ns = chunk_.times_ns[index];
  entry.received_ns = chunk_.block->has_received ? chunk_.block->received.at(row) : kNotReceived;
  entry.offset = chunk_.block->offsets.at(row);
  entry.line = static_cast<uint64_t>(chunk_.block->lines.at(row));
  entry.source = chunk_.block->source;
  entry.slot =
      partial_.slots.slotOf(partial_.slots.windowOf(query_.window, entry.time_ns), groupOf(index));
  entry.text = textOf(index);
  const Cell id_text = chunk_.block->cellAt(attributeKey(Attribute::IdText), row);
  if (kindOf(id_text.tag) == CellKind::PlainText) {
    entry.id_text = partial_.texts.intern(chunk_.block->plainText(id_text.payload));
  }
  entry.form = number.form;
  entry.mantissa = number.mantissa;
  if (number.form == formOf(NumberForm::Exact)) {
    entry.mantissa =
        partial_.addExact(number_reader_.exact()[static_cast<size_t>(number.mantissa)]);
  }
  if (query_.identity == IdentityRule::OncePerResult) entry.scope = entry.slot;
  if (query_.identity == IdentityRule::OncePerMoment)
    entry.scope = static_cast<uint64_t>(entry.time_ns);
  partial_.settle(entry);
}

}  // namespace tallyfold
