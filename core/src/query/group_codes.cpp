// SPDX-License-Identifier: Apache-2.0
#include "query/group_codes.h"

#include "base/cold.h"
#include "select/exact_text.h"

namespace tallyfold {

TALLYFOLD_COLD GroupCodes::GroupCodes(const Dimension& dimension, Dataset& dataset,
                                      Dictionary& texts, TextCodes codes)
    : dimension_(dimension),
      dataset_(dataset),
      reader_(dataset, texts, exactCellText, codes),
      payloads_(kZoneRows) {}

void GroupCodes::begin(const Block& block) {
  block_ = &block;
  key_ = dimension_.is_event_name ? kNoField : dataset_.keys.find(dimension_.field);
  column_ = key_ == kNoField ? nullptr : block.column(key_);
  code_of_stored_.clear();
}

uint32_t GroupCodes::codeOf(uint8_t tag, int64_t payload) {
  return reader_.read(*block_, key_, tag, payload);
}

bool GroupCodes::isOne(uint32_t name, uint32_t& code) {
  if (key_ == kNoField) {
    code = dimension_.is_event_name ? name : kAbsentText;
    return true;
  }
  const bool same =
      column_ != nullptr && column_->tags() == nullptr && column_->payloads().width() == 0;
  if (same) code = codeOf(column_->tagsThere()[0], column_->payloads().base());
  return same;
}

bool GroupCodes::hasFieldCodes() const {
  return reader_.givesFieldCodes() && column_ != nullptr && column_->tags() == nullptr &&
         hasTextCode(column_->tagsThere()[0]);
}

void GroupCodes::read(const RowSet& rows, uint32_t* codes) {
  if (column_ == nullptr || column_->tags() != nullptr) return readCells(rows, codes);
  if (hasFieldCodes()) return readFieldCodes(rows, codes);
  const uint8_t tag = column_->tagsThere()[0];
  column_->payloads().read(rows, payloads_.data());
  if (column_->payloads().width() <= 2) {
    readStored(rows, codes);
  } else {
    for (size_t i = 0; i < rows.count; ++i) codes[i] = codeOf(tag, payloads_[i]);
  }
}

// A column of few values: each one's code is worked out once in the block.
void GroupCodes::readStored(const RowSet& rows, uint32_t* codes) {
  const PackedIntegers& payloads = column_->payloads();
  const uint8_t tag = column_->tagsThere()[0];
  code_of_stored_.resize(payloads.greatestStored() + 1, Dictionary::kNone);
  for (size_t i = 0; i < rows.count; ++i) {
    const uint64_t distance =
        static_cast<uint64_t>(payloads_[i]) - static_cast<uint64_t>(payloads.base());
    // Texts have codes one by one; of numbers and times the unit may be larger.
    uint32_t& code = code_of_stored_[payloads.unit() == 1 ? distance : distance / payloads.unit()];
    if (code == Dictionary::kNone) code = codeOf(tag, payloads_[i]);
    codes[i] = code;
  }
}

void GroupCodes::readCells(const RowSet& rows, uint32_t* codes) {
  for (size_t i = 0; i < rows.count; ++i) {
    const Cell cell = block_->cellAt(key_, rows.row(i));
    codes[i] = codeOf(cell.tag, cell.payload);
  }
}

}  // namespace tallyfold
