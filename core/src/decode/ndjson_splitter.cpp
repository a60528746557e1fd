// SPDX-License-Identifier: Apache-2.0
// One JSON value a line. A broken line costs that line and nothing else.
#include <algorithm>
#include <string>

#include "decode/splitter.h"

namespace tallyfold {
namespace {

class NdjsonSplitter final : public Splitter {
 public:
  NdjsonSplitter(uint64_t origin, bool starts_document)
      : line_start_(origin), document_starts_(starts_document) {}
  [[nodiscard]] uint64_t offset() const override { return line_start_ + held_; }
  [[nodiscard]] uint64_t lines() const override { return line_number_; }
  void take(std::string_view bytes, size_t behind, RecordSink& sink) override {
    inside_ = inside_ || !bytes.empty();
    while (!bytes.empty()) {
      if (held_ == 0 && !document_starts_) quickLines(bytes, behind, sink);
      const size_t newline = bytes.find('\n');
      if (newline == std::string_view::npos) {
        hold(bytes);
        break;
      }
      if (held_ == 0) {
        line(bytes.substr(0, newline), newline, sink);
      } else {
        hold(bytes.substr(0, newline));
        heldLine(sink);
      }
      line_start_ += 1;  // the newline itself
      bytes.remove_prefix(newline + 1);
    }
    sink.quick().flush();  // before the bytes are gone
  }

  void finish(RecordSink& sink) override {
    if (held_ != 0) heldLine(sink);
    inside_ = false;
    document_starts_ = true;
  }

  [[nodiscard]] bool inside() const override { return inside_; }

 private:
  // Takes lines from the front of `bytes` for as long as they are laid out as others before.
  void quickLines(std::string_view& bytes, size_t behind, RecordSink& sink) {
    const size_t unread = QuickReader::kSlack - std::min(behind, QuickReader::kSlack);
    if (bytes.size() <= unread) return;
    QuickReader& quick = sink.quick();
    const char* at = bytes.data();
    const char* const limit = at + bytes.size();
    const char* const last = limit - unread;
    while (at < last) {
      const char* const end = quick.read(at, last);
      if (end == nullptr) break;
      if (end >= limit || *end != '\n') {
        quick.leave();
        break;
      }
      quick.keep(++line_number_, line_start_);
      line_start_ += static_cast<uint64_t>(end + 1 - at);
      at = end + 1;
    }
    bytes.remove_prefix(static_cast<size_t>(at - bytes.data()));
  }

  void hold(std::string_view bytes) {
    // A line beyond the limit is only counted, so that a stream without newlines cannot fill the
    // memory.
    if (held_ + bytes.size() <= kMaxRecordBytes) carry_.append(bytes);
    held_ += bytes.size();
  }

  void heldLine(RecordSink& sink) {
    line(carry_, held_, sink);
    held_ = 0;
    carry_.clear();
    if (carry_.capacity() > size_t{1} << 20) carry_.shrink_to_fit();
  }

  // `size` is the line's true length; `text` is shorter when the line was too long to hold.
  void line(std::string_view text, size_t size, RecordSink& sink) {
    ++line_number_;
    uint64_t start = line_start_;
    line_start_ += size;
    if (size > kMaxRecordBytes) {
      return sink.refuse(Reason::TooLarge, "the line is longer than 16 MiB", line_number_, start);
    }
    const bool has_mark = document_starts_ && text.substr(0, 3) == "\xef\xbb\xbf";
    document_starts_ = false;
    if (has_mark) {
      text.remove_prefix(3);
      start += 3;
    }
    if (text.find_first_not_of(" \t\r") == std::string_view::npos) return;
    sink.jsonRecord(text, line_number_, start);
  }

  std::string carry_;
  size_t held_ = 0;      // bytes of the unfinished line, held or not
  uint64_t line_start_;  // byte offset of the next line
  uint64_t line_number_ = 0;
  bool inside_ = false;
  bool document_starts_;
};

}  // namespace

std::unique_ptr<Splitter> makeNdjsonSplitter(uint64_t origin, bool starts_document) {
  return std::make_unique<NdjsonSplitter>(origin, starts_document);
}

}  // namespace tallyfold
