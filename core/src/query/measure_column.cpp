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
  if (measure_.facts->needs_number) beginNumbers();
}

void MeasureColumn::beginNumbers() {
  const std::vector<uint8_t>& tags = column_->tagsThere();
  scale_ = 0;
  for (const uint8_t tag : tags) {
    if (isFastNumber(tag)) scale_ = std::max<int>(scale_, scaleOf(tag));
  }
  UInt128 most = 0;
  for (size_t n = 0; n < tags.size(); ++n) {
    if (!isFastNumber(tags[n])) continue;
    const auto factor = static_cast<UInt128>(powerOfTen64(scale_ - scaleOf(tags[n])));
    most = std::max(most, column_->mostOfTag(n) * factor);
  }
  if (most > INT64_MAX) {
    takes_ = Takes::None;
    return;
  }
  most_ = static_cast<uint64_t>(most);
  for (const uint8_t tag : column_->tagsThere())
    factors_[tag] = isFastNumber(tag) ? powerOfTen64(scale_ - scaleOf(tag)) : 0;
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
  if (column_->tags() == nullptr) {
    column_->payloads().read(rows, payloads_.data());
  } else {
    column_->payloads().readMultiplied(rows, column_->tags(), factors_, payloads_.data());
  }
  batch.mantissas = payloads_.data();
  batch.scale = scale_;
  batch.most = most_;
}

void MeasureColumn::readTexts(const RowSet& rows, Batch& batch) {
  const uint8_t* tags = column_->tags();
  const uint8_t tag = column_->tagsThere()[0];
  column_->payloads().read(rows, payloads_.data());
  const bool codes = reader_.givesFieldCodes() && tags == nullptr && hasTextCode(tag);
  for (size_t i = 0; i < rows.count; ++i) {
    texts_[i] = codes ? static_cast<uint32_t>(payloads_[i])
                      : reader_.read(*block_, key_, tags == nullptr ? tag : tags[rows.row(i)],
                                     payloads_[i]);
  }
  batch.texts = texts_.data();
}

}  // namespace tallyfold
