// SPDX-License-Identifier: Apache-2.0
#include "query/native_row_fold.h"

#include "base/sort.h"
#include "query/formula_row.h"
#include "select/exact_text.h"

namespace tallyfold {
namespace {

// The fast form where the number fits it, so that sums stay in integers.
RowValue valueOfDecimal(const Decimal& number) {
  RowValue value;
  const Int128* small = number.smallCoefficient();
  const bool fits = small != nullptr && number.scale() >= 0 && number.scale() <= kMaxScale &&
                    *small <= INT64_MAX && *small > INT64_MIN;
  if (fits) {
    value.mantissa = static_cast<int64_t>(*small);
    value.form = static_cast<uint8_t>(number.scale());
    return value;
  }
  value.form = formOf(NumberForm::Exact);
  value.exact = &number;
  return value;
}

RowValue valueOfNumber(const NumberReader& reader, const NumberReader::Number& number) {
  RowValue value;
  value.mantissa = number.mantissa;
  value.form = number.form;
  if (number.form == formOf(NumberForm::Exact))
    value.exact = &reader.exact()[static_cast<size_t>(number.mantissa)];
  return value;
}

RowValue withoutValue(NumberForm form) {
  RowValue value;
  value.form = formOf(form);
  return value;
}

}  // namespace

NativeRowFold::BoundMeasure::BoundMeasure(const Measure& the_measure, Dataset& dataset,
                                          NativePartial& partial, TextCodes text_codes)
    : measure(the_measure),
      texts(dataset, partial.texts, exactCellText, text_codes),
      numbers(dataset) {}

NativeRowFold::BoundGroup::BoundGroup(const Dimension& the_dimension, Dataset& dataset,
                                      NativePartial& partial, TextCodes text_codes)
    : dimension(the_dimension), texts(dataset, partial.texts, exactCellText, text_codes) {}

NativeRowFold::NativeRowFold(const NativeQuery& query, Dataset& dataset, NativePartial& partial,
                             TextCodes text_codes)
    : query_(query), dataset_(dataset), partial_(partial), values_(query.measures.size()) {
  for (const Measure& measure : query.measures)
    measures_.emplace_back(measure, dataset, partial, text_codes);
  for (const Dimension& group : query.groups)
    groups_.emplace_back(group, dataset, partial, text_codes);
}

void NativeRowFold::begin() {
  for (BoundMeasure& bound : measures_) {
    if (bound.measure.property) bound.key = dataset_.keys.find(*bound.measure.property);
  }
  for (BoundGroup& bound : groups_) {
    if (!bound.dimension.is_event_name) bound.key = dataset_.keys.find(bound.dimension.field);
  }
}

void NativeRowFold::take(const Block& block, std::string_view name, const RowSet& rows,
                         const RepeatedIds& ids) {
  if (rows.count == 0) return;
  chunk_.begin(block, rows.first, rows.row(rows.count - 1) - rows.first + 1);
  name_ = name;
  name_text_ = partial_.texts.intern(name);
  const bool any_ids = ids.any();
  for (size_t i = 0; i < rows.count; ++i) {
    const size_t row = rows.row(i);
    const size_t index = row - rows.first;
    const Hash128 id = any_ids ? ids.idOf(row) : Hash128();
    readValues(index);
    if (!(id == Hash128())) {
      wait(id, index);
      continue;
    }
    partial_.take(placeOf(index), values_.data(),
                  [&](Reason reason) { return tallyfold::placeOf(block, row, reason); });
  }
  partial_.flush();
}

void NativeRowFold::readValues(size_t index) {
  for (size_t m = 0; m < measures_.size(); ++m) values_[m] = valueOf(measures_[m], index);
}

RowValue NativeRowFold::valueOf(BoundMeasure& bound, size_t index) {
  const Measure& measure = bound.measure;
  if (measure.formula) return formulaOf(bound, index);
  if (!measure.property) return {};
  if (bound.key == kNoField) return withoutValue(NumberForm::Absent);
  const FieldCells& at = chunk_.cells(*measure.property, bound.key, false);
  const Cell cell{at.tags[index], at.payloads[index]};
  if (measure.facts->needs_number) {
    return valueOfNumber(bound.numbers,
                         bound.numbers.read(*chunk_.block, bound.key, cell.tag, cell.payload));
  }
  if (isAbsent(cell.tag)) return withoutValue(NumberForm::Absent);
  RowValue value;
  if (measure.facts->needs_text)
    value.text = bound.texts.read(*chunk_.block, bound.key, cell.tag, cell.payload);
  return value;
}

RowValue NativeRowFold::formulaOf(BoundMeasure& bound, size_t index) {
  const FormulaRow row(dataset_, *chunk_.block, chunk_.first + index, name_);
  Result<ExpressionValue> result = bound.measure.formula->evaluate(row);
  RowValue value;
  if (!result) {
    value.form = RowValue::kFormulaFailed;
    return value;
  }
  const auto* text = std::get_if<std::string>(&result.value());
  if (bound.measure.facts->needs_text) {
    value.text = partial_.texts.intern(
        text != nullptr ? *text : std::get_if<Decimal>(&result.value())->toText());
    return value;
  }
  if (!bound.measure.facts->needs_number) return value;
  if (text != nullptr) return valueOfNumber(bound.numbers, bound.numbers.parse(*text));
  bound.made = *std::get_if<Decimal>(&result.value());
  return valueOfDecimal(bound.made);
}

uint32_t NativeRowFold::groupOf(size_t index) {
  uint32_t group = partial_.rootGroup(chunk_.times_ns[index]);
  for (BoundGroup& bound : groups_) {
    uint32_t text = bound.dimension.is_event_name ? name_text_ : kAbsentText;
    if (bound.key != kNoField) {
      const FieldCells& at = chunk_.cells(bound.dimension.field, bound.key, false);
      text = bound.texts.read(*chunk_.block, bound.key, at.tags[index], at.payloads[index]);
    }
    group = partial_.slots.groupWith(group, text);
  }
  return group;
}

RowPlace NativeRowFold::placeOf(size_t index) {
  const Block& block = *chunk_.block;
  const size_t row = chunk_.first + index;
  RowPlace place;
  place.time_ns = chunk_.times_ns[index];
  place.slot = partial_.slotOf(place.time_ns, groupOf(index));
  place.source = block.source;
  place.received_ns = block.has_received ? block.received.at(row) : kNotReceived;
  place.offset = block.offsets.at(row);
  place.since_start =
      static_cast<uint64_t>(place.time_ns) - static_cast<uint64_t>(query_.foldedStart());
  return place;
}

void NativeRowFold::wait(const Hash128& id, size_t index) {
  const RowPlace place = placeOf(index);
  const size_t row = chunk_.first + index;
  IdEntry entry;
  entry.id = id;
  entry.time_ns = place.time_ns;
  entry.received_ns = place.received_ns;
  entry.offset = place.offset;
  entry.line = static_cast<uint64_t>(chunk_.block->lines.at(row));
  entry.source = place.source;
  entry.slot = place.slot;
  // Once in each period, so that the one before is what a query over it answers.
  entry.scope = query_.isPrevious(place.time_ns) ? 1 : 0;
  const Cell id_text = chunk_.block->cellAt(attributeKey(Attribute::IdText), row);
  if (kindOf(id_text.tag) == CellKind::PlainText)
    entry.id_text = partial_.texts.intern(chunk_.block->plainText(id_text.payload));
  if (timely_ == nullptr) return partial_.settle(entry, values_.data());
  // Events of one name stand in order of arrival as they are.
  if (!chunk_.block->row_by_arrival.empty()) return holdBack(entry, row);
  partial_.settle(entry, values_.data(), timely_->horizonAt(row));
}

void NativeRowFold::holdBack(const IdEntry& entry, size_t row) {
  held_back_.push_back({entry, timely_->horizonAt(row), held_values_.size()});
  for (RowValue value : values_) {
    if (value.form == formOf(NumberForm::Exact)) {
      held_exact_.push_back(*value.exact);
      value.exact = &held_exact_.back();
    }
    held_values_.push_back(value);
  }
}

void NativeRowFold::settleHeldBack() {
  if (held_back_.empty()) return;
  sortItems(held_back_,
            [](const HeldBack& a, const HeldBack& b) { return a.entry.offset < b.entry.offset; });
  for (const HeldBack& one : held_back_)
    partial_.settle(one.entry, &held_values_[one.first_value], one.horizon_ns);
  held_back_.clear(), held_values_.clear(), held_exact_.clear();
  partial_.flush();
}

}  // namespace tallyfold
