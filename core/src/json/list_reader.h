// SPDX-License-Identifier: Apache-2.0
// Reading a JSON list one item after another, so that a long list is never held as a tree.
//
//   ListReader list(text);
//   while (list.next(handler)) use(handler);
//   if (!list.ended()) ...   // the text was no list
#pragma once

#include <string_view>

#include "json/object_text.h"
#include "json/sax.h"

namespace tallyfold::json {

class ListReader {
 public:
  /// `text` must be valid UTF-8. It is read where it stands; only an item with escapes is copied.
  explicit ListReader(std::string_view text) : text_(text) {}

  /// Reads the next item; false at the end, and where the text is not JSON. What the handler was
  /// given lives until the next call.
  template <typename Handler>
  bool next(Handler& handler) {
    if (!enter()) return false;
    const std::string_view rest = text_.substr(at_);
    handler.onRestart();
    const char* const end = FastReader<Handler>(rest, handler).readFirst();
    if (end != nullptr) {
      at_ = static_cast<size_t>(end - text_.data());
      return true;
    }
    const size_t length = valueEnd(rest, 0);
    if (length == std::string_view::npos) return broken();
    handler.onRestart();
    if (!reader_.readByReference(rest.substr(0, length), handler).ok()) return broken();
    at_ += length;
    return true;
  }

  /// Whether the whole text was one list.
  [[nodiscard]] bool ended() const { return state_ == State::Ended; }

 private:
  enum class State { Before, Inside, Ended, Broken };

  bool broken() {
    state_ = State::Broken;
    return false;
  }
  [[nodiscard]] bool stands(char wanted) const {
    return at_ < text_.size() && text_[at_] == wanted;
  }

  // Goes to where the next item begins; false when there is none.
  bool enter() {
    if (state_ == State::Ended || state_ == State::Broken) return false;
    const bool is_first = state_ == State::Before;
    at_ = skipSpace(text_, at_);
    if (is_first && !stands('[')) return broken();
    if (is_first) at_ = skipSpace(text_, at_ + 1);
    state_ = State::Inside;
    if (stands(']')) {
      state_ = skipSpace(text_, at_ + 1) == text_.size() ? State::Ended : State::Broken;
      return false;
    }
    if (is_first) return true;
    if (!stands(',')) return broken();
    at_ = skipSpace(text_, at_ + 1);
    return true;
  }

  std::string_view text_;
  size_t at_ = 0;
  State state_ = State::Before;
  SaxReader reader_;
};

}  // namespace tallyfold::json
