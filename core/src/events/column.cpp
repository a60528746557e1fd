// SPDX-License-Identifier: Apache-2.0
#include "events/column.h"

#include <algorithm>
#include <iterator>

#include "numeric/wide.h"

namespace tallyfold {
namespace {

// What a multiple of a power of five is multiplied with to divide it by that power.
struct Inverses {
  uint64_t of_power[16] = {};
};

constexpr Inverses inversesOfFive() {
  constexpr uint64_t kInverse = 0xcccccccccccccccdULL;  // 5 times this is 1, modulo 2^64
  Inverses made;
  made.of_power[0] = 1;
  for (int power = 1; power < 16; ++power)
    made.of_power[power] = made.of_power[power - 1] * kInverse;
  return made;
}

constexpr Inverses kInverses = inversesOfFive();

// The payload as it was written, from one that was multiplied by a power of ten: the shift takes
// the twos away, the product the fives.
int64_t dividedByPowerOfTen(int64_t payload, int power) {
  const auto fives = static_cast<uint64_t>(payload >> power);
  return static_cast<int64_t>(fives * kInverses.of_power[power]);
}

}  // namespace

bool Column::findScale(const uint64_t (&most)[256]) {
  number_scale_ = kNoScale;
  most_number_ = 0;
  for (const uint8_t tag : tags_there_) {
    if (isFastNumber(tag)) number_scale_ = std::max<int>(number_scale_, scaleOf(tag));
  }
  UInt128 largest = 0;
  for (const uint8_t tag : tags_there_) {
    if (!isFastNumber(tag)) continue;
    const auto factor = static_cast<uint64_t>(powerOfTen64(number_scale_ - scaleOf(tag)));
    largest = std::max(largest, static_cast<UInt128>(most[tag]) * factor);
  }
  if (largest > INT64_MAX) number_scale_ = kNoScale;
  if (number_scale_ != kNoScale) most_number_ = static_cast<uint64_t>(largest);
  return number_scale_ != kNoScale;
}

void Column::assign(const uint8_t* tags, int64_t* payloads, size_t count) {
  tags_.clear();
  common_tag_ = count == 0 ? makeTag(CellKind::Missing) : tags[0];
  bool there[256] = {};
  uint64_t most[256] = {};
  for (size_t i = 0; i < count; ++i) {
    there[tags[i]] = true;
    const auto payload = static_cast<uint64_t>(payloads[i]);
    most[tags[i]] = std::max(most[tags[i]], payloads[i] < 0 ? 0 - payload : payload);
  }
  tags_there_.clear();
  for (size_t tag = 0; tag < std::size(there); ++tag) {
    if (there[tag]) tags_there_.push_back(static_cast<uint8_t>(tag));
  }
  const bool has_scale = findScale(most);
  if (tags_there_.size() > 1) {
    tags_.assign(tags, tags + count);
    int64_t factors[256];
    std::fill_n(factors, std::size(factors), 1);
    for (const uint8_t tag : tags_there_) {
      if (has_scale && isFastNumber(tag)) factors[tag] = powerOfTen64(number_scale_ - scaleOf(tag));
    }
    for (size_t i = 0; i < count; ++i) payloads[i] *= factors[tags[i]];
  }
  payloads_.assign(payloads, count);
}

void Column::read(size_t first, size_t count, uint8_t* tags, int64_t* payloads) const {
  payloads_.read(first, count, payloads);
  if (tags_.empty()) return static_cast<void>(std::fill(tags, tags + count, common_tag_));
  std::copy_n(tags_.begin() + static_cast<std::ptrdiff_t>(first), count, tags);
  for (size_t i = 0; number_scale_ != kNoScale && i < count; ++i)
    payloads[i] = written(tags[i], payloads[i]);
}

int64_t Column::written(uint8_t tag, int64_t payload) const {
  if (number_scale_ == kNoScale || !isFastNumber(tag)) return payload;
  return dividedByPowerOfTen(payload, number_scale_ - scaleOf(tag));
}

Cell Column::at(size_t row) const {
  Cell cell;
  read(row, 1, &cell.tag, &cell.payload);
  return cell;
}

}  // namespace tallyfold
