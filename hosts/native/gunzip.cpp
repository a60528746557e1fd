// SPDX-License-Identifier: Apache-2.0
#include "decompress.h"

#if TALLYFOLD_HAS_ZLIB

#include <zlib.h>

#include <algorithm>

namespace tallyfold::program {
namespace {

// The most that zlib is asked for, or given, at once.
constexpr size_t kMostBytes = size_t{1} << 30;
// Windows of any size, and gzip's header and trailer.
constexpr int kGzip = 15 + 16;

class Gunzip : public Decoder {
 public:
  Gunzip() { inflateInit2(&stream_, kGzip); }
  Gunzip(const Gunzip&) = delete;
  Gunzip& operator=(const Gunzip&) = delete;
  ~Gunzip() override { inflateEnd(&stream_); }

  Step step(std::string_view& input, char* output, size_t size) override {
    Step step;
    while (step.written < size) {
      if (state_ == State::Between && !input.empty()) begin(input[0]);
      if (state_ == State::Padding) {
        step.failed = input.find_first_not_of('\0') != std::string_view::npos;
        input = {};
      }
      if (state_ != State::Inside) break;
      const size_t had = input.size();
      const size_t wrote = inflateSome(input, output + step.written, size - step.written);
      step.written += wrote;
      step.failed = state_ == State::Failed;
      if (step.failed || (wrote == 0 && input.size() == had && state_ == State::Inside)) break;
    }
    return step;
  }

  [[nodiscard]] bool isComplete() const override { return state_ != State::Inside; }

 private:
  enum class State { Inside, Between, Padding, Failed };

  // Another member, unless only zeros follow, which fill up a block.
  void begin(char first) {
    state_ = first == '\0' ? State::Padding : State::Inside;
    if (state_ == State::Inside) inflateReset(&stream_);
  }

  size_t inflateSome(std::string_view& input, char* output, size_t size) {
    const auto given = static_cast<uInt>(std::min(input.size(), kMostBytes));
    const auto room = static_cast<uInt>(std::min(size, kMostBytes));
    // zlib does not write what it is given.
    stream_.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(input.data()));
    stream_.avail_in = given;
    stream_.next_out = reinterpret_cast<Bytef*>(output);
    stream_.avail_out = room;
    const int status = inflate(&stream_, Z_NO_FLUSH);
    input.remove_prefix(given - stream_.avail_in);
    if (status == Z_STREAM_END) state_ = State::Between;
    // Z_BUF_ERROR only says that nothing could be done.
    if (status != Z_STREAM_END && status != Z_OK && status != Z_BUF_ERROR) state_ = State::Failed;
    return room - stream_.avail_out;
  }

  z_stream stream_{};
  State state_ = State::Inside;
};

}  // namespace

std::unique_ptr<Decoder> makeGunzip() { return std::make_unique<Gunzip>(); }

}  // namespace tallyfold::program

#else

namespace tallyfold::program {
std::unique_ptr<Decoder> makeGunzip() { return nullptr; }
}  // namespace tallyfold::program

#endif
