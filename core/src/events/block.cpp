// SPDX-License-Identifier: Apache-2.0
#include "events/block.h"

#include <algorithm>
#include <cstring>

namespace tallyfold {

const Column* Block::column(FieldKey key) const {
  const auto found =
      std::lower_bound(columns.begin(), columns.end(), key,
                       [](const auto& column, FieldKey k) { return column.first < k; });
  return found != columns.end() && found->first == key ? &found->second : nullptr;
}

void Block::readField(FieldKey key, size_t first, size_t count, uint8_t* tags,
                      int64_t* payloads) const {
  if (const Column* dense = column(key)) return dense->read(first, count, tags, payloads);
  std::fill(tags, tags + count, makeTag(CellKind::Missing));
  std::fill(payloads, payloads + count, 0);
  const SparseCell start{key, static_cast<uint16_t>(first), 0, 0};
  auto cell = std::lower_bound(sparse.begin(), sparse.end(), start,
                               [](const SparseCell& a, const SparseCell& b) {
                                 return a.key != b.key ? a.key < b.key : a.row < b.row;
                               });
  for (; cell != sparse.end() && cell->key == key && cell->row < first + count; ++cell) {
    tags[cell->row - first] = cell->tag;
    payloads[cell->row - first] = cell->payload;
  }
}

Cell Block::cellAt(FieldKey key, size_t row) const {
  Cell cell;
  readField(key, row, 1, &cell.tag, &cell.payload);
  return cell;
}

std::string_view Block::plainText(int64_t payload) const {
  const char* at = heap.data() + payload;
  uint32_t size;
  std::memcpy(&size, at, sizeof(size));
  return {at + sizeof(size), size};
}

bool Block::hasHugeInteger(size_t row) const {
  return std::binary_search(huge_integer_rows.begin(), huge_integer_rows.end(), row);
}

int64_t appendPlainText(AccountedVector<char>& heap, std::string_view text) {
  const auto place = static_cast<int64_t>(heap.size());
  const auto size = static_cast<uint32_t>(text.size());
  const char* size_bytes = reinterpret_cast<const char*>(&size);
  heap.insert(heap.end(), size_bytes, size_bytes + sizeof(size));
  heap.insert(heap.end(), text.begin(), text.end());
  return place;
}

}  // namespace tallyfold
