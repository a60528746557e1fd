// SPDX-License-Identifier: Apache-2.0
// The values of events in Lago's words: what a metric aggregates, and the amount that came along.
#include <algorithm>

#include "query/lago_fold.h"
#include "time/civil.h"
#include "time/instant.h"

namespace tallyfold {
namespace {

// What the service's database takes for a number: an optional minus, digits, and if there is a
// point, digits after it.
bool isPlainNumber(std::string_view text) {
  const auto digits = [&text] {
    const size_t end = std::min(text.find_first_not_of("0123456789"), text.size());
    text.remove_prefix(end);
    return end > 0;
  };
  if (!text.empty() && text[0] == '-') text.remove_prefix(1);
  if (!digits()) return false;
  if (text.empty()) return true;
  if (text[0] != '.') return false;
  text.remove_prefix(1);
  return digits() && text.empty();
}

// One event as a formula sees it.
class RowOfFormula final : public ExpressionEvent {
 public:
  RowOfFormula(const Dataset& dataset, const Block& block, size_t row, std::string_view code)
      : dataset_(dataset), block_(block), row_(row), code_(code) {}

  [[nodiscard]] std::string_view code() const override { return code_; }
  // Whole seconds, as the service's own evaluation has them.
  [[nodiscard]] Decimal timestamp() const override {
    return Decimal::fromInteger(floorDiv(block_.times.at(row_), kNanosecondsPerSecond));
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
  std::string_view code_;
  mutable std::string scratch_;
};

}  // namespace

bool LagoFold::readValue(const Bound& bound, size_t index, LagoEntry& entry, Reason& reason,
                         std::string& detail) {
  const LagoMetric& metric = *bound.plan->facts;
  if (metric.aggregation == LagoAggregation::Count) return true;
  if (metric.expression != nullptr) return readFormula(bound, index, entry, reason, detail);
  if (metric.aggregation != LagoAggregation::UniqueCount)
    return readNumber(bound, index, entry, reason);
  entry.text = textOf(FieldName::ofProperty(metric.field_name), bound.field, index);
  readOperation(index, entry);
  return true;
}

void LagoFold::readOperation(size_t index, LagoEntry& entry) {
  const FieldName name = FieldName::ofProperty("operation_type");
  const uint32_t operation = textOf(name, dataset_.keys.find(name), index);
  entry.removes = operation != kAbsentText && log_.texts.text(operation) == "remove";
}

bool LagoFold::setNumber(const Decimal& value, LagoEntry& entry) {
  entry.mantissa = log_.addExact(value);
  entry.form = formOf(NumberForm::Exact);
  return true;
}

bool LagoFold::readFormula(const Bound& bound, size_t index, LagoEntry& entry, Reason& reason,
                           std::string& detail) {
  const LagoMetric& metric = *bound.plan->facts;
  const RowOfFormula row(dataset_, *chunk_.block, chunk_.first + index, metric.code);
  const Result<ExpressionValue> value = metric.expression->evaluate(row);
  if (!value) {
    reason = Reason::ExpressionFailed;
    detail = value.error().message;
    return false;
  }
  const std::string text = expressionText(value.value());
  if (metric.aggregation == LagoAggregation::UniqueCount) {
    entry.text = log_.texts.intern(text);
    readOperation(index, entry);
    return true;
  }
  if (const auto* number = std::get_if<Decimal>(&value.value())) return setNumber(*number, entry);
  const auto number = isPlainNumber(text) ? Decimal::parse(text) : std::nullopt;
  return number && setNumber(*number, entry);
}

bool LagoFold::readNumber(const Bound& bound, size_t index, LagoEntry& entry, Reason& reason) {
  if (bound.field == kNoField) return reason = Reason::MissingProperty, false;
  const FieldName name = FieldName::ofProperty(bound.plan->facts->field_name);
  const FieldCells& at = chunk_.cells(name, bound.field, false);
  const Cell cell{at.tags[index], at.payloads[index]};
  if (isAbsent(cell.tag)) return reason = Reason::MissingProperty, false;
  if (isFastNumber(cell.tag)) {
    entry.mantissa = cell.payload;
    entry.form = scaleOf(cell.tag);
    return true;
  }
  std::string scratch;
  const std::string_view text =
      writtenCellText(dataset_, *chunk_.block, bound.field, cell, scratch);
  const bool is_number = kindOf(cell.tag) == CellKind::BigNumber || isPlainNumber(text);
  const auto number = is_number ? Decimal::parse(text) : std::nullopt;
  return number && setNumber(*number, entry);
}

// What is no number there counts as none.
void LagoFold::readAmount(size_t index, LagoEntry& entry) {
  const FieldKey key = attributeKey(Attribute::PreciseAmount);
  const FieldCells& at = chunk_.cells(FieldName::ofAttribute(Attribute::PreciseAmount), key, false);
  const Cell cell{at.tags[index], at.payloads[index]};
  if (isAbsent(cell.tag)) return;
  std::string scratch;
  const auto amount = Decimal::parse(writtenCellText(dataset_, *chunk_.block, key, cell, scratch));
  if (amount) entry.amount = 1 + log_.addExact(*amount);
}

}  // namespace tallyfold
