// SPDX-License-Identifier: Apache-2.0
#include "json/huge_numbers.h"

namespace tallyfold::json {
namespace {

bool isDigit(char c) { return c >= '0' && c <= '9'; }

size_t skipDigits(std::string_view text, size_t at) {
  while (at < text.size() && isDigit(text[at])) ++at;
  return at;
}

// Length of the JSON number at the start of the text; 0 when there is none.
size_t numberLength(std::string_view text) {
  size_t at = !text.empty() && text[0] == '-' ? 1 : 0;
  const size_t integer_end = skipDigits(text, at);
  if (integer_end == at || (text[at] == '0' && integer_end - at > 1)) return 0;
  at = integer_end;
  if (at < text.size() && text[at] == '.') {
    const size_t end = skipDigits(text, at + 1);
    if (end == at + 1) return 0;
    at = end;
  }
  if (at < text.size() && (text[at] == 'e' || text[at] == 'E')) {
    size_t digits = at + 1;
    if (digits < text.size() && (text[digits] == '+' || text[digits] == '-')) ++digits;
    const size_t end = skipDigits(text, digits);
    if (end == digits) return 0;
    at = end;
  }
  return at;
}

}  // namespace

std::string quoteHugeNumbers(std::string_view text, std::vector<size_t>& begins) {
  constexpr size_t kShortEnough = 300;  // digits that never overflow a double
  std::string out;
  bool in_text = false;
  for (size_t at = 0; at < text.size(); ++at) {
    const char c = text[at];
    if (in_text && c == '\\' && at + 1 < text.size()) {
      out.push_back(c);
      out.push_back(text[++at]);
      continue;
    }
    if (c == '"') in_text = !in_text;
    const size_t length = !in_text && (c == '-' || isDigit(c)) ? numberLength(text.substr(at)) : 0;
    if (length == 0) {
      out.push_back(c);
      continue;
    }
    const std::string_view number = text.substr(at, length);
    const bool huge = length > kShortEnough || number.find_first_of("eE") != std::string_view::npos;
    if (huge) {
      out.push_back('"');
      begins.push_back(out.size());
    }
    out.append(number);
    if (huge) out.push_back('"');
    at += length - 1;
  }
  return out;
}

}  // namespace tallyfold::json
