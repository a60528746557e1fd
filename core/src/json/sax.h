// SPDX-License-Identifier: Apache-2.0
// Reading JSON text as a row of calls, numbers as their own characters. One of the two files that include RapidJSON.
//
// A handler has: onNull() onBool(bool) onNumber(text) onText(text) onKey(text) onObject() onObjectEnd() onArray()
// onArrayEnd(), each answering whether to go on. Text is valid UTF-8 with escapes resolved, and lives until the next
// parse. Handlers bound their own depth: the reader recurses once per level and only as far as onObject/onArray allow.
#pragma once

#include <rapidjson/error/en.h>
#include <rapidjson/reader.h>

#include <cstddef>
#include <string_view>

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
  explicit SaxBridge(Handler& handler) : handler_(handler) {}
  bool Null() { return handler_.onNull(); }
  bool Bool(bool value) { return handler_.onBool(value); }
  bool RawNumber(const char* text, rapidjson::SizeType size, bool) {
    return handler_.onNumber(std::string_view(text, size));
  }
  bool String(const char* text, rapidjson::SizeType size, bool) {
    return handler_.onText(std::string_view(text, size));
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
};

/// Reads one JSON value from `text[0, size)` in place. `text[size]` must be writable: it is set to zero, which ends the
/// text for the reader, and left so. Everything but white space after the value is an error.
template <typename Handler>
SaxOutcome readInPlace(rapidjson::Reader& reader, char* text, size_t size, Handler& handler) {
  constexpr unsigned kFlags = rapidjson::kParseInsituFlag | rapidjson::kParseValidateEncodingFlag |
                              rapidjson::kParseNumbersAsStringsFlag |
                              rapidjson::kParseStopWhenDoneFlag;
  text[size] = '\0';
  rapidjson::InsituStringStream stream(text);
  SaxBridge<Handler> bridge(handler);
  const rapidjson::ParseResult result = reader.Parse<kFlags>(stream, bridge);
  if (!result) {
    return {rapidjson::GetParseError_En(result.Code()), result.Offset(),
            result.Code() == rapidjson::kParseErrorTermination};
  }
  size_t end = stream.Tell();
  while (end < size && (text[end] == ' ' || text[end] == '\t' || text[end] == '\r' || text[end] == '\n')) {
    ++end;
  }
  if (end != size) return {"The document has text after its JSON value.", end, false};
  return {};
}

}  // namespace tallyfold::json
