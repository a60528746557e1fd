// SPDX-License-Identifier: Apache-2.0
// One row of a block as a formula sees it: exact time, properties as they were written.
#pragma once

#include "events/dataset.h"
#include "expression/expression.h"
#include "select/field_reader.h"

namespace tallyfold {

class FormulaRow final : public ExpressionEvent {
 public:
  FormulaRow(const Dataset& dataset, const Block& block, size_t row, std::string_view name)
      : dataset_(dataset), block_(block), row_(row), name_(name) {}

  [[nodiscard]] std::string_view code() const override { return name_; }
  [[nodiscard]] Decimal timestamp() const override {
    constexpr int kNanosecondPlaces = 9;
    return Decimal::fromScaled(block_.times.at(row_), kNanosecondPlaces);
  }
  [[nodiscard]] std::optional<std::string_view> property(std::string_view name) const override {
    const FieldKey key = dataset_.keys.find(FieldName::ofProperty(name));
    if (key == kNoField) return std::nullopt;
    const Cell cell = block_.cellAt(key, row_);
    if (isAbsent(cell.tag)) return std::nullopt;
    return writtenCellText(dataset_, block_, key, cell, scratch_);
  }

 private:
  const Dataset& dataset_;
  const Block& block_;
  size_t row_;
  std::string_view name_;
  mutable std::string scratch_;
};

}  // namespace tallyfold
