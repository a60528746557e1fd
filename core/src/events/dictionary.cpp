// SPDX-License-Identifier: Apache-2.0
#include "events/dictionary.h"

#include "base/cold.h"

namespace tallyfold {
namespace {

// With slots at most two thirds full, texts that were not chosen to collide are found long before.
constexpr size_t kLongSearch = 256;
// The texts of a small dictionary, and where they are, stay in the processor's own memory anyway.
constexpr uint32_t kFewTexts = 512;

}  // namespace

TALLYFOLD_COLD Dictionary::Dictionary(MemoryAccount& account, uint64_t seed)
    : seed_(seed),
      bytes_(makeAccounted<char>(account)),
      ends_(makeAccounted<uint64_t>(account)),
      slots_(makeAccounted<Slot>(account)),
      recent_(makeAccounted<Recent>(account)) {}

// Where the text is, or belongs.
size_t Dictionary::slotOf(std::string_view wanted, uint32_t hash) const {
  const size_t mask = slots_.size() - 1;
  for (size_t at = hash & mask;; at = (at + 1) & mask) {
    const Slot& slot = slots_[at];
    if (slot.code == kNone) return at;
    if (slot.hash != hash) continue;
    const std::string_view known = text(slot.code);
    if (known.size() == wanted.size() && equalTexts(known.data(), wanted.data(), wanted.size()))
      return at;
  }
}

uint32_t Dictionary::find(std::string_view wanted) const {
  if (slots_.empty()) return kNone;
  return slots_[slotOf(wanted, static_cast<uint32_t>(textHash(wanted, seed_)))].code;
}

uint32_t Dictionary::internHashed(std::string_view wanted, uint64_t full_hash) {
  if ((ends_.size() + 1) * 3 > slots_.size() * 2) place(slots_.empty() ? 16 : slots_.size() * 2);
  const auto hash = static_cast<uint32_t>(full_hash);
  const size_t at = slotOf(wanted, hash);
  return slots_[at].code != kNone ? slots_[at].code : add(at, wanted, hash);
}

uint32_t Dictionary::add(size_t at, std::string_view wanted, uint32_t hash) {
  const uint32_t code = size();
  bytes_.insert(bytes_.end(), wanted.begin(), wanted.end());
  ends_.push_back(bytes_.size());
  slots_[at] = {hash, code};
  if (((at - hash) & (slots_.size() - 1)) > kLongSearch) chooseOtherSeed();
  return code;
}

void Dictionary::internAll(const std::string_view* texts, size_t count, uint32_t* codes) {
  if (size() > kFewTexts) return internFar(texts, count, codes);
  if (recent_.empty()) recent_.assign(kRecent, {{0, 0}, 0, kNone});
  for (size_t i = 0; i < count; ++i) {
    const std::string_view wanted = texts[i];
    if (wanted.size() > 16) {
      codes[i] = intern(wanted);
      continue;
    }
    const ShortText both = shortText(wanted.data(), wanted.size());
    const uint64_t mixed =
        (both.first * 0x9e3779b97f4a7c15ULL) ^ (both.last * 0xe7037ed1a0b428dbULL);
    Recent& recent = recent_[(mixed >> 40) % kRecent];
    if (recent.code == kNone || recent.size != wanted.size() || !(recent.text == both)) {
      recent = {both, static_cast<uint32_t>(wanted.size()), intern(wanted)};
    }
    codes[i] = recent.code;
  }
}

void Dictionary::internFar(const std::string_view* texts, size_t count, uint32_t* codes) {
  if (!recent_.empty()) {
    recent_.clear();
    recent_.shrink_to_fit();
  }
  const uint64_t seed = seed_;
  uint64_t hashes[kMostAtOnce];
  uint64_t begins[kMostAtOnce];
  for (size_t i = 0; i < count; ++i) {
    hashes[i] = textHash(texts[i], seed);
    __builtin_prefetch(&slots_[hashes[i] & (slots_.size() - 1)]);
  }
  for (size_t i = 0; i < count; ++i) {
    const Slot slot = slots_[hashes[i] & (slots_.size() - 1)];
    codes[i] = slot.hash == static_cast<uint32_t>(hashes[i]) ? slot.code : kNone;
  }
  for (size_t i = 0; i < count; ++i) {
    const uint32_t code = codes[i];
    if (code == kNone) continue;
    const std::string_view known = text(code);
    begins[i] = static_cast<uint64_t>(known.data() - bytes_.data());
    if (known.size() != texts[i].size()) codes[i] = kNone;
    __builtin_prefetch(known.data());
  }
  for (size_t i = 0; i < count; ++i) {
    const std::string_view wanted = texts[i];
    if (codes[i] != kNone && equalTexts(bytes_.data() + begins[i], wanted.data(), wanted.size()))
      continue;
    // A new seed makes the hashes that are left worthless.
    codes[i] = seed == seed_ ? internHashed(wanted, hashes[i]) : intern(wanted);
  }
}

void Dictionary::place(size_t capacity) {
  const size_t mask = capacity - 1;
  AccountedVector<Slot> old = std::move(slots_);
  slots_ = AccountedVector<Slot>(capacity, Slot{0, kNone}, old.get_allocator());
  for (const Slot& slot : old) {
    if (slot.code == kNone) continue;
    size_t at = slot.hash & mask;
    while (slots_[at].code != kNone) at = (at + 1) & mask;
    slots_[at] = slot;
  }
}

TALLYFOLD_COLD void Dictionary::chooseOtherSeed() {
  seed_ = textHash({bytes_.data(), bytes_.size()}, seed_);
  for (Slot& slot : slots_) {
    if (slot.code != kNone) slot.hash = static_cast<uint32_t>(textHash(text(slot.code), seed_));
  }
  place(slots_.size());
}

uint64_t Dictionary::bytesToGrow(uint64_t more, uint64_t text_bytes) const {
  const bool fits = bytes_.size() + text_bytes <= bytes_.capacity() &&
                    ends_.size() + more <= ends_.capacity() &&
                    (ends_.size() + more + 1) * 3 <= slots_.size() * 2;
  if (fits) return 0;
  return 2 * heldBytes() + kRecent * sizeof(Recent);
}

uint64_t Dictionary::heldBytes() const {
  return bytes_.size() + ends_.size() * sizeof(uint64_t) + slots_.size() * sizeof(Slot);
}

}  // namespace tallyfold
