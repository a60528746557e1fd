// SPDX-License-Identifier: Apache-2.0
// Compressed inputs, told by their first bytes, as the content that they hold. wasm/compression.js
// does the same, with the same words for what is wrong.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "tallyfold/result.h"

namespace tallyfold::program {

enum class Compression { None, Gzip, Zstd };

/// So many bytes tell.
inline constexpr size_t kHeadBytes = 4;
/// How an input is compressed that begins with these bytes.
Compression compressionOf(std::string_view head);

/// A decompressor of one of the libraries.
class Decoder {
 public:
  virtual ~Decoder() = default;
  /// What came of it: bytes written, or what is wrong, which is empty when the data is just
  /// damaged.
  struct Step {
    size_t written = 0;
    bool failed = false;
    std::string reason = {};
  };
  /// Takes from the front of `input`, and writes up to `size` bytes. All input is taken unless the
  /// output is full.
  virtual Step step(std::string_view& input, char* output, size_t size) = 0;
  /// Whether the data may end here.
  [[nodiscard]] virtual bool isComplete() const = 0;
};

/// Null where the program was built without the library.
std::unique_ptr<Decoder> makeGunzip();
std::unique_ptr<Decoder> makeUnzstd();

/// The content of compressed data, which comes from a function that answers no bytes at the end.
class Content {
 public:
  using Read = std::function<Result<size_t>(char* buffer, size_t size)>;
  /// Errors: the program was built without what this needs.
  static Result<std::unique_ptr<Content>> open(Compression compression);
  /// Fills the buffer, fewer bytes only at the end. Errors: what is wrong with the data, and where;
  /// those of `read`.
  Result<size_t> next(char* buffer, size_t size, const Read& read);

 private:
  Status readOn(const Read& read);
  [[nodiscard]] Error failure(const Decoder::Step& step) const;

  const char* name_ = "";
  std::unique_ptr<Decoder> decoder_;
  std::vector<char> input_;
  std::string_view rest_;
  uint64_t slice_start_ = 0;  ///< where in the data `input_` begins
  uint64_t size_ = 0;         ///< bytes read so far
  bool drained_ = true;       ///< whether all was asked for that came of the input so far
  bool ended_ = false;
};

}  // namespace tallyfold::program
