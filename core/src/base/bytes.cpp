// SPDX-License-Identifier: Apache-2.0
#include "base/bytes.h"

#include <cstring>

namespace tallyfold {
namespace {

constexpr bool kIsLittleEndian = __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__;

}  // namespace

void ByteWriter::word(uint64_t value, size_t count) {
  char bytes[sizeof value];
  for (size_t i = 0; i < count; ++i) bytes[i] = static_cast<char>(value >> (8 * i));
  bytes_.append(bytes, count);
}

void ByteWriter::text(std::string_view value) {
  u64(value.size());
  bytes_.append(value);
}

void ByteWriter::words(const uint64_t* values, size_t count) {
  if constexpr (kIsLittleEndian) {
    bytes_.append(reinterpret_cast<const char*>(values), count * sizeof(uint64_t));
  } else {
    for (size_t i = 0; i < count; ++i) u64(values[i]);
  }
}

void ByteReader::words(uint64_t* values, size_t count) {
  if (count > (bytes_.size() - position_) / sizeof(uint64_t)) return fail();
  if constexpr (kIsLittleEndian) {
    if (count != 0) std::memcpy(values, bytes_.data() + position_, count * sizeof(uint64_t));
    position_ += count * sizeof(uint64_t);
  } else {
    for (size_t i = 0; i < count; ++i) values[i] = u64();
  }
}

std::string_view ByteReader::text() {
  const uint64_t size = u64();
  if (size > bytes_.size() - position_) return fail(), std::string_view();
  const auto length = static_cast<size_t>(size);
  const std::string_view value = bytes_.substr(position_, length);
  position_ += length;
  return value;
}

uint64_t ByteReader::count(uint64_t item_bytes) {
  const uint64_t items = u64();
  if (items > (bytes_.size() - position_) / item_bytes) return fail(), 0;
  return items;
}

uint64_t ByteReader::word(size_t count) {
  if (count > bytes_.size() - position_) return fail(), 0;
  uint64_t value = 0;
  for (size_t i = 0; i < count; ++i) {
    value |= static_cast<uint64_t>(static_cast<unsigned char>(bytes_[position_ + i])) << (8 * i);
  }
  position_ += count;
  return value;
}

}  // namespace tallyfold
