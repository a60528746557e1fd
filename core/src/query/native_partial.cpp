// SPDX-License-Identifier: Apache-2.0
#include "query/native_partial.h"

#include <algorithm>

#include "query/timely_rows.h"

namespace tallyfold {

NativePartial::NativePartial(const NativeQuery& query, MemoryAccount& account)
    : texts(account),
      slots(account),
      query_(query),
      account_(account),
      entries_(account),
      waiting_(makeAccounted<RowValue>(account)) {
  for (const Measure& measure : query.measures) measures.emplace_back(measure, account);
  group_texts.resize(query.groups.size(), nullptr);
  measure_texts.resize(query.measures.size(), nullptr);
  texts.intern("");
  texts.intern("previous");
}

Window NativePartial::windowOf(const NativeQuery& query, int64_t time_ns) {
  if (query.window) return intervalAt(*query.window, time_ns);
  Window all;
  all.start_ns = INT64_MIN;
  all.end_ns = INT64_MAX;
  return all;
}

std::string_view NativePartial::groupText(size_t dimension, uint32_t code) const {
  const Dictionary* own = group_texts[dimension];
  if (own == nullptr) return texts.text(code);
  return code < own->size() ? own->text(code) : texts.text(code - own->size());
}

uint32_t NativePartial::rootGroup(int64_t time_ns) {
  if (!query_.previous_start_ns) return 0;
  return slots.groupWith(0, query_.isPrevious(time_ns) ? kPrevious : kCurrent);
}

uint32_t NativePartial::slotOf(int64_t time_ns, uint32_t group) {
  const uint32_t window =
      slots.windowBy(time_ns, [this](int64_t at_ns) { return windowOf(query_, at_ns); });
  return slots.slotOf(window, group);
}

void NativePartial::flush() {
  const uint64_t held = account_.usedBytes();
  for (MeasureState& measure : measures) {
    measure.resize(slots.size());
    measure.flush();
  }
  measure_bytes_ += account_.usedBytes() - held;
}

void NativePartial::takeRows(const Batch* batches) {
  const uint64_t held = account_.usedBytes();
  for (size_t m = 0; m < measures.size(); ++m) {
    measures[m].resize(slots.size());
    measures[m].takeRows(batches[m]);
  }
  measure_bytes_ += account_.usedBytes() - held;
  counted += batches[0].count;
}

RowValue NativePartial::keep(const RowValue& value) {
  RowValue kept = value;
  if (value.form != formOf(NumberForm::Exact)) return kept;
  kept.mantissa = static_cast<int64_t>(exact_.size());
  kept.exact = nullptr;
  exact_.push_back(*value.exact);
  return kept;
}

void NativePartial::settle(IdEntry entry, const RowValue* values, int64_t horizon_ns) {
  IdEntry* known = entries_.find(entry.id, entry.scope);
  const size_t width = measures.size();
  if (known == nullptr) {
    entry.mantissa = static_cast<int64_t>(waiting_.size() / width);
    for (size_t m = 0; m < width; ++m) waiting_.push_back(keep(values[m]));
    return entries_.add(entry);
  }
  const bool begins_anew = known->time_ns < horizon_ns;
  if (begins_anew) takeWaiting(*known);
  IdEntry loser = entry;
  if (begins_anew || entry.beats(*known)) {
    entry.mantissa = known->mantissa;
    std::swap(*known, loser);
    *known = entry;
    const size_t first = static_cast<size_t>(entry.mantissa) * width;
    for (size_t m = 0; m < width; ++m) waiting_[first + m] = keep(values[m]);
  }
  if (!begins_anew) rejected.add(placeOf(loser, Reason::Duplicate));
}

LedgerEntry NativePartial::placeOf(const IdEntry& entry, Reason reason) const {
  LedgerEntry place;
  place.reason = reason;
  place.source = entry.source;
  place.line = entry.line;
  place.byte_offset = static_cast<uint64_t>(entry.offset);
  place.id = texts.text(entry.id_text);
  return place;
}

std::vector<TextMap*> NativePartial::mapsOf(const std::vector<Dictionary*>& fields, TextMap& behind,
                                            std::deque<TextMap>& maps) {
  std::vector<TextMap*> chosen;
  for (const Dictionary* field : fields) {
    if (field != nullptr) maps.emplace_back(texts, field, behind);
    chosen.push_back(field == nullptr ? &behind : &maps.back());
  }
  return chosen;
}

void NativePartial::merge(const NativePartial& other) {
  TextMap text_map(texts, other.texts);
  std::deque<TextMap> maps;
  const std::vector<TextMap*> measure_maps = mapsOf(other.measure_texts, text_map, maps);
  std::vector<TextMap*> group_maps = mapsOf(other.group_texts, text_map, maps);
  // The period stands before the dimensions.
  if (query_.previous_start_ns || group_maps.empty())
    group_maps.insert(group_maps.begin(), &text_map);
  const std::vector<uint32_t> slot_map = slots.merge(other.slots, group_maps);
  const uint64_t held = account_.usedBytes();
  for (size_t m = 0; m < measures.size(); ++m) {
    measures[m].resize(slots.size());
    measures[m].merge(other.measures[m], slot_map, measure_maps[m]);
  }
  measure_bytes_ += account_.usedBytes() - held;
  rejected.merge(other.rejected);
  coerced.merge(other.coerced);
  seen += other.seen;
  counted += other.counted;
  latest_ns = std::max(latest_ns, other.latest_ns);
  const size_t width = measures.size();
  std::vector<RowValue> values(width);
  for (IdEntry entry : other.entries_.all()) {
    for (size_t m = 0; m < width; ++m) {
      values[m] = other.waiting_[static_cast<size_t>(entry.mantissa) * width + m];
      if (values[m].form == formOf(NumberForm::Exact))
        values[m].exact = &other.exact_[static_cast<size_t>(values[m].mantissa)];
      if (values[m].text != kAbsentText) values[m].text = (*measure_maps[m])(values[m].text);
    }
    entry.id_text = text_map(entry.id_text);
    entry.slot = slot_map[entry.slot];
    settle(entry, values.data());
  }
}

void NativePartial::takeWaiting(const IdEntry& entry) {
  const size_t width = measures.size();
  std::vector<RowValue> values(width);
  for (size_t m = 0; m < width; ++m) {
    values[m] = waiting_[static_cast<size_t>(entry.mantissa) * width + m];
    if (values[m].form == formOf(NumberForm::Exact))
      values[m].exact = &exact_[static_cast<size_t>(values[m].mantissa)];
  }
  RowPlace place{entry.slot, entry.source, entry.time_ns, entry.received_ns, entry.offset, 0};
  place.since_start =
      static_cast<uint64_t>(entry.time_ns) - static_cast<uint64_t>(query_.foldedStart());
  take(place, values.data(), [&](Reason reason) { return placeOf(entry, reason); });
}

void NativePartial::settleAll() {
  size_t taken = 0;
  for (const IdEntry& entry : entries_.all()) {
    takeWaiting(entry);
    if (++taken % kZoneRows == 0) flush();
  }
  flush();
}

void NativePartial::forgetOldIds() {
  if (!query_.lateness_ns) return;
  const int64_t horizon_ns = TimelyRows::horizonOf(latest_ns, *query_.lateness_ns);
  const auto is_old = [&](const IdEntry& entry) { return entry.time_ns < horizon_ns; };
  if (std::none_of(entries_.all().begin(), entries_.all().end(), is_old)) return;
  const size_t width = measures.size();
  AccountedVector<RowValue> waiting = makeAccounted<RowValue>(account_);
  std::vector<Decimal> exact;
  entries_.keepIf([&](IdEntry& entry) {
    if (is_old(entry)) return takeWaiting(entry), false;
    const size_t first = static_cast<size_t>(entry.mantissa) * width;
    entry.mantissa = static_cast<int64_t>(waiting.size() / width);
    for (size_t m = 0; m < width; ++m) {
      waiting.push_back(waiting_[first + m]);
      if (waiting.back().form != formOf(NumberForm::Exact)) continue;
      exact.push_back(exact_[static_cast<size_t>(waiting.back().mantissa)]);
      waiting.back().mantissa = static_cast<int64_t>(exact.size() - 1);
    }
    return true;
  });
  waiting_.assign(waiting.begin(), waiting.end());
  exact_ = std::move(exact);
  flush();
}

uint64_t NativePartial::bytesToCopy() const {
  if (entries_.all().empty() && !hasFieldCodes()) return 0;
  const uint64_t rows = entries_.all().size() + slots.size();
  return NativePartial(query_, account_).bytesToAdd(rows) + 2 * texts.heldBytes();
}

std::unique_ptr<NativePartial> NativePartial::settledCopy() const {
  if (entries_.all().empty()) return nullptr;
  auto copy = std::make_unique<NativePartial>(query_, account_);
  copy->merge(*this);
  copy->settleAll();
  return copy;
}

bool NativePartial::hasFieldCodes() const {
  const auto is_set = [](const Dictionary* field) { return field != nullptr; };
  return std::any_of(group_texts.begin(), group_texts.end(), is_set) ||
         std::any_of(measure_texts.begin(), measure_texts.end(), is_set);
}

void NativePartial::write(ByteWriter& out) const {
  if (hasFieldCodes()) {
    NativePartial copy(query_, account_);
    copy.merge(*this);
    return copy.write(out);
  }
  // flush has brought every state to the size of the slots.
  out.u64(texts.size());
  for (uint32_t code = 0; code < texts.size(); ++code) out.text(texts.text(code));
  slots.write(out);
  for (const MeasureState& measure : measures) measure.write(out);
  out.u64(exact_.size());
  for (const Decimal& value : exact_) out.text(value.toText());
  out.u64(waiting_.size());
  for (const RowValue& value : waiting_) {
    out.i64(value.mantissa);
    out.u8(value.form);
    out.u32(value.text);
  }
  entries_.write(out);
  rejected.write(out);
  coerced.write(out);
  out.u64(seen);
  out.u64(counted);
  out.i64(latest_ns);
}

void NativePartial::read(ByteReader& in) {
  const uint64_t text_count = in.count(8);
  for (uint64_t i = 0; i < text_count; ++i) {
    if (texts.intern(in.text()) != i) return in.fail();
  }
  slots.read(in, texts.size());
  if (!in.ok()) return;
  if (!slotsAreSane()) return in.fail();
  const uint64_t held = account_.usedBytes();
  for (MeasureState& measure : measures) measure.read(in, slots.size(), texts.size());
  measure_bytes_ += account_.usedBytes() - held;
  for (uint64_t left = in.count(8); left > 0; --left) {
    const auto value = Decimal::deserialize(in.text());
    if (!value) return in.fail();
    exact_.push_back(*value);
  }
  readWaiting(in);
  rejected.read(in);
  coerced.read(in);
  seen = in.u64();
  counted = in.u64();
  latest_ns = in.i64();
}

bool NativePartial::slotsAreSane() const {
  const size_t depth = query_.groups.size() + (query_.previous_start_ns ? 1 : 0);
  for (uint32_t number = 0; number < slots.size(); ++number) {
    const SlotTable::Slot slot = slots.slot(number);
    const std::vector<uint32_t> codes = slots.textsOf(slot.group);
    if (codes.size() != depth) return false;
    if (query_.previous_start_ns && codes[0] != kCurrent && codes[0] != kPrevious) return false;
    const Window& window = slots.window(slot.window);
    if (query_.window && intervalAt(*query_.window, window.start_ns).start_ns != window.start_ns)
      return false;
  }
  return true;
}

void NativePartial::readWaiting(ByteReader& in) {
  for (uint64_t left = in.count(13); left > 0; --left) {
    RowValue value;
    value.mantissa = in.i64();
    value.form = in.u8();
    value.text = in.u32();
    const bool known_number = value.form != formOf(NumberForm::Exact) ||
                              static_cast<uint64_t>(value.mantissa) < exact_.size();
    if (!known_number || (value.text != kAbsentText && value.text >= texts.size()))
      return in.fail();
    waiting_.push_back(value);
  }
  entries_.read(in, slots.size(), texts.size(), 0);
  const size_t rows = waiting_.size() / measures.size();
  for (const IdEntry& entry : entries_.all()) {
    if (static_cast<uint64_t>(entry.mantissa) >= rows) return in.fail();
  }
}

uint64_t NativePartial::bytesToAdd(uint64_t rows) const {
  const uint64_t texts_bytes = rows * 64;
  const uint64_t waiting = waiting_.size() + rows * measures.size();
  uint64_t bytes = slots.bytesToAdd(rows) + entries_.bytesToAdd(rows) +
                   texts.bytesToGrow(rows, texts_bytes) + texts_bytes;
  if (waiting > waiting_.capacity()) bytes += 2 * waiting * sizeof(RowValue);
  for (const MeasureState& measure : measures) bytes += measure.bytesToAdd(rows);
  return bytes;
}

}  // namespace tallyfold
