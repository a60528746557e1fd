// SPDX-License-Identifier: Apache-2.0
// CSV by RFC 4180: a header row, commas, quotes doubled inside quotes, LF or CRLF. An empty cell is
// no value.
#include <string>
#include <vector>

#include "base/cold.h"
#include "decode/splitter.h"
#include "json/utf8.h"

namespace tallyfold {
namespace {

class CsvSplitter final : public Splitter {
 public:
  explicit CsvSplitter(uint64_t origin) : record_start_(origin), offset_(origin) {}
  [[nodiscard]] uint64_t offset() const override { return offset_; }
  [[nodiscard]] uint64_t lines() const override { return line_ - 1; }
  void take(std::string_view bytes, size_t /*behind*/, RecordSink& sink) override {
    inside_ = inside_ || !bytes.empty();
    for (const char c : bytes) {
      step(c, sink);
      ++offset_;
    }
  }

  TALLYFOLD_COLD void finish(RecordSink& sink) override {
    if (state_ == State::Quoted) broken_ = "a quoted cell is not closed";
    if (record_bytes_ != 0) endRecord(sink);
    columns_.clear();
    has_header_ = inside_ = false;
    mark_bytes_ = 0;
    record_start_ = offset_;
  }

  [[nodiscard]] bool inside() const override { return inside_; }

 private:
  enum class State { CellStart, Bare, Quoted, QuoteInQuoted };

  void step(char c, RecordSink& sink) {
    if (state_ != State::Quoted && c == '\n') {
      endRecord(sink);
      ++line_;
      line_start_ = line_;
      record_start_ = offset_ + 1;
      return;
    }
    if (c == '\n') ++line_;
    ++record_bytes_;
    switch (state_) {
      case State::CellStart:
        if (isMark(c)) return;
        if (c == '"') return state_ = State::Quoted, void();
        state_ = State::Bare;
        [[fallthrough]];
      case State::Bare:
        return bare(c);
      case State::Quoted:
        if (c == '"') return state_ = State::QuoteInQuoted, void();
        return push(c);
      case State::QuoteInQuoted:
        if (c == '"') {
          push('"');
          state_ = State::Quoted;
        } else if (c == ',') {
          endCell();
        } else if (c != '\r') {
          broken_ = "text follows a closed quote";
        }
    }
  }

  void bare(char c) {
    if (c == ',') return endCell();
    if (c == '"') broken_ = "a quote stands inside a cell that does not start with one";
    push(c);
  }

  // A byte order mark before the header belongs to no name, quoted or not.
  bool isMark(char c) {
    static constexpr char kMark[] = "\xef\xbb\xbf";
    if (has_header_ || mark_bytes_ == 3 || record_bytes_ != mark_bytes_ + 1u ||
        c != kMark[mark_bytes_])
      return false;
    ++mark_bytes_;
    return true;
  }

  // Of a record beyond the limit only the quotes are followed, so that it ends where it ends and
  // nothing is held.
  void push(char c) {
    if (record_bytes_ <= kMaxRecordBytes) text_.push_back(c);
  }

  void endCell() {
    if (record_bytes_ <= kMaxRecordBytes) ends_.push_back(text_.size());
    state_ = State::CellStart;
  }

  void endRecord(RecordSink& sink) {
    if (state_ == State::Bare && !text_.empty() && text_.back() == '\r') text_.pop_back();
    const size_t before = ends_.empty() ? 0 : ends_.back();
    const bool blank = ends_.empty() && text_.size() == before;
    endCell();
    if (record_bytes_ > kMaxRecordBytes) broken_ = "the record is longer than 16 MiB";
    if (!blank || broken_ != nullptr) record(sink);
    text_.clear();
    ends_.clear();
    record_bytes_ = 0;
    broken_ = nullptr;
  }

  void record(RecordSink& sink) {
    std::vector<std::string_view> cells;
    size_t begin = 0;
    for (const size_t end : ends_) {
      cells.emplace_back(text_.data() + begin, end - begin);
      begin = end;
      const bool valid = json::findInvalidUtf8(cells.back()) == std::string_view::npos;
      if (!valid && broken_ == nullptr) broken_ = "the record is not valid UTF-8";
    }
    if (broken_ != nullptr) {
      const Reason reason =
          record_bytes_ > kMaxRecordBytes ? Reason::TooLarge : Reason::MalformedLine;
      has_header_ =
          true;  // a header that cannot be read names no column: its records miss their fields
      return sink.refuse(reason, broken_, line_start_, record_start_);
    }
    if (!has_header_) return header(cells, sink);
    if (cells.size() > columns_.size()) {
      return sink.refuse(Reason::MalformedLine, "the record has more cells than the header",
                         line_start_, record_start_);
    }
    sink.csvRecord(columns_, cells, line_start_, record_start_);
  }

  void header(const std::vector<std::string_view>& cells, RecordSink& sink) {
    has_header_ = true;
    for (const std::string_view name : cells) columns_.push_back(sink.csvColumn(name));
  }

  State state_ = State::CellStart;
  std::string text_;          // of all cells of the record
  std::vector<size_t> ends_;  // of each cell in it
  const char* broken_ = nullptr;
  size_t record_bytes_ = 0;
  uint64_t record_start_;
  uint64_t offset_;
  uint64_t line_ = 1;
  uint64_t line_start_ = 1;
  bool inside_ = false;
  bool has_header_ = false;
  unsigned mark_bytes_ = 0;  // of the byte order mark so far
  std::vector<RecordSink::CsvColumn> columns_;
};

}  // namespace

std::unique_ptr<Splitter> makeCsvSplitter(uint64_t origin) {
  return std::make_unique<CsvSplitter>(origin);
}

}  // namespace tallyfold
