// SPDX-License-Identifier: Apache-2.0
#include "events/dictionary.h"

#include <algorithm>
#include <cstring>

#include "base/cold.h"

namespace tallyfold {
namespace {

// With slots at most two thirds full, texts that were not chosen to collide are found long before.
constexpr size_t kLongSearch = 256;
// The texts of a small dictionary, and where they are, stay in the processor's own memory anyway.
constexpr uint32_t kFewTexts = 512;

/// Makes room for so many bytes behind those in use. A vector that grows by itself would move them
/// one by one in WebAssembly.
void makeRoom(AccountedBuffer<char>& bytes, size_t used, size_t more) {
  if (more <= bytes.size() - used) return;
  AccountedBuffer<char> larger(bytes.get_allocator());
  larger.resize(std::max(used + more, used * 2));
  if (used != 0) std::memcpy(larger.data(), bytes.data(), used);
  bytes.swap(larger);
}

}  // namespace

TALLYFOLD_COLD Dictionary::Dictionary(MemoryAccount& account, uint64_t seed)
    : seed_(seed),
      bytes_(makeBuffer<char>(account)),
      ends_(makeAccounted<uint64_t>(account)),
      slots_(makeAccounted<Slot>(account)),
      recent_(makeAccounted<Recent>(account)),
      ranks_(makeAccounted<uint32_t>(account)),
      account_(account) {}

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
  const auto begin = static_cast<size_t>(ends_.empty() ? 0 : ends_.back());
  makeRoom(bytes_, begin, wanted.size());
  copyText(bytes_.data() + begin, wanted.data(), wanted.size());
  ends_.push_back(begin + wanted.size());
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
  const size_t mask = slots_.size() - 1;
  uint32_t hashes[kMostAtOnce];
  uint64_t begins[kMostAtOnce];
  for (size_t i = 0; i < count; ++i) {
    hashes[i] = static_cast<uint32_t>(textHash(texts[i], seed));
    __builtin_prefetch(&slots_[hashes[i] & mask]);
  }
  // Without a branch, so that no look waits for another.
  for (size_t i = 0; i < count; ++i) {
    const Slot slot = slots_[hashes[i] & mask];
    codes[i] = slot.hash == hashes[i] ? slot.code : kNone;
  }
  for (size_t i = 0; i < count; ++i) {
    // What is near is in the processor's own memory now.
    for (size_t at = hashes[i] & mask; codes[i] == kNone && slots_[at].code != kNone;
         at = (at + 1) & mask) {
      if (slots_[at].hash == hashes[i]) codes[i] = slots_[at].code;
    }
    if (codes[i] == kNone) continue;
    const std::string_view known = text(codes[i]);
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
  seed_ = textHash({bytes_.data(), static_cast<size_t>(ends_.back())}, seed_);
  for (Slot& slot : slots_) {
    if (slot.code != kNone) slot.hash = static_cast<uint32_t>(textHash(text(slot.code), seed_));
  }
  place(slots_.size());
}

uint64_t Dictionary::bytesToGrow(uint64_t more, uint64_t text_bytes) const {
  const uint64_t used = ends_.empty() ? 0 : ends_.back();
  const bool fits = used + text_bytes <= bytes_.size() && ends_.size() + more <= ends_.capacity() &&
                    (ends_.size() + more + 1) * 3 <= slots_.size() * 2;
  if (fits) return 0;
  return 2 * heldBytes() + kRecent * sizeof(Recent);
}

uint64_t Dictionary::heldBytes() const {
  const uint64_t text_bytes = ends_.empty() ? 0 : ends_.back();
  return text_bytes + ends_.size() * sizeof(uint64_t) + slots_.size() * sizeof(Slot);
}

}  // namespace tallyfold
