// SPDX-License-Identifier: Apache-2.0
#include "decompress.h"

#if TALLYFOLD_HAS_ZSTD

#include <zstd.h>
#include <zstd_errors.h>

#include <algorithm>

namespace tallyfold::program {
namespace {

class Unzstd : public Decoder {
 public:
  Unzstd() : stream_(ZSTD_createDStream()) {}
  Unzstd(const Unzstd&) = delete;
  Unzstd& operator=(const Unzstd&) = delete;
  ~Unzstd() override { ZSTD_freeDStream(stream_); }

  Step step(std::string_view& input, char* output, size_t size) override {
    ZSTD_outBuffer to{output, size, 0};
    for (bool goes_on = true; goes_on && to.pos < to.size;) {
      if (is_between_ && !begin(input)) return {to.pos, magic_.size() == kHeadBytes};
      // The frame's first bytes may have come before these.
      std::string_view& source = magic_.empty() ? input : first_;
      ZSTD_inBuffer from{source.data(), source.size(), 0};
      const size_t before = to.pos;
      const size_t left = ZSTD_decompressStream(stream_, &to, &from);
      if (ZSTD_isError(left) != 0) return failure(left);
      goes_on = from.pos > 0 || to.pos > before || !magic_.empty();
      if (magic_.empty()) at_ += from.pos;
      source.remove_prefix(from.pos);
      if (source.empty()) magic_.clear();
      is_between_ = left == 0;
    }
    return {to.pos, false};
  }

  [[nodiscard]] bool isComplete() const override {
    return is_between_ && magic_.empty() && at_ > 0;
  }

 private:
  // Collects what a frame begins with; false when that is not complete, or does not begin one.
  bool begin(std::string_view& input) {
    if (magic_.empty()) frame_start_ = at_;
    const size_t share = std::min(kHeadBytes - magic_.size(), input.size());
    magic_ += input.substr(0, share);
    input.remove_prefix(share);
    at_ += share;
    if (magic_.size() < kHeadBytes || compressionOf(magic_) != Compression::Zstd) return false;
    first_ = magic_;
    is_between_ = false;
    return true;
  }

  [[nodiscard]] Step failure(size_t result) const {
    const ZSTD_ErrorCode code = ZSTD_getErrorCode(result);
    const std::string frame = "the zstd frame at byte " + std::to_string(frame_start_);
    if (code == ZSTD_error_dictionary_wrong) return {0, true, frame + " needs a dictionary"};
    if (code == ZSTD_error_frameParameter_windowTooLarge)
      return {0, true, frame + " needs a window of more than 128 MiB"};
    return {0, true};
  }

  ZSTD_DStream* stream_;
  uint64_t at_ = 0;
  uint64_t frame_start_ = 0;
  bool is_between_ = true;
  std::string magic_;
  std::string_view first_;  ///< of `magic_`, what is not decompressed yet
};

}  // namespace

std::unique_ptr<Decoder> makeUnzstd() { return std::make_unique<Unzstd>(); }

}  // namespace tallyfold::program

#else

namespace tallyfold::program {
std::unique_ptr<Decoder> makeUnzstd() { return nullptr; }
}  // namespace tallyfold::program

#endif
