// SPDX-License-Identifier: Apache-2.0
// One row of a block as a formula sees it: properties as they were written.
#pragma once

#include "events/dataset.h"
#include "expression/expression.h"
#include "select/field_reader.h"
#include "time/civil.h"
#include "time/instant.h"

namespace tallyfold {

enum class FormulaTime : uint8_t { Exact, WholeSeconds };

class FormulaRow final : public ExpressionEvent {
 public:
  FormulaRow(const Dataset& dataset, const Block& block, size_t row, std::string_view name,
             FormulaTime time = FormulaTime::Exact)
      : dataset_(dataset), block_(block), row_(row), name_(name), time_(time) {}

  [[nodiscard]] std::string_view code() const override { return name_; }
  [[nodiscard]] Decimal timestamp() const override {
    constexpr int kNanosecondPlaces = 9;
    const int64_t time_ns = block_.times.at(row_);
    if (time_ == FormulaTime::Exact) return Decimal::fromScaled(time_ns, kNanosecondPlaces);
    return Decimal::fromInteger(floorDiv(time_ns, kNanosecondsPerSecond));
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
  FormulaTime time_;
  mutable std::string scratch_;
};

}  // namespace tallyfold
