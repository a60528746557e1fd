// SPDX-License-Identifier: Apache-2.0
// What the fuzz targets share: bytes taken from the front of the input, and promises that end the
// run when broken.
#pragma once

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

namespace tallyfold::fuzz {

/// Ends the run where a promise does not hold, so that libFuzzer keeps the input.
inline void promise(bool holds) {
  if (!holds) std::abort();
}

/// Takes decisions from the front of the input; what is left is the text.
class Choices {
 public:
  Choices(const uint8_t* data, size_t size) : rest_(reinterpret_cast<const char*>(data), size) {}
  /// A number from 0 to `count` - 1; 0 when the input is used up.
  size_t oneOf(size_t count) {
    if (rest_.empty()) return 0;
    const auto byte = static_cast<unsigned char>(rest_.front());
    rest_.remove_prefix(1);
    return byte % count;
  }
  [[nodiscard]] std::string_view rest() const { return rest_; }

 private:
  std::string_view rest_;
};

}  // namespace tallyfold::fuzz
