// SPDX-License-Identifier: Apache-2.0
#include "aggregate/text_sets.h"

#include <algorithm>

#include "base/apart.h"
#include "base/bit_count.h"
#include "base/cold.h"

namespace tallyfold {
namespace {

// A map takes 20 to 40 bytes a text and ten times as long, so bits may take more than it does.
constexpr uint64_t kFreeBytes = uint64_t{4} << 20;
constexpr uint64_t kBytesForAText = 96;
constexpr uint64_t kMostBytes = uint64_t{32} << 20;

// Adds the bits of `from`; answers how many are new.
TALLYFOLD_APART uint64_t unite(uint64_t* to, const uint64_t* from, size_t words) {
  uint64_t added = 0;
  for (size_t w = 0; w < words; ++w) {
    added += countBits(from[w] & ~to[w]);
    to[w] |= from[w];
  }
  return added;
}

// Adds the text of each bit of `from`; answers how many are new.
TALLYFOLD_APART uint64_t uniteMapped(uint64_t* to, const uint64_t* from, size_t words,
                                     TextMap& texts) {
  uint64_t added = 0;
  for (size_t w = 0; w < words; ++w) {
    for (uint64_t left = from[w]; left != 0; left &= left - 1) {
      const auto bit = static_cast<uint32_t>(__builtin_ctzll(left));
      const uint32_t text = texts(static_cast<uint32_t>(w * 64) + bit);
      uint64_t& word = to[text / 64];
      const uint64_t before = word;
      word = before | uint64_t{1} << (text % 64);
      added += word != before ? 1 : 0;
    }
  }
  return added;
}

}  // namespace

TALLYFOLD_COLD TextSets::TextSets(MemoryAccount& account)
    : account_(account),
      counts_(makeAccounted<uint64_t>(account)),
      bits_(makeAccounted<Bits>(account)),
      seen_(account) {}

// Whether so many words more are no more than the texts deserve, and there is room for them.
bool TextSets::deserves(uint64_t words) const {
  const uint64_t bytes = (words_ + words) * sizeof(uint64_t);
  const uint64_t allowed = std::min(kMostBytes, kFreeBytes + kBytesForAText * entries_);
  return bytes <= allowed && account_.canTake(2 * words * sizeof(uint64_t));
}

bool TextSets::makeRoom(uint32_t slot, uint64_t limit) {
  if (!has_bits_) return false;
  // Slots may have come since; a table of them is small beside the bits.
  if (slot >= bits_.size())
    bits_.resize(std::max<size_t>(counts_.size(), slot + size_t{1}), Bits(counts_.get_allocator()));
  Bits& bits = bits_[slot];
  const uint64_t before = bits.size();
  // New texts come one by one: it grows by a half at least.
  const uint64_t words = std::max((limit + 63) / 64, before + before / 2);
  if (!deserves(words - before)) return false;
  bits.resize(words, 0);
  words_ += words - before;
  return true;
}

TALLYFOLD_COLD void TextSets::turnToMap() {
  forEach([this](uint32_t slot, uint32_t text) {
    seen_.insert((static_cast<uint64_t>(slot) << 32) | text, 0);
  });
  has_bits_ = false;
  words_ = 0;
  bits_ = AccountedVector<Bits>(bits_.get_allocator());
}

void TextSets::addToMap(uint32_t slot, uint32_t text) {
  if (!seen_.insert((static_cast<uint64_t>(slot) << 32) | text, 0).fresh) return;
  ++counts_[slot];
  ++entries_;
}

void TextSets::addRun(uint32_t slot, const uint32_t* texts, size_t count, uint32_t limit) {
  if (limit == 0 || !cover(slot, limit)) {
    const uint64_t needed = *std::max_element(texts, texts + count) + uint64_t{1};
    if (has_bits_ && !cover(slot, needed)) turnToMap();
  }
  if (!has_bits_) {
    for (size_t i = 0; i < count; ++i) addToMap(slot, texts[i]);
    return;
  }
  uint64_t* bits = bits_[slot].data();
  uint64_t added = 0;
  for (size_t i = 0; i < count; ++i) {
    uint64_t& word = bits[texts[i] / 64];
    const uint64_t before = word;
    word = before | uint64_t{1} << (texts[i] % 64);
    added += word != before ? 1 : 0;
  }
  counts_[slot] += added;
  entries_ += added;
}

void TextSets::add(const Batch& batch) {
  const uint32_t limit = batch.text_limit;
  if (batch.runs == nullptr) {
    for (size_t i = 0; i < batch.count; ++i) addRun(batch.slots[i], batch.texts + i, 1, limit);
    return;
  }
  for (size_t r = 0; r < batch.run_count; ++r) {
    const SlotRun& run = batch.runs[r];
    addRun(run.slot, batch.texts + run.begin, run.end - run.begin, limit);
  }
}

void TextSets::addAll(const TextSets& other, const uint32_t* slots) {
  if (!other.has_bits_)
    return other.forEach([&](uint32_t slot, uint32_t text) { add(slots[slot], text); });
  for (uint32_t slot = 0; slot < other.bits_.size(); ++slot) {
    const Bits& from = other.bits_[slot];
    if (from.empty()) continue;
    const uint32_t to_slot = slots[slot];
    if (has_bits_ && !cover(to_slot, from.size() * 64)) turnToMap();
    if (!has_bits_) return other.forEach([&](uint32_t s, uint32_t text) { add(slots[s], text); });
    const uint64_t added = unite(bits_[to_slot].data(), from.data(), from.size());
    counts_[to_slot] += added;
    entries_ += added;
  }
}

TALLYFOLD_COLD void TextSets::addAll(const TextSets& other, const uint32_t* slots, TextMap& texts) {
  if (!other.has_bits_) {
    return other.forEach([&](uint32_t slot, uint32_t text) { add(slots[slot], texts(text)); });
  }
  learnTexts(other, texts);
  for (uint32_t slot = 0; slot < other.bits_.size(); ++slot) {
    const Bits& from = other.bits_[slot];
    if (other.counts_[slot] == 0) continue;
    const uint32_t to_slot = slots[slot];
    if (has_bits_ && !cover(to_slot, texts.limit())) turnToMap();
    if (!has_bits_)
      return other.forEach([&](uint32_t s, uint32_t text) { add(slots[s], texts(text)); });
    const uint64_t added = uniteMapped(bits_[to_slot].data(), from.data(), from.size(), texts);
    counts_[to_slot] += added;
    entries_ += added;
  }
}

// Looks the texts of all slots up together, so that no bit has a text that is new here.
TALLYFOLD_COLD void TextSets::learnTexts(const TextSets& other, TextMap& texts) {
  Bits any(counts_.get_allocator());
  for (const Bits& bits : other.bits_) {
    if (any.size() < bits.size()) any.resize(bits.size(), 0);
    for (size_t w = 0; w < bits.size(); ++w) any[w] |= bits[w];
  }
  texts.learn(any.data(), any.size());
}

TALLYFOLD_COLD uint64_t TextSets::bytesToAdd(uint64_t rows) const {
  const uint64_t moved = has_bits_ ? entries_ : 0;
  return seen_.bytesToInsert(rows + moved) +
         3 * (counts_.size() + rows) * (sizeof(uint64_t) + sizeof(Bits));
}

}  // namespace tallyfold
