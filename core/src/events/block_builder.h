// SPDX-License-Identifier: Apache-2.0
// Collects the events of one input, in order of arrival, until they become a block.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <vector>

#include "events/block.h"

namespace tallyfold {

/// The facts of one event beside its fields.
struct RowFacts {
  uint32_t name_code = 0;
  int64_t time_ns = 0;
  std::optional<int64_t> received_ns;
  uint64_t byte_offset = 0;
  uint64_t line = 0;
  Hash128 id;  ///< zero: the event has none
};

class BlockBuilder {
 public:
  BlockBuilder(MemoryAccount& account, uint32_t source, bool keep_identity);

  /// Adds a cell to the event that is being read; the last one for a key holds.
  void stage(FieldKey key, Cell cell) { staged_.push_back({key, cell}); }
  void stagePlainText(FieldKey key, std::string_view text) {
    stage(key, {makeTag(CellKind::PlainText), keepPlainText(text)});
  }
  /// The payload of a plain text.
  int64_t keepPlainText(std::string_view text) { return appendPlainText(heap_, text); }
  void stageHugeInteger() { staged_huge_ = true; }
  /// Forgets the staged cells: the event turned out to be none.
  void drop();
  /// Turns the staged cells into a row.
  void commit(const RowFacts& facts);

  // Whole columns at once, while nothing is staged.
  struct NewCells {
    uint16_t* rows;
    uint8_t* tags;
    int64_t* payloads;
  };
  /// Room for cells of a field, to be filled in before the next call. Rows ascend.
  NewCells addCells(FieldKey key, size_t count);
  /// Adds the rows themselves, after their cells. Plain texts kept since then belong to them.
  void addRows(const RowFacts* facts, const uint32_t* name_codes, size_t count);

  [[nodiscard]] size_t rows() const { return names_.size(); }
  [[nodiscard]] bool full() const {
    return rows() == kMaxBlockRows || heap_.size() > kMaxHeapBytes;
  }
  /// A block of the rows so far, the hashes of their ids in it or not. The builder keeps them; see
  /// `clear`.
  [[nodiscard]] std::unique_ptr<Block> build(uint32_t number, bool with_id_hashes) const;
  void clear();
  /// An upper bound of the bytes that `build` takes.
  [[nodiscard]] uint64_t bytesToBuild() const;

 private:
  static constexpr size_t kMaxHeapBytes = size_t{64} << 20;
  struct Staged {
    FieldKey key;
    Cell cell;
  };
  struct Field {  // what has been seen of one field, only rows that have it
    FieldKey key;
    AccountedBuffer<uint16_t> rows;
    AccountedBuffer<uint8_t> tags;
    AccountedBuffer<int64_t> payloads;
  };

  Field& field(FieldKey key);
  void addReceived(const std::optional<int64_t>& received_ns);
  [[nodiscard]] std::vector<uint16_t> placeRows(Block& block) const;
  void buildFacts(Block& block, const std::vector<uint16_t>& row_of) const;
  void buildFields(Block& block, const std::vector<uint16_t>& row_of) const;

  MemoryAccount& account_;
  uint32_t source_;
  bool keep_identity_;
  size_t cells_ = 0;
  std::vector<Staged> staged_;
  bool staged_huge_ = false;
  size_t staged_heap_ = 0;  // size of heap_ before the event that is being read
  AccountedVector<uint32_t> names_;
  AccountedBuffer<int64_t> times_;
  AccountedBuffer<int64_t> offsets_;
  AccountedBuffer<int64_t> lines_;
  AccountedBuffer<int64_t> received_;  // empty until one event says when it was received
  AccountedVector<Hash128> ids_;       // only with identity
  std::vector<uint16_t> huge_rows_;
  std::vector<uint32_t> field_of_key_;  // key -> index into fields_, or kNoField
  std::vector<Field> fields_;
  AccountedVector<char> heap_;
};

/// What `received` holds for an event that does not say: earlier than any that does.
inline constexpr int64_t kNotReceived = INT64_MIN;

}  // namespace tallyfold
