// SPDX-License-Identifier: Apache-2.0
#include "shape/text_column.h"

#include <algorithm>
#include <cstring>

#include "numeric/plain_numbers.h"

namespace tallyfold {

TextAppender::TextAppender(TextColumn& column, size_t count) : column_(column) {
  constexpr size_t kUsualLength = 16;
  column_.bytes.resize(count * kUsualLength);
  column_.ends.reserve(count);
}

void TextAppender::add(std::string_view text) {
  if (text.size() > column_.bytes.size() - used_)
    column_.bytes.resize(std::max(column_.bytes.size() * 2, used_ + text.size()));
  if (!text.empty()) std::memcpy(column_.bytes.data() + used_, text.data(), text.size());
  used_ += text.size();
  column_.ends.push_back(static_cast<uint32_t>(used_));
}

void addPlainTexts(TextColumn& column, const std::vector<Scaled>& numbers) {
  TextAppender texts(column, numbers.size());
  for (const Scaled& number : numbers) {
    char text[32];
    texts.add({text, writePlain(number, text)});
  }
  texts.finish();
}

}  // namespace tallyfold
