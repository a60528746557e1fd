// SPDX-License-Identifier: Apache-2.0
#include "json/writer.h"

namespace tallyfold::json {
namespace {

// Appends the escape of a character that may not stand in a text as it is.
void appendEscape(std::string& out, char c) {
  static constexpr char kHex[] = "0123456789ABCDEF";
  static constexpr std::string_view kNamed = "\"\\\b\f\n\r\t";
  static constexpr std::string_view kNames = "\"\\bfnrt";
  out.push_back('\\');
  const size_t named = kNamed.find(c);
  if (named != std::string_view::npos) return out.push_back(kNames[named]);
  const auto code = static_cast<unsigned char>(c);
  out.append("u00").push_back(kHex[code >> 4]);
  out.push_back(kHex[code & 15]);
}

}  // namespace

void appendQuoted(std::string& out, std::string_view text) {
  out.push_back('"');
  size_t begin = 0;  // of what stands as it is
  for (size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    if (static_cast<unsigned char>(c) >= 0x20 && c != '"' && c != '\\') continue;
    out.append(text.substr(begin, i - begin));
    appendEscape(out, c);
    begin = i + 1;
  }
  out.append(text.substr(begin));
  out.push_back('"');
}

Writer& Writer::key(std::string_view name) {
  comma();
  appendQuoted(out_, name);
  out_.push_back(':');
  fresh_ = true;
  return *this;
}

Writer& Writer::text(std::string_view value) {
  comma();
  appendQuoted(out_, value);
  return *this;
}

Writer& Writer::raw(std::string_view value) {
  comma();
  out_.append(value);
  return *this;
}

Writer& Writer::key(const char* name) { return key(std::string_view(name)); }
Writer& Writer::text(const char* value) { return text(std::string_view(value)); }
Writer& Writer::boolean(bool value) { return raw(value ? "true" : "false"); }
Writer& Writer::null() { return raw("null"); }
Writer& Writer::integer(int64_t value) { return raw(std::to_string(value)); }
Writer& Writer::integer(uint64_t value) { return raw(std::to_string(value)); }

Writer& Writer::open(char bracket) {
  comma();
  out_.push_back(bracket);
  fresh_ = true;
  return *this;
}

Writer& Writer::close(char bracket) {
  out_.push_back(bracket);
  fresh_ = false;
  return *this;
}

void Writer::comma() {
  if (!fresh_) out_.push_back(',');
  fresh_ = false;
}

}  // namespace tallyfold::json
