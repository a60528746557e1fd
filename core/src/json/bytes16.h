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

#if defined(TALLYFOLD_SSE2)

/// What the usual text of JSON has not: '"', '\\', what is below 0x20, and what is not ASCII.
inline uint32_t stopMask(const char* at) {
  const __m128i bytes = _mm_loadu_si128(reinterpret_cast<const __m128i*>(at));
  const __m128i quotes = _mm_cmpeq_epi8(bytes, _mm_set1_epi8('"'));
  const __m128i slashes = _mm_cmpeq_epi8(bytes, _mm_set1_epi8('\\'));
  const __m128i others = _mm_cmplt_epi8(bytes, _mm_set1_epi8(0x20));  // as signed numbers
  return static_cast<uint32_t>(
      _mm_movemask_epi8(_mm_or_si128(_mm_or_si128(quotes, slashes), others)));
}

/// The bytes that are equal in both.
inline uint32_t equalMask(const char* a, const char* b) {
  const __m128i x = _mm_loadu_si128(reinterpret_cast<const __m128i*>(a));
  const __m128i y = _mm_loadu_si128(reinterpret_cast<const __m128i*>(b));
  return static_cast<uint32_t>(_mm_movemask_epi8(_mm_cmpeq_epi8(x, y)));
}

#elif defined(__wasm_simd128__)

inline uint32_t stopMask(const char* at) {
  const v128_t bytes = wasm_v128_load(at);
  const v128_t quotes = wasm_i8x16_eq(bytes, wasm_i8x16_splat('"'));
  const v128_t slashes = wasm_i8x16_eq(bytes, wasm_i8x16_splat('\\'));
  const v128_t others = wasm_i8x16_lt(bytes, wasm_i8x16_splat(0x20));
  return static_cast<uint32_t>(
      wasm_i8x16_bitmask(wasm_v128_or(wasm_v128_or(quotes, slashes), others)));
}

inline uint32_t equalMask(const char* a, const char* b) {
  return static_cast<uint32_t>(
      wasm_i8x16_bitmask(wasm_i8x16_eq(wasm_v128_load(a), wasm_v128_load(b))));
}

#else

inline uint32_t stopMask(const char* at) {
  uint32_t mask = 0;
  for (unsigned i = 0; i < 16; ++i) {
    const auto byte = static_cast<unsigned char>(at[i]);
    const bool is_stop = byte == '"' || byte == '\\' || byte < 0x20 || byte > 0x7f;
    mask |= static_cast<uint32_t>(is_stop) << i;
  }
  return mask;
}

inline uint32_t equalMask(const char* a, const char* b) {
  uint32_t mask = 0;
  for (unsigned i = 0; i < 16; ++i) mask |= static_cast<uint32_t>(a[i] == b[i]) << i;
  return mask;
}

#endif

}  // namespace tallyfold::json
