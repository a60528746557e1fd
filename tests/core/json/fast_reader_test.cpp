// SPDX-License-Identifier: Apache-2.0
// If this fails, the fast reader and the reference read the same record as different events.
#include "json/fast_reader.h"

#include <gtest/gtest.h>

#include <random>
#include <string>

#include "json/sax.h"

namespace tallyfold::json {
namespace {

// Writes every call down.
struct Recorder {
  std::string calls;
  int depth = 0;

  void onRestart() {
    calls.clear();
    depth = 0;
  }
  bool note(std::string_view what) { return calls.append(what).append(";"), true; }
  bool onNull() { return note("null"); }
  bool onBool(bool value) { return note(value ? "true" : "false"); }
  bool onNumber(std::string_view text) { return note("n" + std::string(text)); }
  bool onText(std::string_view text) { return note("t" + std::string(text)); }
  bool onKey(std::string_view text) { return note("k" + std::string(text)); }
  bool open(const char* bracket) { return note(bracket) && ++depth < kMaxDepth; }
  bool close(const char* bracket) { return --depth, note(bracket); }
  bool onObject() { return open("{"); }
  bool onObjectEnd() { return close("}"); }
  bool onArray() { return open("["); }
  bool onArrayEnd() { return close("]"); }
};

// What the fast reader accepts, the reference accepts with the same calls.
bool agrees(const std::string& text, bool& accepted) {
  accepted = false;
  if (findInvalidUtf8(text) != std::string_view::npos) return true;
  Recorder fast;
  accepted = FastReader<Recorder>(text, fast).read();
  if (!accepted) return true;
  Recorder reference;
  SaxReader reader;
  return reader.readByReference(text, reference).ok() && reference.calls == fast.calls;
}

std::string makeValue(std::mt19937& random, int depth) {
  static const char* const kScalars[] = {
      "0",       "-0",         "12.50",      "1e3",  "-7E-2", "123456789012345678901234567890",
      "1e400",   "true",       "false",      "null", "\"\"",  "\"text of more than eight bytes\"",
      "\"é€😀\"", "\"a\\\"b\"", "\"\\u20ac\""};
  const auto kind = static_cast<unsigned>(random() % (depth > 3 ? 8 : 10));
  if (kind < 8) return kScalars[random() % std::size(kScalars)];
  std::string out = kind == 8 ? "[" : "{";
  for (unsigned i = 0, count = random() % 4; i < count; ++i) {
    if (i > 0) out += random() % 2 == 0 ? "," : " ,\t";
    if (kind == 9)
      out += "\"key" + std::to_string(random() % 5) + (random() % 2 == 0 ? "\":" : "\" : ");
    out += makeValue(random, depth + 1);
  }
  return out + (kind == 8 ? "]" : "}");
}

TEST(FastReader, ReadsAPlainEventWithoutTheReference) {
  bool accepted = false;
  EXPECT_TRUE(
      agrees(R"( {"id":"evt_1","properties":{"n":12.50,"ok":true,"list":[1,null]}} )", accepted));
  EXPECT_TRUE(accepted);
}

TEST(FastReader, GivesUpOnWhatIsNotJson) {
  for (const char* text :
       {"", "{", "[1,]", "{\"a\":1,}", "01", "1.", ".5", "+1", "1e", "tru", "nulll", "\"a", "[1 2]",
        "{\"a\" 1}", "{a:1}", "1 2", "\"tab\there\"", "-", "NaN"}) {
    bool accepted = true;
    EXPECT_TRUE(agrees(text, accepted)) << text;
    EXPECT_FALSE(accepted) << text;
  }
}

TEST(FastReader, AgreesWithTheReferenceOnGeneratedAndDamagedTexts) {
  std::mt19937 random(20240305);
  int accepted_count = 0;
  for (int i = 0; i < 40000; ++i) {
    std::string text = makeValue(random, 0);
    for (auto damage = random() % 3; damage > 0 && !text.empty(); --damage) {
      const size_t at = random() % text.size();
      static const char kBytes[] = "{}[],:\"\\ \n0-.eE1tfn\x01\x7f\xc3";
      if (random() % 2 == 0) text[at] = kBytes[random() % (sizeof(kBytes) - 1)];
      if (random() % 4 == 0) text.erase(at, 1);
    }
    bool accepted = false;
    ASSERT_TRUE(agrees(text, accepted)) << text;
    accepted_count += accepted ? 1 : 0;
  }
  EXPECT_GT(accepted_count, 5000);
}

TEST(FastReader, FindsTheEndOfATextAtEveryPlaceInAWord) {
  for (size_t length = 0; length < 40; ++length) {
    for (const char stop : {'"', '\\', '\x1f', '\n'}) {
      std::string inner(length, 'x');
      inner += stop;
      inner += "\"yyyyyyyyyyyyyyyy\"";
      bool accepted = false;
      EXPECT_TRUE(agrees("\"" + inner, accepted));
      EXPECT_TRUE(agrees("\"" + std::string(length, 'x') + "\"", accepted));
      EXPECT_TRUE(accepted) << length;
    }
  }
}

}  // namespace
}  // namespace tallyfold::json
