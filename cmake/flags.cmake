# SPDX-License-Identifier: Apache-2.0
# How our own code is compiled. A private interface: nothing of it reaches those who link the library.
if(MSVC)
  message(FATAL_ERROR "Tallyfold needs the 128-bit integers of GCC and Clang; ${CMAKE_CXX_COMPILER_ID} for MSVC has none.")
endif()
add_library(tallyfold_flags INTERFACE)

# Exceptions and RTTI are off natively too, so that the two builds cannot come to differ.
target_compile_options(tallyfold_flags INTERFACE
  -fno-exceptions -fno-rtti -Wall -Wextra -Wconversion -Wshadow
  $<$<BOOL:${TALLYFOLD_STRICT}>:-Werror>)
if(NOT TALLYFOLD_STRICT)
  # The flags of a project around ours stand before these: what it asks of its own files must not stop ours.
  target_compile_options(tallyfold_flags INTERFACE -Wno-pedantic -Wno-error)
endif()
# Options are structs with defaults: naming only some of their fields is how they are meant to be used.
target_compile_options(tallyfold_flags INTERFACE -Wno-missing-field-initializers)
if(CMAKE_CXX_COMPILER_ID STREQUAL GNU)
  # GCC 12 sees overlaps in text + std::string that are not there (GCC bug 105651).
  target_compile_options(tallyfold_flags INTERFACE -Wno-restrict)
endif()

if(EMSCRIPTEN)
  # Sizes are 32 bits wide there: told, but no reason to stop.
  target_compile_options(tallyfold_flags INTERFACE -Wno-error=shorten-64-to-32)
endif()

if(TALLYFOLD_SANITIZE)
  set(tallyfold_sanitizers -fsanitize=address,undefined -fno-sanitize-recover=all -fno-omit-frame-pointer)
  target_compile_options(tallyfold_flags INTERFACE ${tallyfold_sanitizers})
  target_link_options(tallyfold_flags INTERFACE ${tallyfold_sanitizers})
endif()

if(TALLYFOLD_FUZZ)
  # The library is instrumented too; only the fuzz targets get libFuzzer's main.
  target_compile_options(tallyfold_flags INTERFACE -fsanitize=fuzzer-no-link)
  target_link_options(tallyfold_flags INTERFACE -fsanitize=fuzzer-no-link)
endif()
