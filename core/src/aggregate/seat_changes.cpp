// SPDX-License-Identifier: Apache-2.0
#include "aggregate/seat_changes.h"

namespace tallyfold {
namespace {

template <typename T>
int compareValues(const T& a, const T& b) {
  return a < b ? -1 : b < a ? 1 : 0;
}

}  // namespace

uint64_t SeatOrder::addRare(const Rare& rare) {
  rare_.push_back(rare);
  return kRare << kKindShift | (rare_.size() - 1);
}

uint64_t SeatOrder::ofArrival(uint32_t source, int64_t offset) {
  const bool fits = source < (1U << (kKindShift - kOffsetBits)) && offset >= 0 &&
                    offset < (int64_t{1} << kOffsetBits);
  if (!fits) return addRare({false, source, offset});
  return static_cast<uint64_t>(source) << kOffsetBits | static_cast<uint64_t>(offset);
}

uint64_t SeatOrder::ofInteger(int64_t id) {
  if (id < 0 || id >= (int64_t{1} << kKindShift)) return addRare({true, 0, id});
  return kInteger << kKindShift | static_cast<uint64_t>(id);
}

SeatOrder::Place SeatOrder::placeOf(uint64_t order) const {
  const uint64_t kind = order >> kKindShift;
  const uint64_t rest = order & ((uint64_t{1} << kKindShift) - 1);
  if (kind == kRare) {
    const Rare& rare = rare_[rest];
    return {rare.is_integer ? kInteger : kArrival, rare.source, rare.value};
  }
  if (kind == kArrival) {
    const uint64_t offset = rest & ((uint64_t{1} << kOffsetBits) - 1);
    return {kArrival, static_cast<uint32_t>(rest >> kOffsetBits), static_cast<int64_t>(offset)};
  }
  return {kind, 0, static_cast<int64_t>(rest)};
}

int SeatOrder::compare(uint64_t a, uint64_t b, const Dictionary& texts) const {
  if (a == b) return 0;
  const Place first = placeOf(a);
  const Place second = placeOf(b);
  if (first.kind != second.kind) return compareValues(first.kind, second.kind);
  if (first.kind == kText) {
    return compareValues(texts.text(static_cast<uint32_t>(first.value)),
                         texts.text(static_cast<uint32_t>(second.value)));
  }
  if (first.source != second.source) return compareValues(first.source, second.source);
  return compareValues(first.value, second.value);
}

uint64_t SeatOrder::adopt(uint64_t order, const SeatOrder& other,
                          const std::vector<uint32_t>& texts) {
  const uint64_t kind = order >> kKindShift;
  if (kind == kText) return ofText(texts[static_cast<uint32_t>(order)]);
  if (kind == kRare) return addRare(other.rare_[order & ((uint64_t{1} << kKindShift) - 1)]);
  return order;
}

void SeatOrder::write(ByteWriter& out) const {
  out.u64(rare_.size());
  for (const Rare& rare : rare_) {
    out.u8(rare.is_integer ? 1 : 0);
    out.u32(rare.source);
    out.i64(rare.value);
  }
}

void SeatOrder::read(ByteReader& in) {
  for (uint64_t left = in.count(13); left > 0; --left) {
    Rare rare;
    rare.is_integer = in.u8() != 0;
    rare.source = in.u32();
    rare.value = in.i64();
    rare_.push_back(rare);
  }
}

bool SeatOrder::knows(uint64_t order, uint32_t text_count) const {
  const uint64_t kind = order >> kKindShift;
  const uint64_t rest = order & ((uint64_t{1} << kKindShift) - 1);
  if (kind == kText) return rest < text_count;
  return kind != kRare || rest < rare_.size();
}

}  // namespace tallyfold
