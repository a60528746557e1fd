// SPDX-License-Identifier: Apache-2.0
// Sixteen bytes at a time: SSE2 where x86 is, simd128 in WebAssembly, plain words elsewhere.
//
// A mask has one bit per byte, the first byte lowest. What is asked of the bytes here is what
// reading JSON asks; nothing else belongs here.
#pragma once

#include <cstddef>
#include <cstdint>
#include <cstring>

#if defined(__SSE2__) && !defined(__wasm__)
#include <emmintrin.h>
#define TALLYFOLD_SSE2 1
#elif defined(__wasm_simd128__)
#include <wasm_simd128.h>
#endif

namespace tallyfold::json {

/// What a text of JSON has among sixteen bytes.
struct TextMasks {
  uint32_t stops;  ///< '"', '\\' and what is below 0x20
  uint32_t high;   ///< bytes that are not ASCII
};

#if defined(TALLYFOLD_SSE2)

inline TextMasks textMasks(const char* at) {
  const __m128i bytes = _mm_loadu_si128(reinterpret_cast<const __m128i*>(at));
  const __m128i quotes = _mm_cmpeq_epi8(bytes, _mm_set1_epi8('"'));
  const __m128i slashes = _mm_cmpeq_epi8(bytes, _mm_set1_epi8('\\'));
  const __m128i controls = _mm_cmpeq_epi8(_mm_min_epu8(bytes, _mm_set1_epi8(0x1f)), bytes);
  const __m128i stops = _mm_or_si128(_mm_or_si128(quotes, slashes), controls);
  return {static_cast<uint32_t>(_mm_movemask_epi8(stops)),
          static_cast<uint32_t>(_mm_movemask_epi8(bytes))};
}

/// The bytes that are equal in both.
inline uint32_t equalMask(const char* a, const char* b) {
  const __m128i x = _mm_loadu_si128(reinterpret_cast<const __m128i*>(a));
  const __m128i y = _mm_loadu_si128(reinterpret_cast<const __m128i*>(b));
  return static_cast<uint32_t>(_mm_movemask_epi8(_mm_cmpeq_epi8(x, y)));
}

#elif defined(__wasm_simd128__)

inline TextMasks textMasks(const char* at) {
  const v128_t bytes = wasm_v128_load(at);
  const v128_t quotes = wasm_i8x16_eq(bytes, wasm_i8x16_splat('"'));
  const v128_t slashes = wasm_i8x16_eq(bytes, wasm_i8x16_splat('\\'));
  const v128_t controls = wasm_u8x16_lt(bytes, wasm_i8x16_splat(0x20));
  const v128_t stops = wasm_v128_or(wasm_v128_or(quotes, slashes), controls);
  return {static_cast<uint32_t>(wasm_i8x16_bitmask(stops)),
          static_cast<uint32_t>(wasm_i8x16_bitmask(bytes))};
}

inline uint32_t equalMask(const char* a, const char* b) {
  return static_cast<uint32_t>(
      wasm_i8x16_bitmask(wasm_i8x16_eq(wasm_v128_load(a), wasm_v128_load(b))));
}

#else

inline TextMasks textMasks(const char* at) {
  TextMasks masks{0, 0};
  for (unsigned i = 0; i < 16; ++i) {
    const auto byte = static_cast<unsigned char>(at[i]);
    masks.stops |= static_cast<uint32_t>(byte == '"' || byte == '\\' || byte < 0x20) << i;
    masks.high |= static_cast<uint32_t>(byte >> 7) << i;
  }
  return masks;
}

inline uint32_t equalMask(const char* a, const char* b) {
  uint32_t mask = 0;
  for (unsigned i = 0; i < 16; ++i) mask |= static_cast<uint32_t>(a[i] == b[i]) << i;
  return mask;
}

#endif

}  // namespace tallyfold::json
