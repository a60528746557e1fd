// SPDX-License-Identifier: Apache-2.0
// The only file that includes RapidJSON.
#include "json/sax.h"

#include <rapidjson/error/en.h>
#include <rapidjson/reader.h>

#include <string>
#include <vector>

#include "json/huge_numbers.h"

namespace tallyfold::json {
namespace {

class SaxBridge {
 public:
  using Ch = char;
  SaxBridge(AnyHandler& handler, const char* text, const std::vector<size_t>& huge)
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
  AnyHandler& handler_;
  const char* text_;
  const std::vector<size_t>& huge_;  // where quoted numbers begin, see quoteHugeNumbers
  size_t next_huge_ = 0;
};

}  // namespace

struct SaxReader::Reference {
  SaxOutcome read(AnyHandler& handler, rapidjson::ParseErrorCode& code) {
    constexpr unsigned kFlags = rapidjson::kParseInsituFlag |
                                rapidjson::kParseNumbersAsStringsFlag |
                                rapidjson::kParseStopWhenDoneFlag;
    rapidjson::InsituStringStream stream(buffer.data());
    SaxBridge bridge(handler, buffer.data(), huge);
    const rapidjson::ParseResult result = reader.Parse<kFlags>(stream, bridge);
    code = result.Code();
    if (!result) {
      return {rapidjson::GetParseError_En(code), result.Offset(),
              code == rapidjson::kParseErrorTermination};
    }
    const size_t end = buffer.find_first_not_of(" \t\r\n", stream.Tell());
    if (end != std::string::npos)
      return {"The document has text after its JSON value.", end, false};
    return {};
  }

  rapidjson::Reader reader;
  std::string buffer;  // read in place: RapidJSON's fastest way, above all in wasm
  std::vector<size_t> huge;
};

SaxReader::SaxReader() = default;
SaxReader::~SaxReader() = default;

SaxOutcome SaxReader::reference(std::string_view text, AnyHandler& handler) {
  const size_t lone = findLoneLowSurrogate(text);
  if (lone != std::string_view::npos) return {"An escaped surrogate stands alone.", lone, false};
  if (!reference_) reference_ = std::make_unique<Reference>();
  reference_->buffer.assign(text);
  reference_->huge.clear();
  rapidjson::ParseErrorCode code = rapidjson::kParseErrorNone;
  const SaxOutcome outcome = reference_->read(handler, code);
  // RapidJSON gives up on numbers beyond the largest double even when asked for their characters.
  if (code != rapidjson::kParseErrorNumberTooBig) return outcome;
  reference_->buffer = quoteHugeNumbers(text, reference_->huge);
  handler.onRestart();
  return reference_->read(handler, code);
}

}  // namespace tallyfold::json
