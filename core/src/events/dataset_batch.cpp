// SPDX-License-Identifier: Apache-2.0
// Committing a batch of events.
#include "events/dataset.h"
#include "events/event_batch.h"

namespace tallyfold {

// What `stageText` does for one text, for all texts of a column.
void Dataset::stageTexts(BlockBuilder& builder, FieldKey key, const std::string_view* texts,
                         size_t count, Cell* cells) {
  Dictionary& known = dictionary(key);
  if (text_use_[key].plain) {
    for (size_t i = 0; i < count; ++i) {
      cells[i] = {makeTag(CellKind::PlainText), builder.keepPlainText(texts[i])};
    }
    return;
  }
  uint32_t codes[EventBatch::kMostRows];
  known.internAll(texts, count, codes);
  for (size_t i = 0; i < count; ++i) cells[i] = {makeTag(CellKind::Text), codes[i]};
  judgeTexts(key, count);
}

void Dataset::commitColumn(BlockBuilder& builder, const EventBatch& batch, size_t index) {
  const EventBatch::Column& column = batch.columns()[index];
  BlockBuilder::NewCells out = builder.addCells(column.key, column.count);
  std::string_view texts[EventBatch::kMostRows];
  uint16_t text_places[EventBatch::kMostRows];
  size_t text_count = 0;
  const auto first_row = static_cast<uint16_t>(builder.rows());
  for (size_t i = 0; i < column.count; ++i) {
    const BatchCell& cell = column.cells[i];
    out.rows[i] = static_cast<uint16_t>(first_row + cell.row());
    out.tags[i] = cell.tag();
    out.payloads[i] = cell.payload();
    const CellKind kind = kindOf(cell.tag());
    if (kind == CellKind::Text) {
      texts[text_count] = cell.text();
      text_places[text_count++] = static_cast<uint16_t>(i);
    } else if (kind == CellKind::BigNumber) {
      out.payloads[i] = dictionary(column.key).intern(cell.text());
    } else if (kind == CellKind::PlainText) {
      out.payloads[i] = builder.keepPlainText(cell.text());
    }
  }
  if (text_count == 0) return;
  Cell cells[EventBatch::kMostRows];
  stageTexts(builder, column.key, texts, text_count, cells);
  for (size_t i = 0; i < text_count; ++i) {
    out.tags[text_places[i]] = cells[i].tag;
    out.payloads[text_places[i]] = cells[i].payload;
  }
}

void Dataset::commit(uint32_t number, EventBatch& batch) {
  if (batch.rows() == 0) return batch.clear();
  Source& into = source(number);
  BlockBuilder& builder = *into.builder;
  into.open_view.reset();
  const auto first_row = static_cast<uint16_t>(builder.rows());
  for (size_t i = 0; i < batch.columns().size(); ++i) {
    if (batch.columns()[i].count != 0) commitColumn(builder, batch, i);
  }
  uint32_t codes[EventBatch::kMostRows];
  names.internAll(batch.allNames(), batch.rows(), codes);
  builder.addRows(batch.allFacts(), codes, batch.rows());
  accepted_ += batch.rows();
  if (options_.keep_identity && (options_.keep_blocks || remembers_ids_)) {
    ids_.addAll(batch.allFacts(), batch.rows(), makeOrdinal(into.block_number, first_row));
  }
  batch.clear();
  if (builder.full()) close(into);
}

size_t Dataset::roomInBlock(uint32_t number) {
  return kMaxBlockRows - source(number).builder->rows();
}

}  // namespace tallyfold
