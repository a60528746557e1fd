// SPDX-License-Identifier: Apache-2.0
// Texts one behind the other, with room made for many at a time.
#pragma once

#include <string_view>
#include <vector>

#include "numeric/scaled.h"
#include "tallyfold/columns.h"

namespace tallyfold {

class TextAppender {
 public:
  /// Makes room for about `count` texts in a column that has none.
  TextAppender(TextColumn& column, size_t count);

  void add(std::string_view text);
  /// Gives back the room that was not needed.
  void finish() { column_.bytes.resize(used_); }

 private:
  TextColumn& column_;
  size_t used_ = 0;
};

/// Adds the text of each number.
void addPlainTexts(TextColumn& column, const std::vector<Scaled>& numbers);

}  // namespace tallyfold
