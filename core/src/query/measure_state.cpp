// SPDX-License-Identifier: Apache-2.0
#include "query/measure_state.h"

#include "base/cold.h"

namespace tallyfold {

TALLYFOLD_COLD Reason RowValue::reason() const {
  if (form == kFormulaFailed) return Reason::ExpressionFailed;
  return form == formOf(NumberForm::Absent) ? Reason::MissingProperty : Reason::NotANumber;
}

TALLYFOLD_COLD MeasureState::MeasureState(const Measure& measure, MemoryAccount& account)
    : measure_(&measure), took_(makeAccounted<uint8_t>(account)) {
  AggregationInput input;
  input.multiplier = measure.multiplier;
  input.percent = measure.percent;
  state_ = measure.facts->make(input, account);
}

void MeasureState::resize(size_t slots) {
  untaken_ += slots - took_.size();
  took_.resize(slots, 0);
  state_->resize(slots);
}

TALLYFOLD_COLD void MeasureState::take(const RowPlace& place, const RowValue& value) {
  slots_.push_back(place.slot);
  texts_.push_back(value.text);
  sources_.push_back(place.source);
  times_.push_back(place.time_ns);
  received_.push_back(place.received_ns);
  offsets_.push_back(place.offset);
  since_start_.push_back(place.since_start);
  forms_.push_back(value.form);
  const bool is_exact = value.form == formOf(NumberForm::Exact);
  mantissas_.push_back(is_exact ? static_cast<int64_t>(exact_.size()) : value.mantissa);
  if (is_exact) exact_.push_back(*value.exact);
}

TALLYFOLD_COLD void MeasureState::flush() {
  if (slots_.empty()) return;
  Batch batch;
  batch.count = slots_.size();
  batch.slots = slots_.data();
  batch.mantissas = mantissas_.data();
  batch.forms = forms_.data();
  batch.exact = &exact_;
  batch.texts = texts_.data();
  batch.times_ns = times_.data();
  batch.weights = since_start_.data();
  batch.received_ns = received_.data();
  batch.offsets = offsets_.data();
  batch.sources = sources_.data();
  state_->add(batch);
  for (const uint32_t slot : slots_) mark(slot);
  slots_.clear(), texts_.clear(), sources_.clear(), mantissas_.clear(), times_.clear();
  received_.clear(), offsets_.clear(), since_start_.clear(), forms_.clear(), exact_.clear();
}

void MeasureState::takeRows(const Batch& batch) {
  state_->add(batch);
  for (size_t i = 0; untaken_ != 0 && i < batch.count; ++i) mark(batch.slots[i]);
}

TALLYFOLD_COLD void MeasureState::merge(const MeasureState& other,
                                        const std::vector<uint32_t>& slots, TextMap* texts) {
  state_->merge(*other.state_, slots, texts);
  for (size_t from = 0; from < other.took_.size(); ++from) {
    if (other.took_[from] != 0) mark(slots[from]);
  }
}

TALLYFOLD_COLD std::optional<Rational> MeasureState::finish(uint32_t slot) const {
  if (took_[slot] != 0) return state_->finish(slot).value;
  if (measure_->facts->empty_is_zero) return Rational();
  return std::nullopt;
}

bool MeasureState::readScaled(const uint32_t* slots, size_t count, Scaled* numbers) const {
  for (size_t i = 0; i < count; ++i) {
    if (took_[slots[i]] == 0) return false;
  }
  return state_->readScaled(slots, count, numbers);
}

TALLYFOLD_COLD void MeasureState::write(ByteWriter& out) const {
  for (const uint8_t took : took_) out.u64(took);
  state_->write(out);
}

TALLYFOLD_COLD void MeasureState::read(ByteReader& in, size_t slot_count, size_t text_count) {
  resize(slot_count);
  for (uint32_t slot = 0; slot < slot_count; ++slot) {
    if (in.u64() != 0) mark(slot);
  }
  state_->read(in, slot_count, text_count);
}

uint64_t MeasureState::bytesToAdd(uint64_t rows) const {
  const uint64_t slots = took_.size() + rows;
  return state_->bytesToAdd(rows) + (slots <= took_.capacity() ? 0 : 2 * slots);
}

}  // namespace tallyfold
