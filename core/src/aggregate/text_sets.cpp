// SPDX-License-Identifier: Apache-2.0
#include "aggregate/text_sets.h"

#include <algorithm>

#include "base/cold.h"

namespace tallyfold {
namespace {

// A map takes 20 to 40 bytes a text and ten times as long, so bits may take more than it does.
constexpr uint64_t kFreeBytes = uint64_t{4} << 20;
constexpr uint64_t kBytesForAText = 96;
constexpr uint64_t kMostBytes = uint64_t{32} << 20;

}  // namespace

TALLYFOLD_COLD TextSets::TextSets(MemoryAccount& account)
    : account_(account),
      counts_(makeAccounted<uint64_t>(account)),
      bits_(makeAccounted<uint64_t>(account)),
      seen_(account) {}

bool TextSets::makeRoom(uint32_t text) {
  if (!has_bits_) return false;
  size_t words = text / 64 + size_t{1};
  words = words <= words_ ? words_ : std::max(words, words_ + words_ / 2);
  const uint64_t bytes = static_cast<uint64_t>(words) * counts_.size() * sizeof(uint64_t);
  const uint64_t allowed = std::min(kMostBytes, kFreeBytes + kBytesForAText * entries_);
  if (bytes > allowed || !account_.canTake(2 * bytes)) {
    turnToMap();
    return false;
  }
  if (words != words_) widen(words);
  bits_.resize(counts_.size() * words_, 0);
  return true;
}

void TextSets::widen(size_t words) {
  const size_t slots = words_ == 0 ? 0 : bits_.size() / words_;
  AccountedVector<uint64_t> wide(slots * words, 0, bits_.get_allocator());
  for (size_t slot = 0; slot < slots; ++slot) {
    std::copy_n(bits_.begin() + static_cast<std::ptrdiff_t>(slot * words_), words_,
                wide.begin() + static_cast<std::ptrdiff_t>(slot * words));
  }
  bits_ = std::move(wide);
  words_ = words;
}

TALLYFOLD_COLD void TextSets::turnToMap() {
  forEach([this](uint32_t slot, uint32_t text) {
    seen_.insert((static_cast<uint64_t>(slot) << 32) | text, 0);
  });
  has_bits_ = false;
  words_ = 0;
  bits_ = AccountedVector<uint64_t>(bits_.get_allocator());
}

void TextSets::addToMap(uint32_t slot, uint32_t text) {
  if (!seen_.insert((static_cast<uint64_t>(slot) << 32) | text, 0).fresh) return;
  ++counts_[slot];
  ++entries_;
}

void TextSets::add(const uint32_t* slots, const uint32_t* texts, size_t count) {
  if (count == 0) return;
  const uint32_t most = *std::max_element(texts, texts + count);
  if (cover(most)) {
    addBits(slots, texts, count);
  } else {
    for (size_t i = 0; i < count; ++i) addToMap(slots[i], texts[i]);
  }
}

void TextSets::addBits(const uint32_t* slots, const uint32_t* texts, size_t count) {
  uint64_t* bits = bits_.data();
  uint64_t* counts = counts_.data();
  const size_t words = words_;
  uint64_t added = 0;
  for (size_t i = 0; i < count; ++i) {
    uint64_t& word = bits[slots[i] * words + texts[i] / 64];
    const uint64_t bit = uint64_t{1} << (texts[i] % 64);
    const uint64_t fresh = (word & bit) == 0 ? 1 : 0;
    word |= bit;
    counts[slots[i]] += fresh;
    added += fresh;
  }
  entries_ += added;
}

void TextSets::addAll(const TextSets& other, const uint32_t* slots) {
  const bool by_word = other.words_ != 0 && cover(static_cast<uint32_t>(other.words_ * 64 - 1));
  if (!by_word) return other.forEach([&](uint32_t s, uint32_t text) { add(slots[s], text); });
  const size_t other_slots = other.bits_.size() / other.words_;
  for (size_t s = 0; s < other_slots; ++s) {
    const uint64_t* from = other.bits_.data() + s * other.words_;
    uint64_t* to = bits_.data() + slots[s] * words_;
    for (size_t w = 0; w < other.words_; ++w) to[w] |= from[w];
  }
  countBits();
}

void TextSets::countBits() {
  entries_ = 0;
  for (size_t slot = 0; slot < counts_.size(); ++slot) {
    uint64_t bits = 0;
    for (size_t w = 0; w < words_; ++w)
      bits += static_cast<uint64_t>(__builtin_popcountll(bits_[slot * words_ + w]));
    counts_[slot] = bits;
    entries_ += bits;
  }
}

TALLYFOLD_COLD uint64_t TextSets::bytesToAdd(uint64_t rows) const {
  const uint64_t moved = has_bits_ ? entries_ : 0;
  return seen_.bytesToInsert(rows + moved) + 3 * (counts_.size() + rows) * sizeof(uint64_t);
}

}  // namespace tallyfold
