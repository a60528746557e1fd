// SPDX-License-Identifier: Apache-2.0
// One JSON value a line. A broken line costs that line and nothing else.
#include <cstring>
#include <string>

#include "decode/splitter.h"

namespace tallyfold {
namespace {

bool isBlank(const char* text, size_t size) {
  for (size_t i = 0; i < size; ++i) {
    if (text[i] != ' ' && text[i] != '\t' && text[i] != '\r') return false;
  }
  return true;
}

class NdjsonSplitter final : public Splitter {
 public:
  explicit NdjsonSplitter(uint64_t origin) : line_start_(origin) {}
  [[nodiscard]] uint64_t offset() const override { return line_start_ + held_; }
  void take(char* bytes, size_t size, RecordSink& sink) override {
    inside_ = inside_ || size != 0;
    char* const end = bytes + size;
    while (bytes != end) {
      auto* newline = static_cast<char*>(std::memchr(bytes, '\n', static_cast<size_t>(end - bytes)));
      if (newline == nullptr) return hold(bytes, static_cast<size_t>(end - bytes));
      const auto length = static_cast<size_t>(newline - bytes);
      if (held_ == 0) {
        line(bytes, length, sink);
      } else {
        hold(bytes, length);
        heldLine(sink);
      }
      line_start_ += 1;  // the newline itself
      bytes = newline + 1;
    }
  }

  void finish(RecordSink& sink) override {
    if (held_ != 0) heldLine(sink);
    inside_ = false;
    document_starts_ = true;
  }

  [[nodiscard]] bool inside() const override { return inside_; }

 private:
  void hold(const char* bytes, size_t size) {
    // A line beyond the limit is only counted, so that a stream without newlines cannot fill the memory.
    if (held_ + size <= kMaxRecordBytes) carry_.append(bytes, size);
    held_ += size;
  }

  void heldLine(RecordSink& sink) {
    const size_t length = held_;
    held_ = 0;
    carry_.push_back('\0');
    line(carry_.data(), length, sink);
    carry_.clear();
    if (carry_.capacity() > size_t{1} << 20) carry_.shrink_to_fit();
  }

  void line(char* text, size_t size, RecordSink& sink) {
    ++line_number_;
    const uint64_t start = line_start_;
    line_start_ += size;
    if (size > kMaxRecordBytes) {
      return sink.refuse(Reason::TooLarge, "the line is longer than 16 MiB", line_number_, start);
    }
    const bool has_mark = document_starts_ && size >= 3 && std::memcmp(text, "\xef\xbb\xbf", 3) == 0;
    document_starts_ = false;
    const size_t skip = has_mark ? 3 : 0;
    if (isBlank(text + skip, size - skip)) return;
    sink.jsonRecord(text + skip, size - skip, line_number_, start + skip);
  }

  std::string carry_;
  size_t held_ = 0;          // bytes of the unfinished line, held or not
  uint64_t line_start_;  // byte offset of the next line
  uint64_t line_number_ = 0;
  bool inside_ = false;
  bool document_starts_ = true;
};

}  // namespace

std::unique_ptr<Splitter> makeNdjsonSplitter(uint64_t origin) {
  return std::make_unique<NdjsonSplitter>(origin);
}

}  // namespace tallyfold
