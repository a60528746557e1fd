// SPDX-License-Identifier: Apache-2.0
#include "query/partial.h"

#include <algorithm>

namespace tallyfold {

Partial::Partial(const Query& query, MemoryAccount& account)
    : texts(account), slots(account), query_(query), account_(account), entries_(account) {
  const AggregationInput input{query.multiplier, query.period()};
  state = factsOf(query.aggregation).make(input, account);
  texts.intern("");  // code 0, where an absent text counts as the empty one
}

uint32_t Partial::addExact(const Decimal& value) {
  exact_.push_back(value);
  return static_cast<uint32_t>(exact_.size() - 1);
}

Partial::Verdict Partial::judge(const Query& query, uint8_t form, uint32_t text, Reason& reason) {
  const AggregationFacts& facts = factsOf(query.aggregation);
  const Verdict unreadable = query.absent_is_empty ? Verdict::CountAsZero : Verdict::Reject;
  if (facts.needs_text && text == kAbsentText) return reason = Reason::MissingProperty, unreadable;
  if (!facts.needs_number || isScaledForm(form) || form == formOf(NumberForm::Exact))
    return Verdict::Count;
  reason = form == formOf(NumberForm::Absent) ? Reason::MissingProperty : Reason::NotANumber;
  // As-is, a NaN or an infinity is a number of its own kind: it takes part, and shows as zero in
  // the end.
  if (form == formOf(NumberForm::NotFinite) && query.absent_is_empty) return Verdict::Count;
  return unreadable;
}

void Partial::count(const Batch& batch) {
  state->resize(slots.size());
  slots.touch(batch.slots, batch.count);
  state->add(batch);
  counted += batch.count;
}

void Partial::settle(const IdEntry& entry) {
  IdEntry* known = entries_.find(entry.id, entry.scope);
  // Behind the horizon the earlier copy is settled for good: the id begins anew.
  if (known != nullptr && known->time_ns < horizonNs()) {
    countEntries({*known});
    *known = entry;
    return;
  }
  settleMerged(entry);
}

// Of two partials neither came first, so nothing is behind a horizon yet: the better copy stays.
void Partial::settleMerged(const IdEntry& entry) {
  IdEntry* known = entries_.find(entry.id, entry.scope);
  if (known == nullptr) return entries_.add(entry);
  IdEntry loser = entry;
  if (entry.beats(*known)) std::swap(*known, loser);
  rejected.add(placeOf(loser, Reason::Duplicate));
}

LedgerEntry Partial::placeOf(const IdEntry& entry, Reason reason) const {
  LedgerEntry place;
  place.reason = reason;
  place.source = entry.source;
  place.line = entry.line;
  place.byte_offset = static_cast<uint64_t>(entry.offset);
  place.id = texts.text(entry.id_text);
  return place;
}

bool Partial::checkValue(IdEntry& entry) {
  Reason reason = Reason::NotANumber;
  const Verdict verdict = judge(query_, entry.form, entry.text, reason);
  if (verdict == Verdict::Count) return true;
  LedgerEntry note = placeOf(entry, reason);
  if (verdict == Verdict::Reject) return rejected.add(std::move(note)), false;
  coerced.add(std::move(note));
  entry.mantissa = 0;
  entry.form = 0;
  entry.text = 0;
  return true;
}

void Partial::countEntries(const std::vector<IdEntry>& entries) {
  for (IdEntry entry : entries) {
    if (!checkValue(entry)) continue;
    const uint64_t weight = query_.weightOf(entry.time_ns);
    Batch one;
    one.count = 1;
    one.slots = &entry.slot;
    one.mantissas = &entry.mantissa;
    one.forms = &entry.form;
    one.exact = &exact_;
    one.texts = &entry.text;
    one.times_ns = &entry.time_ns;
    one.weights = &weight;
    one.received_ns = &entry.received_ns;
    one.offsets = &entry.offset;
    one.source = entry.source;
    count(one);
  }
}

int64_t Partial::horizonNs() const {
  if (!query_.lateness_ns || latest_ns < INT64_MIN + *query_.lateness_ns) return INT64_MIN;
  return latest_ns - *query_.lateness_ns;
}

void Partial::forgetOldIds() {
  const int64_t horizon_ns = horizonNs();
  if (horizon_ns == INT64_MIN) return;
  std::vector<IdEntry> old;
  entries_.keepIf([&](const IdEntry& entry) {
    if (entry.time_ns >= horizon_ns) return true;
    old.push_back(entry);
    return false;
  });
  countEntries(old);
}

void Partial::merge(const Partial& other) {
  TextMap text_map(texts, other.texts);
  const std::vector<uint32_t> slot_map = slots.merge(other.slots, {&text_map});
  state->resize(slots.size());
  state->merge(*other.state, slot_map, &text_map);
  rejected.merge(other.rejected);
  coerced.merge(other.coerced);
  seen += other.seen;
  counted += other.counted;
  for (IdEntry entry : other.entries_.all()) {
    if (entry.form == formOf(NumberForm::Exact)) {
      entry.mantissa = addExact(other.exact_[static_cast<size_t>(entry.mantissa)]);
    }
    if (entry.text != kAbsentText) entry.text = text_map(entry.text);
    entry.id_text = text_map(entry.id_text);
    entry.slot = slot_map[entry.slot];
    if (query_.identity == IdentityRule::OncePerResult) entry.scope = entry.slot;
    settleMerged(entry);
  }
  latest_ns = std::max(latest_ns, other.latest_ns);
}

void Partial::settleAll() {
  countEntries(std::vector<IdEntry>(entries_.all().begin(), entries_.all().end()));
  state->resize(slots.size());
}

uint64_t Partial::bytesToCopy() const {
  if (entries_.all().empty()) return 0;
  const uint64_t rows = entries_.all().size() + slots.size();
  return Partial(query_, account_).bytesToAdd(rows) + 2 * texts.heldBytes();
}

std::unique_ptr<Partial> Partial::settledCopy() const {
  if (entries_.all().empty()) return nullptr;
  auto copy = std::make_unique<Partial>(query_, account_);
  copy->merge(*this);
  copy->settleAll();
  return copy;
}

void Partial::write(ByteWriter& out) const {
  // A slot may be there for an entry alone, before the state has heard of it.
  state->resize(slots.size());
  out.u64(texts.size());
  for (uint32_t code = 0; code < texts.size(); ++code) out.text(texts.text(code));
  slots.write(out);
  state->write(out);
  out.u64(exact_.size());
  for (const Decimal& value : exact_) out.text(value.toText());
  entries_.write(out);
  rejected.write(out);
  coerced.write(out);
  out.u64(seen);
  out.u64(counted);
  out.i64(latest_ns);
}

void Partial::read(ByteReader& in) {
  const uint64_t text_count = in.count(8);
  for (uint64_t i = 0; i < text_count; ++i) {
    if (texts.intern(in.text()) != i) return in.fail();
  }
  slots.read(in, texts.size());
  if (!in.ok() || texts.size() == 0) return in.fail();
  state->resize(slots.size());
  state->read(in, slots.size(), texts.size());
  for (uint64_t left = in.count(8); left > 0; --left) {
    const auto value = Decimal::deserialize(in.text());
    if (!value) return in.fail();
    exact_.push_back(*value);
  }
  entries_.read(in, slots.size(), texts.size(), exact_.size());
  rejected.read(in);
  coerced.read(in);
  seen = in.u64();
  counted = in.u64();
  latest_ns = in.i64();
}

uint64_t Partial::bytesToAdd(uint64_t rows) const {
  const uint64_t texts_bytes = rows * 64;
  return state->bytesToAdd(rows) + slots.bytesToAdd(rows) + entries_.bytesToAdd(rows) +
         texts.bytesToGrow(rows, texts_bytes) + texts_bytes;
}

}  // namespace tallyfold
