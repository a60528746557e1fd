// SPDX-License-Identifier: Apache-2.0
#include "events/event_batch.h"

namespace tallyfold {

uint32_t EventBatch::column(FieldKey key) {
  uint32_t at = 0;
  while (at < columns_.size() && columns_[at].key != key) ++at;
  if (at == columns_.size()) {
    columns_.push_back({key, 0, std::make_unique<BatchCell[]>(kMostRows)});
  }
  return at;
}

void EventBatch::drop() {
  for (Column& column : columns_) {
    if (column.count != 0 && column.cells[column.count - 1].row() == rows_) --column.count;
  }
}

void EventBatch::clear() {
  rows_ = 0;
  for (Column& column : columns_) column.count = 0;
}

}  // namespace tallyfold
