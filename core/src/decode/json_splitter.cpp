// SPDX-License-Identifier: Apache-2.0
// One JSON document: an array of events, one event, or an object with an array "events". Elements
// are cut out as they come by counting brackets outside of texts, so that a large array is never
// held whole.
#include <string>

#include "base/cold.h"
#include "decode/splitter.h"

namespace tallyfold {
namespace {

class JsonSplitter final : public Splitter {
 public:
  explicit JsonSplitter(uint64_t origin) : offset_(origin) {}
  [[nodiscard]] uint64_t offset() const override { return offset_; }
  [[nodiscard]] uint64_t lines() const override { return element_number_; }
  void take(std::string_view bytes, size_t /*behind*/, RecordSink& sink) override {
    while (!bytes.empty()) {
      const bool in_element = place_ == Place::Elements && element_size_ != 0;
      if (place_ == Place::Elements && element_size_ == 0) quickElements(bytes, sink);
      if (in_element && in_text_ && !escaped_) keepText(bytes);
      if (bytes.empty()) break;
      step(bytes.front(), sink);
      ++offset_;
      bytes.remove_prefix(1);
    }
    sink.quick().flush();  // before the bytes are gone
  }

  TALLYFOLD_COLD void finish(RecordSink& sink) override {
    if (place_ == Place::Elements || place_ == Place::Object || place_ == Place::AfterEvents) {
      if (element_size_ != 0 && place_ == Place::Elements) emit(sink);
      sink.refuse(Reason::MalformedLine, "the document ends before it is complete",
                  element_number_ + 1, offset_);
    }
    place_ = Place::Start;
    depth_ = 0;
    in_text_ = escaped_ = in_wrapper_ = false;
    mark_bytes_ = 0;
    clearElement();
  }

  [[nodiscard]] bool inside() const override { return place_ != Place::Start; }

 private:
  enum class Place { Start, Object, Elements, AfterEvents, Done, Refused };

  static bool isSpace(char c) { return c == ' ' || c == '\t' || c == '\r' || c == '\n'; }

  // Takes events from the front of `bytes` for as long as they are laid out as others before.
  void quickElements(std::string_view& bytes, RecordSink& sink) {
    QuickReader& quick = sink.quick();
    while (bytes.size() > QuickReader::kSlack && bytes.front() == '{') {
      const char* const begin = bytes.data();
      const char* const end = quick.read(begin, begin + bytes.size() - QuickReader::kSlack);
      if (end == nullptr) return;
      quick.keep(++element_number_, offset_);
      size_t passed = static_cast<size_t>(end - begin);
      while (passed < bytes.size() && (bytes[passed] == ',' || isSpace(bytes[passed]))) ++passed;
      offset_ += passed;
      bytes.remove_prefix(passed);
    }
  }

  // Keeps the text that an element is in the middle of, up to its next quote or escape.
  void keepText(std::string_view& bytes) {
    size_t size = 0;
    while (size < bytes.size() && bytes[size] != '"' && bytes[size] != '\\') ++size;
    element_size_ += size;
    if (element_size_ <= kMaxRecordBytes) element_.append(bytes.substr(0, size));
    offset_ += size;
    bytes.remove_prefix(size);
  }

  void step(char c, RecordSink& sink) {
    switch (place_) {
      case Place::Start:
        return start(c, sink);
      case Place::Object:
        keep(c);
        return inObject(c, sink);
      case Place::Elements:
        return inElements(c, sink);
      case Place::AfterEvents:
        if (track(c) < 0) place_ = Place::Done;
        return;
      case Place::Done:
        if (isSpace(c)) return;
        return refuseRest("the document has text after its end", sink);
      case Place::Refused:
        return;
    }
  }

  void start(char c, RecordSink& sink) {
    if (isSpace(c)) return;
    static constexpr char kMark[] = "\xef\xbb\xbf";
    if (mark_bytes_ < 3 && c == kMark[mark_bytes_]) return ++mark_bytes_, void();
    if (c == '[') return enterElements();
    keep(c);
    if (c == '{') {
      place_ = Place::Object;
      depth_ = 0;
      expects_key_ = true;
      return;
    }
    clearElement();
    refuseRest("the document is neither an array nor an object", sink);
  }

  // One fault, one entry: the rest of the document is passed over.
  TALLYFOLD_COLD void refuseRest(const char* why, RecordSink& sink) {
    sink.refuse(Reason::MalformedLine, why, element_number_ + 1, offset_);
    place_ = Place::Refused;
  }

  void enterElements() {
    place_ = Place::Elements;
    depth_ = 0;
    clearElement();
  }

  // Follows brackets and texts; answers the change that closes the level it started at: -1.
  int track(char c) {
    if (in_text_) {
      if (escaped_) {
        escaped_ = false;
      } else if (c == '\\') {
        escaped_ = true;
      } else if (c == '"') {
        in_text_ = false;
      }
      return 0;
    }
    if (c == '"') in_text_ = true;
    if (c == '{' || c == '[') ++depth_;
    if (c == '}' || c == ']') return --depth_;
    return 0;
  }

  void inObject(char c, RecordSink& sink) {
    const bool was_text = in_text_;
    const bool top = depth_ == 0;
    if (top && !was_text && c == '[' && key_ == "events" && after_colon_) {
      in_wrapper_ = true;
      return enterElements();
    }
    if (track(c) < 0) {
      emit(sink);
      place_ = Place::Done;
      return;
    }
    if (!top) return;
    if (!was_text && c == '"' && expects_key_) return key_.clear();
    if (was_text && in_text_ && expects_key_ && key_.size() < 8) key_.push_back(c);
    if (was_text || in_text_) return;
    if (c == ':') {
      expects_key_ = false;
      after_colon_ = true;
    } else if (c == ',') {
      expects_key_ = true;
      after_colon_ = false;
    } else if (!isSpace(c)) {
      after_colon_ = false;
    }
  }

  void inElements(char c, RecordSink& sink) {
    const bool between = depth_ == 0 && !in_text_;
    if (between && (c == ',' || c == ']' || isSpace(c))) {
      if (element_size_ != 0) emit(sink);
      if (c != ']') return;
      place_ = in_wrapper_ ? Place::AfterEvents : Place::Done;
      in_wrapper_ = false;
      depth_ = 0;
      return;
    }
    keep(c);
    track(c);
    if (depth_ < 0)
      depth_ = 0;  // a stray closing bracket stays inside its element, which is then refused
    if (depth_ == 0 && !in_text_ && (c == '}' || c == ']')) emit(sink);
  }

  void keep(char c) {
    if (element_size_ == 0) element_start_ = offset_;
    ++element_size_;
    if (element_size_ <= kMaxRecordBytes) element_.push_back(c);
  }

  void emit(RecordSink& sink) {
    ++element_number_;
    if (element_size_ > kMaxRecordBytes) {
      sink.refuse(Reason::TooLarge, "the event is longer than 16 MiB", element_number_,
                  element_start_);
    } else {
      sink.jsonRecord(element_, element_number_, element_start_);
    }
    clearElement();
  }

  void clearElement() {
    element_.clear();
    element_size_ = 0;
    key_.clear();
    after_colon_ = false;
  }

  Place place_ = Place::Start;
  int depth_ = 0;
  bool in_text_ = false;
  bool escaped_ = false;
  bool in_wrapper_ = false;
  bool expects_key_ = false;
  bool after_colon_ = false;
  int mark_bytes_ = 0;
  std::string key_;
  std::string element_;
  size_t element_size_ = 0;
  uint64_t element_start_ = 0;
  uint64_t element_number_ = 0;
  uint64_t offset_;
};

}  // namespace

std::unique_ptr<Splitter> makeJsonSplitter(uint64_t origin) {
  return std::make_unique<JsonSplitter>(origin);
}

}  // namespace tallyfold
