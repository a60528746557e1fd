// SPDX-License-Identifier: Apache-2.0
// Reading JSON text as a row of calls, numbers as their own characters.
//
// A handler has: onRestart() onNull() onBool(bool) onNumber(text) onText(text) onKey(text)
// onObject() onObjectEnd() onArray() onArrayEnd(), each answering whether to go on. Text is valid
// UTF-8 with escapes resolved, and lives until the next read. onRestart() says that the same text
// is read once more from its beginning. Handlers bound their own depth: the reader recurses once
// per level and only as far as onObject/onArray allow.
#pragma once

#include <cstddef>
#include <memory>
#include <string_view>

#include "json/fast_reader.h"
#include "json/utf8.h"
#include "json/value.h"

namespace tallyfold::json {

/// How a parse ended. `message` is null when the whole text was one JSON value.
struct SaxOutcome {
  const char* message = nullptr;
  size_t offset = 0;     ///< byte where it went wrong
  bool stopped = false;  ///< the handler answered false
  [[nodiscard]] bool ok() const { return message == nullptr; }
};

/// A handler of any type. The reference is compiled once, and calls whichever it is.
class AnyHandler {
 public:
  virtual void onRestart() = 0;
  virtual bool onNull() = 0;
  virtual bool onBool(bool value) = 0;
  virtual bool onNumber(std::string_view text) = 0;
  virtual bool onText(std::string_view text) = 0;
  virtual bool onKey(std::string_view text) = 0;
  virtual bool onObject() = 0;
  virtual bool onObjectEnd() = 0;
  virtual bool onArray() = 0;
  virtual bool onArrayEnd() = 0;

 protected:
  ~AnyHandler() = default;
};

template <typename Handler>
class HandlerOf final : public AnyHandler {
 public:
  explicit HandlerOf(Handler& handler) : handler_(handler) {}
  void onRestart() override { handler_.onRestart(); }
  bool onNull() override { return handler_.onNull(); }
  bool onBool(bool value) override { return handler_.onBool(value); }
  bool onNumber(std::string_view text) override { return handler_.onNumber(text); }
  bool onText(std::string_view text) override { return handler_.onText(text); }
  bool onKey(std::string_view text) override { return handler_.onKey(text); }
  bool onObject() override { return handler_.onObject(); }
  bool onObjectEnd() override { return handler_.onObjectEnd(); }
  bool onArray() override { return handler_.onArray(); }
  bool onArrayEnd() override { return handler_.onArrayEnd(); }

 private:
  Handler& handler_;
};

/// Reads JSON values one after another, reusing its buffers.
class SaxReader {
 public:
  SaxReader();
  ~SaxReader();

  /// Reads `text`, which must be one JSON value and nothing else but white space.
  template <typename Handler>
  SaxOutcome read(std::string_view text, Handler& handler) {
    // Checked here in one fast pass; RapidJSON's own check costs more than all the rest of reading.
    const size_t invalid = findInvalidUtf8(text);
    if (invalid != std::string_view::npos) return notUtf8(invalid);
    if (FastReader<Handler>(text, handler).read()) return {};
    handler.onRestart();
    return readByReference(text, handler);
  }

  /// The same without the fast reader: for tests.
  template <typename Handler>
  SaxOutcome readValid(std::string_view text, Handler& handler) {
    const size_t invalid = findInvalidUtf8(text);
    if (invalid != std::string_view::npos) return notUtf8(invalid);
    return readByReference(text, handler);
  }

  /// The same by RapidJSON alone, the reference for what JSON is. `text` must be valid UTF-8.
  template <typename Handler>
  SaxOutcome readByReference(std::string_view text, Handler& handler) {
    HandlerOf<Handler> any(handler);
    return reference(text, any);
  }

 private:
  struct Reference;
  static SaxOutcome notUtf8(size_t offset) {
    return {"The text is not valid UTF-8.", offset, false};
  }
  SaxOutcome reference(std::string_view text, AnyHandler& handler);

  std::unique_ptr<Reference> reference_;  // made when it is first needed
};

}  // namespace tallyfold::json
