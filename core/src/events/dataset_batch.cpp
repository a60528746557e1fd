// SPDX-License-Identifier: Apache-2.0
// Committing a batch of events.
#include "events/dataset.h"

namespace tallyfold {

// What `stageText` does for one text, for all texts of a column.
void Dataset::stageTexts(BlockBuilder& builder, FieldKey key, EventBatch::Texts& all, size_t count,
                         const BlockBuilder::NewCells& out) {
  Dictionary& known = dictionary(key);
  if (text_use_[key].plain) {
    for (size_t i = 0; i < count; ++i) {
      out.tags[all.places[i]] = makeTag(CellKind::PlainText);
      out.payloads[all.places[i]] = builder.keepPlainText(all.texts[i]);
    }
    return;
  }
  known.internAll(all.texts, count, all.codes);
  for (size_t i = 0; i < count; ++i) out.payloads[all.places[i]] = all.codes[i];
  judgeTexts(key, count);
}

void Dataset::commitColumn(BlockBuilder& builder, EventBatch& batch, size_t index) {
  const EventBatch::Column& column = batch.columns()[index];
  const BlockBuilder::NewCells out = builder.addCells(column.key, column.count);
  EventBatch::Texts& texts = batch.scratch();
  size_t text_count = 0;
  const auto first_row = static_cast<uint16_t>(builder.rows());
  for (size_t i = 0; i < column.count; ++i) {
    const BatchCell cell = column.cells[i];
    out.rows[i] = static_cast<uint16_t>(first_row + cell.row());
    out.tags[i] = cell.tag();
    out.payloads[i] = cell.payload();
    const CellKind kind = kindOf(cell.tag());
    if (kind < CellKind::Text) continue;
    if (kind == CellKind::Text) {
      texts.texts[text_count] = cell.text();
      texts.places[text_count++] = static_cast<uint16_t>(i);
    } else if (kind == CellKind::BigNumber) {
      out.payloads[i] = dictionary(column.key).intern(cell.text());
    } else {
      out.payloads[i] = builder.keepPlainText(cell.text());
    }
  }
  if (text_count != 0) stageTexts(builder, column.key, texts, text_count, out);
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
  names.internAll(batch.allNames(), batch.rows(), batch.scratch().codes);
  builder.addRows(batch.allFacts(), batch.scratch().codes, batch.rows());
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
