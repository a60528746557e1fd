// SPDX-License-Identifier: Apache-2.0
#include "decompress.h"

#include <string>
#include <utility>

namespace tallyfold::program {
namespace {

// By so much the place of a fault is told: no input for a decoder goes across a multiple of it.
constexpr size_t kPlaceBytes = size_t{64} << 10;

Error misuse(std::string message) { return {ErrorCode::Misuse, std::move(message), ""}; }

}  // namespace

Compression compressionOf(std::string_view head) {
  using namespace std::string_view_literals;
  const auto begins = [](std::string_view bytes, std::string_view with) {
    return bytes.substr(0, with.size()) == with;
  };
  if (begins(head, "\x1f\x8b"sv)) return Compression::Gzip;
  if (begins(head, "\x28\xb5\x2f\xfd"sv)) return Compression::Zstd;
  // What zstd may skip.
  const bool is_skipped = !head.empty() && (static_cast<unsigned char>(head[0]) >> 4) == 5 &&
                          begins(head.substr(1), "\x2a\x4d\x18"sv);
  return is_skipped ? Compression::Zstd : Compression::None;
}

Result<std::unique_ptr<Content>> Content::open(Compression compression) {
  const bool is_gzip = compression == Compression::Gzip;
  auto content = std::make_unique<Content>();
  content->name_ = is_gzip ? "gzip" : "zstd";
  content->decoder_ = is_gzip ? makeGunzip() : makeUnzstd();
  if (!content->decoder_) {
    return misuse(std::string("it is ") + content->name_ +
                  " data, and this program was built without " + (is_gzip ? "zlib" : "libzstd"));
  }
  content->input_.resize(kPlaceBytes);
  return content;
}

Status Content::readOn(const Read& read) {
  slice_start_ = size_;
  const size_t room = kPlaceBytes - static_cast<size_t>(size_ % kPlaceBytes);
  const Result<size_t> got = read(input_.data(), room);
  if (!got) return got.error();
  rest_ = {input_.data(), got.value()};
  size_ += rest_.size();
  ended_ = rest_.empty();
  return Done{};
}

Result<size_t> Content::next(char* buffer, size_t size, const Read& read) {
  size_t filled = 0;
  while (filled < size) {
    if (rest_.empty() && drained_ && !ended_) {
      const Status done = readOn(read);
      if (!done) return done.error();
    }
    const Decoder::Step step = decoder_->step(rest_, buffer + filled, size - filled);
    if (step.failed) return failure(step);
    drained_ = step.written < size - filled;
    filled += step.written;
    if (!ended_ || !drained_) continue;
    if (decoder_->isComplete()) break;
    return misuse(std::string("the ") + name_ + " data ends too early, at byte " +
                  std::to_string(size_));
  }
  return filled;
}

Error Content::failure(const Decoder::Step& step) const {
  if (!step.reason.empty()) return misuse(step.reason);
  const uint64_t place = slice_start_ - slice_start_ % kPlaceBytes;
  return misuse(std::string("the ") + name_ + " data is damaged in the 64 KiB from byte " +
                std::to_string(place));
}

}  // namespace tallyfold::program
