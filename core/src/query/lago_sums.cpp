// SPDX-License-Identifier: Apache-2.0
// Entries of a log that are added up, and the numbers of entries.
#include <algorithm>

#include "query/lago_log.h"

namespace tallyfold {

namespace {

bool isExact(const LagoEntry& entry) { return entry.form == formOf(NumberForm::Exact); }

}  // namespace

void LagoLog::setValue(const Decimal& value, LagoEntry& entry) {
  const Int128* small = value.smallCoefficient();
  const bool is_fast = small != nullptr && *small >= INT64_MIN && *small <= INT64_MAX &&
                       value.scale() >= 0 && value.scale() <= kMaxScale;
  if (is_fast) {
    entry.mantissa = static_cast<int64_t>(*small);
    entry.form = static_cast<uint8_t>(value.scale());
    return;
  }
  entry.mantissa = static_cast<int64_t>(exact_.size());
  entry.form = formOf(NumberForm::Exact);
  exact_.push_back(value);
}

void LagoLog::setAmount(const Decimal& amount, LagoEntry& entry) {
  exact_.push_back(amount);
  entry.amount = static_cast<uint32_t>(exact_.size());
}

Decimal LagoLog::valueOf(const LagoEntry& entry) const {
  if (isExact(entry)) return exact_[static_cast<size_t>(entry.mantissa)];
  return Decimal::fromScaled(entry.mantissa, entry.form);
}

Decimal LagoLog::amountOf(const LagoEntry& entry) const {
  return entry.amount == 0 ? Decimal() : exact_[entry.amount - 1];
}

LagoAggregation LagoLog::aggregationOf(const LagoEntry& entry) const {
  return query_.catalog->lago.metrics[accounts_[lines_[entry.line].account].metric].aggregation;
}

uint32_t LagoLog::sumOf(uint32_t slot, const LagoEntry& entry) {
  const uint64_t key = static_cast<uint64_t>(entry.line) << 32 | slot;
  const auto next = static_cast<uint32_t>(sums_.size());
  if (aggregationOf(entry) != LagoAggregation::UniqueCount) return cell_of_.insert(key, next).value;
  const uint64_t cell = cell_of_.insert(key, static_cast<uint32_t>(cell_of_.size())).value;
  return sum_of_.insert(cell << 32 | entry.text, next).value;
}

void LagoLog::addTo(uint32_t slot, const LagoEntry& entry) {
  const uint32_t place = sumOf(slot, entry);
  if (place == sums_.size()) return sums_.push_back({entry, slot});
  LagoEntry& sum = sums_[place].entry;
  // A count that would not fit goes on in an entry of its own.
  if (sum.events > UINT32_MAX - entry.events) return add(entry);
  addUp(sum, entry);
}

// Numbers that went into a sum are not needed any more; they were the last to come.
void LagoLog::dropNumbers(const LagoEntry& entry) {
  if (entry.amount == exact_.size() && entry.amount != 0) exact_.pop_back();
  if (isExact(entry) && static_cast<size_t>(entry.mantissa) + 1 == exact_.size()) exact_.pop_back();
}

void LagoLog::replaceValue(const Decimal& value, LagoEntry& entry) {
  if (!isExact(entry)) return setValue(value, entry);
  exact_[static_cast<size_t>(entry.mantissa)] = value;
}

void LagoLog::replaceAmount(const Decimal& amount, LagoEntry& entry) {
  if (entry.amount == 0) return setAmount(amount, entry);
  exact_[entry.amount - 1] = amount;
}

// The value of both together where it is another than the sum's own.
std::optional<Decimal> LagoLog::valueTogether(LagoEntry& sum, const LagoEntry& more) const {
  switch (aggregationOf(sum)) {
    case LagoAggregation::Sum: {
      int64_t together = 0;
      const bool is_fast = !isExact(sum) && sum.form == more.form &&
                           !__builtin_add_overflow(sum.mantissa, more.mantissa, &together);
      if (!is_fast) return valueOf(sum) + valueOf(more);
      sum.mantissa = together;
      return std::nullopt;
    }
    case LagoAggregation::Max: {
      Decimal value = valueOf(more);
      if (value <= valueOf(sum)) return std::nullopt;
      return value;
    }
    case LagoAggregation::Latest:
      if (more.arrival() < sum.arrival()) return std::nullopt;
      return valueOf(more);
    default:
      return std::nullopt;
  }
}

void LagoLog::addUp(LagoEntry& sum, const LagoEntry& more) {
  const std::optional<Decimal> value = valueTogether(sum, more);
  const Decimal amount = more.amount == 0 ? Decimal() : amountOf(sum) + amountOf(more);
  dropNumbers(more);
  if (value) replaceValue(*value, sum);
  if (more.amount != 0) replaceAmount(amount, sum);
  sum.events += more.events;
  if (more.arrival() < sum.arrival()) return;
  std::tie(sum.time_ns, sum.source, sum.offset) = more.arrival();
  sum.removes = more.removes;
}

}  // namespace tallyfold
