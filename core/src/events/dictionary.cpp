// SPDX-License-Identifier: Apache-2.0
#include "events/dictionary.h"

#include "base/text_hash.h"

namespace tallyfold {

Dictionary::Dictionary(MemoryAccount& account, uint64_t seed)
    : seed_(seed),
      bytes_(makeAccounted<char>(account)),
      ends_(makeAccounted<uint64_t>(account)),
      hashes_(makeAccounted<uint32_t>(account)),
      table_(makeAccounted<uint32_t>(account)) {}

size_t Dictionary::slotOf(std::string_view wanted, uint32_t hash) const {
  const size_t mask = table_.size() - 1;
  for (size_t at = hash & mask;; at = (at + 1) & mask) {
    const uint32_t code = table_[at];
    if (code == kNone || (hashes_[code] == hash && text(code) == wanted)) return at;
  }
}

uint32_t Dictionary::find(std::string_view wanted) const {
  if (table_.empty()) return kNone;
  return table_[slotOf(wanted, static_cast<uint32_t>(textHash(wanted, seed_)))];
}

uint32_t Dictionary::intern(std::string_view wanted) {
  if ((ends_.size() + 1) * 3 > table_.size() * 2) growTable();
  const auto hash = static_cast<uint32_t>(textHash(wanted, seed_));
  const size_t at = slotOf(wanted, hash);
  if (table_[at] != kNone) return table_[at];
  const uint32_t code = size();
  bytes_.insert(bytes_.end(), wanted.begin(), wanted.end());
  ends_.push_back(bytes_.size());
  hashes_.push_back(hash);
  table_[at] = code;
  return code;
}

void Dictionary::growTable() {
  const size_t capacity = table_.empty() ? 16 : table_.size() * 2;
  table_.assign(capacity, kNone);
  for (uint32_t code = 0; code < size(); ++code) {
    size_t at = hashes_[code] & (capacity - 1);
    while (table_[at] != kNone) at = (at + 1) & (capacity - 1);
    table_[at] = code;
  }
}

uint64_t Dictionary::bytesToGrow(uint64_t more, uint64_t text_bytes) const {
  const bool fits = bytes_.size() + text_bytes <= bytes_.capacity() &&
                    ends_.size() + more <= ends_.capacity() &&
                    (ends_.size() + more + 1) * 3 <= table_.size() * 2;
  if (fits) return 0;
  return 2 * heldBytes();
}

uint64_t Dictionary::heldBytes() const {
  constexpr uint64_t kEntryBytes = sizeof(uint64_t) + sizeof(uint32_t);
  return bytes_.size() + ends_.size() * kEntryBytes + table_.size() * sizeof(uint32_t);
}

}  // namespace tallyfold
