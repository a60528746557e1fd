// SPDX-License-Identifier: Apache-2.0
// The values of events in Lago's words: what a metric aggregates, and the amount that came along.
#include "query/formula_row.h"
#include "query/lago_fold.h"

namespace tallyfold {
namespace {

// The number that a formula made, as it is stored: 2.50 is 2.5, for a store has one text for it.
std::optional<Decimal> storedNumber(const ExpressionValue& value) {
  const Decimal* made = std::get_if<Decimal>(&value);
  if (made == nullptr || made->isZero())
    return made == nullptr ? std::nullopt : std::optional(Decimal());
  return Decimal::deserialize(made->toText());
}
std::string storedText(const Decimal& number) {
  std::string text = number.toText();
  return text.find('.') == std::string::npos ? text + ".0" : text;
}

}  // namespace

bool LagoFold::readValue(const Bound& bound, size_t index, LagoEntry& entry, Reason& reason,
                         std::string& detail) {
  const LagoMetric& metric = *bound.plan->facts;
  if (metric.aggregation == LagoAggregation::Count) return true;
  if (metric.expression != nullptr) return readFormula(bound, index, entry, reason, detail);
  if (metric.aggregation != LagoAggregation::UniqueCount)
    return readNumber(bound, index, entry, reason);
  entry.text = textOf(FieldName::ofProperty(metric.field_name), bound.field, index);
  // A missing property is one value: none of a text in Postgres, this text in ClickHouse.
  if (entry.text == kAbsentText && query_.isClickHouse()) entry.text = log_.texts.intern("<nil>");
  readOperation(index, entry);
  return true;
}

void LagoFold::readOperation(size_t index, LagoEntry& entry) {
  const FieldName name = FieldName::ofProperty("operation_type");
  const uint32_t operation = textOf(name, dataset_.keys.find(name), index);
  entry.removes = operation != kAbsentText && log_.texts.text(operation) == "remove";
}

// What cannot be read is 0 in ClickHouse, and counts.
void LagoFold::setStored(const ClickHouseNumber& number, size_t index, LagoEntry& entry,
                         Reason reason) {
  log_.setValue(number.value, entry);
  if (number.is_cut) log_.rules.add(LagoRule::StoredDigits);
  if (!number.is_readable) noteCoerced(index, reason);
}

// Once, although several metrics of its code may read the event.
void LagoFold::noteCoerced(size_t index, Reason reason) {
  LedgerEntry entry = placeOf(*chunk_.block, chunk_.first + index, reason);
  const std::pair place(entry.source, entry.byte_offset);
  if (coerced_at_ == place) return;
  coerced_at_ = place;
  entry.detail = "counts as 0, as it does in the service's ClickHouse";
  log_.coerced.add(std::move(entry));
}

bool LagoFold::readFormula(const Bound& bound, size_t index, LagoEntry& entry, Reason& reason,
                           std::string& detail) {
  const LagoMetric& metric = *bound.plan->facts;
  const bool is_clickhouse = query_.isClickHouse();
  // Whole seconds, as the service evaluates before it stores an event in Postgres. The processor in
  // front of ClickHouse takes events as they came.
  const FormulaRow row(dataset_, *chunk_.block, chunk_.first + index, metric.code,
                       is_clickhouse ? FormulaTime::Exact : FormulaTime::WholeSeconds);
  const Result<ExpressionValue> value = metric.expression->evaluate(row);
  if (!value) {
    reason = Reason::ExpressionFailed;
    detail = value.error().message;
    return false;
  }
  const std::optional<Decimal> made = storedNumber(value.value());
  const std::string text = made ? storedText(*made) : expressionText(value.value());
  if (bound.formula_in_shape) formula_text_ = log_.texts.intern(text);
  if (metric.aggregation == LagoAggregation::UniqueCount) {
    entry.text = log_.texts.intern(text);
    readOperation(index, entry);
    return true;
  }
  if (is_clickhouse) {
    const auto stored = made ? clickHouseNumber(*made) : clickHouseNumber(text);
    setStored(stored, index, entry, Reason::NotANumber);
    return true;
  }
  const auto number = made ? made : postgresNumber(text);
  if (number) log_.setValue(*number, entry);
  return number.has_value();
}

void LagoFold::readStored(const Bound& bound, size_t index, LagoEntry& entry) {
  const FieldName name = FieldName::ofProperty(bound.plan->facts->field_name);
  Cell cell;
  if (bound.field != kNoField) {
    const FieldCells& at = chunk_.cells(name, bound.field, false);
    cell = {at.tags[index], at.payloads[index]};
  }
  if (bound.field == kNoField || isAbsent(cell.tag))
    return setStored({}, index, entry, Reason::MissingProperty);
  std::string scratch;
  const std::string_view text =
      writtenCellText(dataset_, *chunk_.block, bound.field, cell, scratch);
  setStored(clickHouseNumber(text), index, entry, Reason::NotANumber);
}

bool LagoFold::readNumber(const Bound& bound, size_t index, LagoEntry& entry, Reason& reason) {
  if (query_.isClickHouse()) return readStored(bound, index, entry), true;
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
  const bool is_big = kindOf(cell.tag) == CellKind::BigNumber;
  const auto number = is_big ? Decimal::parse(text) : postgresNumber(text);
  if (number) log_.setValue(*number, entry);
  return number.has_value();
}

// What is no number there counts as none.
void LagoFold::readAmount(size_t index, LagoEntry& entry) {
  const FieldKey key = attributeKey(Attribute::PreciseAmount);
  const FieldCells& at = chunk_.cells(FieldName::ofAttribute(Attribute::PreciseAmount), key, false);
  const Cell cell{at.tags[index], at.payloads[index]};
  if (isAbsent(cell.tag)) return;
  std::string scratch;
  const auto amount = Decimal::parse(writtenCellText(dataset_, *chunk_.block, key, cell, scratch));
  if (amount) log_.setAmount(*amount, entry);
}

}  // namespace tallyfold
