// SPDX-License-Identifier: Apache-2.0
// A set of texts per slot: bits by the texts' codes while that is no more than the texts deserve, a
// map otherwise.
#pragma once

#include <cstdint>

#include "aggregate/aggregation.h"
#include "base/flat_map.h"

namespace tallyfold {

class TextSets {
 public:
  explicit TextSets(MemoryAccount& account);

  void resize(size_t slots) { counts_.resize(slots, 0); }
  [[nodiscard]] uint64_t count(uint32_t slot) const { return counts_[slot]; }
  /// Of all slots together.
  [[nodiscard]] uint64_t entries() const { return entries_; }
  void add(uint32_t slot, uint32_t text) { addRun(slot, &text, 1, 0); }
  /// Adds the text of each row to its slot.
  void add(const Batch& batch);
  /// Adds the sets of another's slots: slot s goes to slots[s], every text keeps its code.
  void addAll(const TextSets& other, const uint32_t* slots);
  /// The same where text t is texts(t) here.
  void addAll(const TextSets& other, const uint32_t* slots, TextMap& texts);
  /// Calls visit(slot, text) for each text of each slot.
  template <typename Visit>
  void forEach(Visit visit) const {
    seen_.forEach([&](uint64_t key, uint32_t) {
      visit(static_cast<uint32_t>(key >> 32), static_cast<uint32_t>(key));
    });
    for (size_t slot = 0; slot < bits_.size(); ++slot) {
      for (size_t at = 0; at < bits_[slot].size(); ++at) {
        for (uint64_t word = bits_[slot][at]; word != 0; word &= word - 1) {
          const auto bit = static_cast<uint32_t>(__builtin_ctzll(word));
          visit(static_cast<uint32_t>(slot), static_cast<uint32_t>(at * 64 + bit));
        }
      }
    }
  }
  void write(ByteWriter& out) const;
  /// Replaces empty sets by those of `slot_count` slots, whose texts are below `text_count`; the
  /// reader's state says whether it could.
  void read(ByteReader& in, size_t slot_count, size_t text_count);
  [[nodiscard]] uint64_t bytesToAdd(uint64_t rows) const;

 private:
  using Bits = AccountedVector<uint64_t>;

  /// Whether the slot has bits for texts below the limit; makes them where they deserve it.
  bool cover(uint32_t slot, uint64_t limit) {
    return slot < bits_.size() && limit <= bits_[slot].size() * 64 ? true : makeRoom(slot, limit);
  }
  bool makeRoom(uint32_t slot, uint64_t limit);
  [[nodiscard]] bool deserves(uint64_t words) const;
  void turnToMap();
  void addRun(uint32_t slot, const uint32_t* texts, size_t count, uint32_t limit);
  void addToMap(uint32_t slot, uint32_t text);
  void learnTexts(const TextSets& other, TextMap& texts);
  void readBits(ByteReader& in, size_t slot_count, size_t text_count);

  MemoryAccount& account_;
  AccountedVector<uint64_t> counts_;
  uint64_t entries_ = 0;
  bool has_bits_ = true;
  AccountedVector<Bits> bits_;  // by slot, then by code
  uint64_t words_ = 0;          // of all slots together
  FlatMap seen_;                // otherwise: slot and text; the value says nothing
};

}  // namespace tallyfold
