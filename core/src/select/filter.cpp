// SPDX-License-Identifier: Apache-2.0
#include "select/filter.h"

#include <algorithm>

#include "base/sort.h"

namespace tallyfold {

FilterReader::FilterReader(const Dataset& dataset, const Filter& filter)
    : dataset_(dataset), field_(filter.field), texts_(filter.texts), allows_absent_(false) {
  sortItems(texts_);
  allows_absent_ = allows("");
}

bool FilterReader::allows(std::string_view text) const {
  return std::binary_search(texts_.begin(), texts_.end(), text);
}

bool FilterReader::passes(const Block& block, FieldKey key, uint8_t tag, int64_t payload) {
  if (isAbsent(tag)) return allows_absent_;
  if (hasTextCode(tag)) {
    const auto code = static_cast<uint32_t>(payload);
    if (code >= by_code_.size()) by_code_.resize(dataset_.values(key).size(), kUnknown);
    if (by_code_[code] == kUnknown)
      by_code_[code] = allows(dataset_.values(key).text(code)) ? kYes : kNo;
    return by_code_[code] == kYes;
  }
  std::string scratch;
  return allows(cellText(dataset_, block, key, {tag, payload}, scratch));
}

}  // namespace tallyfold
