// SPDX-License-Identifier: Apache-2.0
// Reading JSON text as a row of calls, numbers as their own characters. The only file that includes
// RapidJSON.
//
// A handler has: onRestart() onNull() onBool(bool) onNumber(text) onText(text) onKey(text)
// onObject() onObjectEnd() onArray() onArrayEnd(), each answering whether to go on. Text is valid
// UTF-8 with escapes resolved, and lives until the next read. onRestart() says that the same text
// is read once more from its beginning. Handlers bound their own depth: the reader recurses once
// per level and only as far as onObject/onArray allow.
#pragma once

#include <rapidjson/error/en.h>
#include <rapidjson/reader.h>

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "json/fast_reader.h"
#include "json/huge_numbers.h"
#include "json/utf8.h"

namespace tallyfold::json {

/// No document nests deeper than this; deeper input is refused before it can exhaust the stack.
inline constexpr int kMaxDepth = 128;

/// How a parse ended. `message` is null when the whole text was one JSON value.
struct SaxOutcome {
  const char* message = nullptr;
  size_t offset = 0;     ///< byte where it went wrong
  bool stopped = false;  ///< the handler answered false
  [[nodiscard]] bool ok() const { return message == nullptr; }
};

template <typename Handler>
class SaxBridge {
 public:
  using Ch = char;
  SaxBridge(Handler& handler, const char* text, const std::vector<size_t>& huge)
      : handler_(handler), text_(text), huge_(huge) {}
  bool Null() { return handler_.onNull(); }
  bool Bool(bool value) { return handler_.onBool(value); }
  bool RawNumber(const char* text, rapidjson::SizeType size, bool) {
    return handler_.onNumber(std::string_view(text, size));
  }
  bool String(const char* text, rapidjson::SizeType size, bool) {
    const std::string_view value(text, size);
    if (next_huge_ == huge_.size() || huge_[next_huge_] != static_cast<size_t>(text - text_)) {
      return handler_.onText(value);
    }
    ++next_huge_;
    return handler_.onNumber(value);
  }
  bool Key(const char* text, rapidjson::SizeType size, bool) {
    return handler_.onKey(std::string_view(text, size));
  }
  bool StartObject() { return handler_.onObject(); }
  bool EndObject(rapidjson::SizeType) { return handler_.onObjectEnd(); }
  bool StartArray() { return handler_.onArray(); }
  bool EndArray(rapidjson::SizeType) { return handler_.onArrayEnd(); }
  // Numbers arrive as text (kParseNumbersAsStringsFlag); these complete RapidJSON's concept.
  bool Int(int) { return false; }
  bool Uint(unsigned) { return false; }
  bool Int64(int64_t) { return false; }
  bool Uint64(uint64_t) { return false; }
  bool Double(double) { return false; }

 private:
  Handler& handler_;
  const char* text_;
  const std::vector<size_t>& huge_;  // where quoted numbers begin, see quoteHugeNumbers
  size_t next_huge_ = 0;
};

/// Reads JSON values one after another, reusing its buffers.
class SaxReader {
 public:
  /// Reads `text`, which must be one JSON value and nothing else but white space.
  template <typename Handler>
  SaxOutcome read(std::string_view text, Handler& handler) {
    // Checked here in one fast pass; RapidJSON's own check costs more than all the rest of reading.
    const size_t invalid = findInvalidUtf8(text);
    if (invalid != std::string_view::npos) return {"The text is not valid UTF-8.", invalid, false};
    if (FastReader<Handler>(text, handler).read()) return {};
    handler.onRestart();
    return readByReference(text, handler);
  }

  /// The same by RapidJSON alone, the reference for what JSON is. `text` must be valid UTF-8.
  template <typename Handler>
  SaxOutcome readByReference(std::string_view text, Handler& handler) {
    const size_t lone = findLoneLowSurrogate(text);
    if (lone != std::string_view::npos) return {"An escaped surrogate stands alone.", lone, false};
    buffer_.assign(text);
    huge_.clear();
    rapidjson::ParseErrorCode code = rapidjson::kParseErrorNone;
    const SaxOutcome outcome = readBuffer(handler, code);
    // RapidJSON gives up on numbers beyond the largest double even when asked for their characters.
    if (code != rapidjson::kParseErrorNumberTooBig) return outcome;
    buffer_ = quoteHugeNumbers(text, huge_);
    handler.onRestart();
    return readBuffer(handler, code);
  }

 private:
  template <typename Handler>
  SaxOutcome readBuffer(Handler& handler, rapidjson::ParseErrorCode& code) {
    constexpr unsigned kFlags = rapidjson::kParseInsituFlag |
                                rapidjson::kParseNumbersAsStringsFlag |
                                rapidjson::kParseStopWhenDoneFlag;
    rapidjson::InsituStringStream stream(buffer_.data());
    SaxBridge<Handler> bridge(handler, buffer_.data(), huge_);
    const rapidjson::ParseResult result = reader_.Parse<kFlags>(stream, bridge);
    code = result.Code();
    if (!result) {
      return {rapidjson::GetParseError_En(code), result.Offset(),
              code == rapidjson::kParseErrorTermination};
    }
    const size_t end = buffer_.find_first_not_of(" \t\r\n", stream.Tell());
    if (end != std::string::npos)
      return {"The document has text after its JSON value.", end, false};
    return {};
  }

  rapidjson::Reader reader_;
  std::string buffer_;  // read in place: RapidJSON's fastest way, above all in wasm
  std::vector<size_t> huge_;
};

}  // namespace tallyfold::json
