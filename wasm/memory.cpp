// SPDX-License-Identifier: Apache-2.0
// Copying and clearing memory. Emscripten's own functions go byte by byte or through JavaScript;
// every host that knows simd128 knows WebAssembly's instructions for it, whose call costs as much
// as copying some hundred bytes.
#include <wasm_simd128.h>

#include <cstddef>
#include <cstdint>

namespace {

constexpr std::size_t kWorthTheCall = 256;

template <typename T>
struct __attribute__((packed, may_alias)) Unaligned {
  T value;
};

template <typename T>
T load(const char* from) {
  return reinterpret_cast<const Unaligned<T>*>(from)->value;
}
template <typename T>
void store(char* to, T value) {
  reinterpret_cast<Unaligned<T>*>(to)->value = value;
}

// Its first and its last bytes, both read before either is written: they may overlap.
template <typename T>
void copyEnds(char* to, const char* from, std::size_t count) {
  const T first = load<T>(from);
  const T last = load<T>(from + count - sizeof(T));
  store(to, first);
  store(to + count - sizeof(T), last);
}

// Up to 16 bytes, whether they overlap or not.
void copyFew(char* to, const char* from, std::size_t count) {
  if (count >= 8) return copyEnds<std::uint64_t>(to, from, count);
  if (count >= 4) return copyEnds<std::uint32_t>(to, from, count);
  if (count >= 2) return copyEnds<std::uint16_t>(to, from, count);
  if (count != 0) *to = *from;
}

}  // namespace

extern "C" {

void* memcpy(void* __restrict to, const void* __restrict from, std::size_t count) {
  auto* out = static_cast<char*>(to);
  const auto* in = static_cast<const char*>(from);
  if (count <= 16) {
    copyFew(out, in, count);
  } else if (count < kWorthTheCall) {
    const v128_t last = wasm_v128_load(in + count - 16);
    for (std::size_t i = 0; i + 16 < count; i += 16)
      wasm_v128_store(out + i, wasm_v128_load(in + i));
    wasm_v128_store(out + count - 16, last);
  } else {
    __builtin_memcpy(to, from, count);
  }
  return to;
}

void* memmove(void* to, const void* from, std::size_t count) {
  if (count <= 16) {
    copyFew(static_cast<char*>(to), static_cast<const char*>(from), count);
  } else {
    __builtin_memmove(to, from, count);
  }
  return to;
}

void* memset(void* to, int value, std::size_t count) {
  auto* out = static_cast<char*>(to);
  if (count < 16) {
    for (std::size_t i = 0; i < count; ++i) out[i] = static_cast<char>(value);
  } else if (count < kWorthTheCall) {
    const v128_t all = wasm_i8x16_splat(static_cast<std::int8_t>(value));
    for (std::size_t i = 0; i + 16 < count; i += 16) wasm_v128_store(out + i, all);
    wasm_v128_store(out + count - 16, all);
  } else {
    __builtin_memset(to, value, count);
  }
  return to;
}
}
