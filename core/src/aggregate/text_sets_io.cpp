// SPDX-License-Identifier: Apache-2.0
// Sets as bytes: bits slot by slot, or every slot and text.
#include "aggregate/text_sets.h"
#include "base/bit_count.h"

namespace tallyfold {

void TextSets::write(ByteWriter& out) const {
  out.u8(has_bits_ ? 1 : 0);
  if (!has_bits_) {
    out.u64(entries_);
    return forEach([&out](uint32_t slot, uint32_t text) {
      out.u32(slot);
      out.u32(text);
    });
  }
  out.u64(bits_.size());
  for (const Bits& bits : bits_) {
    size_t words = bits.size();
    while (words > 0 && bits[words - 1] == 0) --words;
    out.u64(words);
    out.words(bits.data(), words);
  }
}

void TextSets::read(ByteReader& in, size_t slot_count, size_t text_count) {
  resize(slot_count);
  if (in.u8() != 0) return readBits(in, slot_count, text_count);
  turnToMap();
  for (uint64_t left = in.count(8); left > 0; --left) {
    const uint32_t slot = in.u32();
    const uint32_t text = in.u32();
    if (slot >= slot_count || text >= text_count) return in.fail();
    addToMap(slot, text);
  }
}

void TextSets::readBits(ByteReader& in, size_t slot_count, size_t text_count) {
  const uint64_t slots = in.count(8);
  if (slots > slot_count) return in.fail();
  bits_.resize(static_cast<size_t>(slots), Bits(counts_.get_allocator()));
  for (size_t slot = 0; slot < slots; ++slot) {
    const uint64_t words = in.count(8);
    if (words > text_count / 64 + 1) return in.fail();
    Bits& bits = bits_[slot];
    bits.resize(static_cast<size_t>(words), 0);
    in.words(bits.data(), bits.size());
    words_ += words;
    for (const uint64_t word : bits) counts_[slot] += countBits(word);
    entries_ += counts_[slot];
    const uint64_t known_bits = text_count - (words == 0 ? 0 : (words - 1) * 64);
    if (words != 0 && known_bits < 64 && bits.back() >> known_bits != 0) return in.fail();
  }
}

}  // namespace tallyfold
