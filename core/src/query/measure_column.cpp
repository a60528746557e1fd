// SPDX-License-Identifier: Apache-2.0
#include "query/measure_column.h"

#include <algorithm>

#include "base/cold.h"
#include "select/exact_text.h"

namespace tallyfold {

TALLYFOLD_COLD MeasureColumn::MeasureColumn(const Measure& measure, Dataset& dataset,
                                            Dictionary& texts, TextCodes codes)
    : measure_(measure),
      dataset_(dataset),
      reader_(dataset, texts, exactCellText, codes),
      payloads_(kZoneRows),
      texts_(kZoneRows) {}

bool MeasureColumn::takesTag(uint8_t tag) const {
  return measure_.facts->needs_number ? isFastNumber(tag) : !isAbsent(tag);
}

void MeasureColumn::begin(const Block& block) {
  block_ = &block;
  takes_ = Takes::None;
  if (measure_.formula) return;
  if (!measure_.property) {
    takes_ = Takes::All;
    return;
  }
  key_ = dataset_.keys.find(*measure_.property);
  column_ = key_ == kNoField ? nullptr : block.column(key_);
  if (column_ == nullptr) return;
  const std::vector<uint8_t>& tags = column_->tagsThere();
  const auto taken =
      std::count_if(tags.begin(), tags.end(), [this](uint8_t tag) { return takesTag(tag); });
  if (taken == 0) return;
  takes_ = taken == static_cast<std::ptrdiff_t>(tags.size()) ? Takes::All : Takes::Some;
  // Numbers without a scale in common go one by one.
  if (measure_.facts->needs_number && column_->numberScale() == Column::kNoScale)
    takes_ = Takes::None;
}

void MeasureColumn::refuse(size_t first, size_t count, uint8_t* taken) const {
  const uint8_t* tags = column_->tags() + first;  // they differ, or all would be taken
  bool takes[256] = {};
  for (const uint8_t tag : column_->tagsThere()) takes[tag] = takesTag(tag);
  for (size_t i = 0; i < count; ++i) taken[i] &= takes[tags[i]] ? 1 : 0;
}

void MeasureColumn::read(const RowSet& rows, Batch& batch) {
  if (!measure_.property) return;
  if (measure_.facts->needs_number) return readNumbers(rows, batch);
  if (measure_.facts->needs_text) readTexts(rows, batch);
}

void MeasureColumn::readNumbers(const RowSet& rows, Batch& batch) {
  const PackedIntegers& payloads = column_->payloads();
  if (payloads.wide() != nullptr && rows.places == nullptr) {
    batch.mantissas = payloads.wide() + rows.first;
  } else {
    payloads.read(rows, payloads_.data());
    batch.mantissas = payloads_.data();
  }
  batch.scale = column_->numberScale();
  batch.most = column_->mostNumber();
}

void MeasureColumn::readTexts(const RowSet& rows, Batch& batch) {
  const uint8_t* tags = column_->tags();
  const uint8_t tag = column_->tagsThere()[0];
  batch.texts = texts_.data();
  if (reader_.givesFieldCodes() && tags == nullptr && hasTextCode(tag)) {
    column_->payloads().readCodes(rows, texts_.data());
    batch.text_limit = dataset_.values(key_).size();
    return;
  }
  column_->payloads().read(rows, payloads_.data());
  for (size_t i = 0; i < rows.count; ++i) {
    const uint8_t own = tags == nullptr ? tag : tags[rows.row(i)];
    texts_[i] = reader_.read(*block_, key_, own, column_->written(own, payloads_[i]));
  }
}

}  // namespace tallyfold
