// SPDX-License-Identifier: Apache-2.0
// The reader in front of RapidJSON: valid JSON without escapes, which usage events nearly always
// are, read where it stands, without a copy. Any surprise makes it give up, and RapidJSON, the
// reference, reads the text from its start.
//
// It may give up on valid text, but what it accepts, RapidJSON accepts with the same calls: a test
// compares the two.
#pragma once

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string_view>

namespace tallyfold::json {

template <typename Handler>
class FastReader {
 public:
  /// `text` must be valid UTF-8.
  FastReader(std::string_view text, Handler& handler)
      : at_(text.data()), end_(text.data() + text.size()), handler_(handler) {}

  /// Whether the whole text was one JSON value that the handler took. When not, the handler must
  /// start again.
  bool read() {
    skipSpace();
    if (!value()) return false;
    skipSpace();
    return at_ == end_;
  }

  /// What stands behind the one JSON value that the text begins with; null when there is none, or
  /// the handler did not take it.
  const char* readFirst() {
    skipSpace();
    return value() ? at_ : nullptr;
  }

 private:
  static bool isSpace(char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r'; }
  static bool isDigit(char c) { return c >= '0' && c <= '9'; }

  void skipSpace() {
    while (at_ != end_ && isSpace(*at_)) ++at_;
  }
  bool take(char wanted) {
    if (at_ == end_ || *at_ != wanted) return false;
    ++at_;
    return true;
  }

  bool value() {
    if (at_ == end_) return false;
    switch (*at_) {
      case '"': {
        std::string_view text;
        return textToken(text) && handler_.onText(text);
      }
      case '{':
        return object();
      case '[':
        return array();
      case 't':
        return word("true") && handler_.onBool(true);
      case 'f':
        return word("false") && handler_.onBool(false);
      case 'n':
        return word("null") && handler_.onNull();
      default:
        return number();
    }
  }

  bool word(std::string_view wanted) {
    if (static_cast<size_t>(end_ - at_) < wanted.size()) return false;
    if (std::memcmp(at_, wanted.data(), wanted.size()) != 0) return false;
    at_ += wanted.size();
    return true;
  }

  // The handler's depth limit bounds the recursion.
  bool object() {
    ++at_;
    if (!handler_.onObject()) return false;
    skipSpace();
    if (take('}')) return handler_.onObjectEnd();
    for (;;) {
      std::string_view key;
      if (at_ == end_ || *at_ != '"' || !textToken(key) || !handler_.onKey(key)) return false;
      skipSpace();
      if (!take(':')) return false;
      skipSpace();
      if (!value()) return false;
      skipSpace();
      if (take('}')) return handler_.onObjectEnd();
      if (!take(',')) return false;
      skipSpace();
    }
  }

  bool array() {
    ++at_;
    if (!handler_.onArray()) return false;
    skipSpace();
    if (take(']')) return handler_.onArrayEnd();
    for (;;) {
      if (!value()) return false;
      skipSpace();
      if (take(']')) return handler_.onArrayEnd();
      if (!take(',')) return false;
      skipSpace();
    }
  }

  // Nonzero where a byte of the word is '"', '\\' or below 0x20. May also mark bytes above such a
  // one, never none.
  static uint64_t stops(uint64_t word) {
    constexpr uint64_t kOnes = 0x0101010101010101ULL;
    constexpr uint64_t kHigh = 0x8080808080808080ULL;
    const auto zeros = [](uint64_t w) { return (w - kOnes) & ~w & kHigh; };
    const uint64_t controls = (word - kOnes * 0x20) & ~word & kHigh;
    return zeros(word ^ kOnes * '"') | zeros(word ^ kOnes * '\\') | controls;
  }

  bool textToken(std::string_view& text) {
    const char* const begin = ++at_;
    while (end_ - at_ >= 8) {
      uint64_t word;
      std::memcpy(&word, at_, 8);
      const uint64_t stop = stops(word);
      if (stop == 0) {
        at_ += 8;
        continue;
      }
      at_ += __builtin_ctzll(stop) / 8;  // every machine we build for is little-endian
      break;
    }
    for (; at_ != end_; ++at_) {
      if (*at_ == '"') {
        text = std::string_view(begin, static_cast<size_t>(at_ - begin));
        ++at_;
        return true;
      }
      if (*at_ == '\\' || static_cast<unsigned char>(*at_) < 0x20) return false;
    }
    return false;
  }

  void digits() {
    while (at_ != end_ && isDigit(*at_)) ++at_;
  }

  // -? (0 | [1-9] digits) (. digits)? ([eE] [+-]? digits)?
  bool number() {
    const char* const begin = at_;
    if (*at_ == '-') ++at_;
    if (at_ == end_ || !isDigit(*at_)) return false;
    if (*at_ == '0') {
      ++at_;
    } else {
      digits();
    }
    if (take('.')) {
      if (at_ == end_ || !isDigit(*at_)) return false;
      digits();
    }
    if (at_ != end_ && (*at_ == 'e' || *at_ == 'E')) {
      ++at_;
      if (at_ != end_ && (*at_ == '+' || *at_ == '-')) ++at_;
      if (at_ == end_ || !isDigit(*at_)) return false;
      digits();
    }
    return handler_.onNumber(std::string_view(begin, static_cast<size_t>(at_ - begin)));
  }

  const char* at_;
  const char* end_;
  Handler& handler_;
};

}  // namespace tallyfold::json
