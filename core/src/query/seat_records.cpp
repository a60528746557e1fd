// SPDX-License-Identifier: Apache-2.0
#include "query/seat_records.h"

#include "base/integer_text.h"
#include "numeric/scaled.h"

namespace tallyfold {
namespace {

std::optional<int64_t> wholeOf(int64_t mantissa, int scale) {
  int64_t unit = 1;
  for (int i = scale; i > 0; --i) unit *= 10;
  if (mantissa % unit != 0) return std::nullopt;
  return mantissa / unit;
}

}  // namespace

const FieldName& seatFieldName(SeatField field) {
  static const FieldName kNames[] = {FieldName::ofAttribute(Attribute::Customer),
                                     FieldName::ofProperty("eventId"),
                                     FieldName::ofProperty("eventKey"),
                                     FieldName::ofProperty("chartKey"),
                                     FieldName::ofProperty("chartName"),
                                     FieldName::ofProperty("objectLabel"),
                                     FieldName::ofProperty("objectType"),
                                     FieldName::ofProperty("quantity"),
                                     FieldName::ofProperty("status"),
                                     FieldName::ofProperty("originType"),
                                     FieldName::ofProperty("holdToken"),
                                     FieldName::ofProperty("orderId"),
                                     FieldName::ofProperty("channelKey"),
                                     FieldName::ofProperty("id")};
  static_assert(std::size(kNames) == kSeatFieldCount);
  return kNames[static_cast<size_t>(field)];
}

SeatRecords::SeatRecords(const Dataset& dataset, Dictionary& texts) : dataset_(dataset) {
  for (size_t i = 0; i < kSeatFieldCount; ++i) readers_.emplace_back(dataset, texts);
}

void SeatRecords::begin(const Block& block, size_t first, size_t count) {
  chunk_.begin(block, first, count);
  for (size_t i = 0; i < kSeatFieldCount; ++i) {
    keys_[i] = dataset_.keys.find(seatFieldName(static_cast<SeatField>(i)));
    cells_[i] = nullptr;
  }
}

const FieldCells& SeatRecords::cells(SeatField field) {
  const auto i = static_cast<size_t>(field);
  if (cells_[i] == nullptr) cells_[i] = &chunk_.cells(seatFieldName(field), keys_[i], false);
  return *cells_[i];
}

Arrival SeatRecords::arrivalOf(size_t index) const {
  return {chunk_.block->source, chunk_.block->offsets.at(rowOf(index))};
}

bool SeatRecords::has(SeatField field, size_t index) { return !isAbsent(cells(field).tags[index]); }

std::string_view SeatRecords::word(SeatField field, size_t index) {
  const FieldCells& at = cells(field);
  return cellText(dataset_, *chunk_.block, keys_[static_cast<size_t>(field)],
                  {at.tags[index], at.payloads[index]}, scratch_);
}

uint32_t SeatRecords::text(SeatField field, size_t index) {
  const auto i = static_cast<size_t>(field);
  const FieldCells& at = cells(field);
  return readers_[i].read(*chunk_.block, keys_[i], at.tags[index], at.payloads[index]);
}

std::optional<int64_t> SeatRecords::integer(SeatField field, size_t index) {
  const FieldCells& at = cells(field);
  if (isFastNumber(at.tags[index])) return wholeOf(at.payloads[index], scaleOf(at.tags[index]));
  const std::string_view text = word(field, index);
  if (const auto plain = readInteger(text)) return plain;
  // A quantity as text may have any form of a number: "5.6e1".
  const NumericRead number = readNumeric(text);
  if (number.kind != NumericKind::Scaled) return std::nullopt;
  return wholeOf(number.scaled.mantissa, number.scaled.scale);
}

std::optional<int64_t> SeatRecords::plainInteger(SeatField field, size_t index) {
  const FieldCells& at = cells(field);
  if (!isFastNumber(at.tags[index]) || scaleOf(at.tags[index]) != 0) return std::nullopt;
  return at.payloads[index];
}

}  // namespace tallyfold
