// SPDX-License-Identifier: Apache-2.0
// What can stand in one field of one event: a tag of one byte and a payload of 64 bits.
#pragma once

#include <cstdint>

#include "numeric/scaled.h"

namespace tallyfold {

enum class CellKind : uint8_t {
  Missing,  ///< the event has no such field
  Null,     ///< JSON null
  False,
  True,
  Number,      ///< a JSON number: payload is the mantissa, the tag holds the written scale
  NumberText,  ///< a text that spells a number plainly ("12.50"): the same, and the text can be
               ///< rebuilt
  Text,        ///< any other text: payload is its code in the field's dictionary
  BigNumber,   ///< a JSON number beyond the fast form: payload is the code of its characters
  Json,        ///< an array or object: payload is the code of its compact JSON
  PlainText,   ///< a text that does not repeat: payload is its place in the block's heap
};

struct Cell {
  uint8_t tag = 0;  ///< kind in the low four bits, scale in the high four
  int64_t payload = 0;
};

constexpr uint8_t makeTag(CellKind kind, int scale = 0) {
  return static_cast<uint8_t>(static_cast<unsigned>(kind) | (static_cast<unsigned>(scale) << 4));
}
constexpr CellKind kindOf(uint8_t tag) { return static_cast<CellKind>(tag & 15); }
constexpr uint8_t scaleOf(uint8_t tag) { return static_cast<uint8_t>(tag >> 4); }
static_assert(kMaxScale <= 15, "the tag has four bits for the scale");

constexpr bool isAbsent(uint8_t tag) {
  return kindOf(tag) == CellKind::Missing || kindOf(tag) == CellKind::Null;
}
constexpr bool isFastNumber(uint8_t tag) {
  return kindOf(tag) == CellKind::Number || kindOf(tag) == CellKind::NumberText;
}
/// Whether the payload is the code of the cell's own text.
constexpr bool hasTextCode(uint8_t tag) {
  return kindOf(tag) == CellKind::Text || kindOf(tag) == CellKind::Json;
}
constexpr bool isDictionaryCoded(uint8_t tag) {
  return hasTextCode(tag) || kindOf(tag) == CellKind::BigNumber;
}

}  // namespace tallyfold
