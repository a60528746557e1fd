// SPDX-License-Identifier: Apache-2.0
#include "query/id_entries.h"

#include <tuple>

#include "base/text_hash.h"

namespace tallyfold {
namespace {

constexpr uint32_t kEmpty = 0xffffffff;

}  // namespace

bool IdEntry::beats(const IdEntry& other) const {
  return std::tie(time_ns, received_ns, source, offset) >
         std::tie(other.time_ns, other.received_ns, other.source, other.offset);
}

size_t IdEntries::placeOf(const Hash128& id, uint64_t scope) const {
  const size_t mask = table_.size() - 1;
  size_t at = static_cast<size_t>(mixWords(id.low ^ scope, 0x9e3779b97f4a7c15ULL)) & mask;
  for (;; at = (at + 1) & mask) {
    if (table_[at] == kEmpty) return at;
    const IdEntry& entry = entries_[table_[at]];
    if (entry.id == id && entry.scope == scope) return at;
  }
}

IdEntry* IdEntries::find(const Hash128& id, uint64_t scope) {
  if (table_.empty()) return nullptr;
  const uint32_t index = table_[placeOf(id, scope)];
  return index == kEmpty ? nullptr : &entries_[index];
}

void IdEntries::add(const IdEntry& entry) {
  if ((entries_.size() + 1) * 3 > table_.size() * 2)
    rebuild(table_.empty() ? 16 : table_.size() * 2);
  table_[placeOf(entry.id, entry.scope)] = static_cast<uint32_t>(entries_.size());
  entries_.push_back(entry);
}

void IdEntries::rebuild(size_t capacity) {
  table_.assign(capacity, kEmpty);
  for (uint32_t i = 0; i < entries_.size(); ++i)
    table_[placeOf(entries_[i].id, entries_[i].scope)] = i;
}

void IdEntries::write(ByteWriter& out) const {
  out.u64(entries_.size());
  for (const IdEntry& entry : entries_) {
    for (const uint64_t word : {entry.id.low, entry.id.high, entry.scope, entry.line})
      out.u64(word);
    for (const int64_t word : {entry.time_ns, entry.received_ns, entry.offset, entry.mantissa})
      out.i64(word);
    for (const uint32_t word : {entry.source, entry.slot, entry.text, entry.id_text}) out.u32(word);
    out.u8(entry.form);
  }
}

void IdEntries::read(ByteReader& in, size_t slot_count, size_t text_count, size_t exact_count) {
  for (uint64_t left = in.count(81); left > 0; --left) {
    IdEntry entry;
    for (uint64_t* word : {&entry.id.low, &entry.id.high, &entry.scope, &entry.line})
      *word = in.u64();
    for (int64_t* word : {&entry.time_ns, &entry.received_ns, &entry.offset, &entry.mantissa})
      *word = in.i64();
    for (uint32_t* word : {&entry.source, &entry.slot, &entry.text, &entry.id_text})
      *word = in.u32();
    entry.form = in.u8();
    entry.line = in.lineOfInput(entry.source, static_cast<uint64_t>(entry.offset), entry.line);
    const bool known_text = entry.text < text_count || entry.text == kAbsentText;
    const bool known_number = entry.form != formOf(NumberForm::Exact) ||
                              static_cast<uint64_t>(entry.mantissa) < exact_count;
    if (entry.slot >= slot_count || entry.id_text >= text_count || !known_text || !known_number)
      return in.fail();
    if (find(entry.id, entry.scope) != nullptr) return in.fail();
    add(entry);
  }
}

uint64_t IdEntries::bytesToAdd(uint64_t rows) const {
  const bool fits = entries_.size() + rows <= entries_.capacity() &&
                    (entries_.size() + rows + 1) * 3 <= table_.size() * 2;
  if (fits) return 0;
  return 2 * ((entries_.size() + rows) * sizeof(IdEntry) + table_.size() * sizeof(uint32_t)) + 64;
}

}  // namespace tallyfold
