// SPDX-License-Identifier: Apache-2.0
// Everything that is wrong with a document, each with its JSON path.
#pragma once

#include <string>
#include <vector>

#include "tallyfold/result.h"

namespace tallyfold {

class CatalogProblems {
 public:
  void add(std::string path, const std::string& what) {
    if (text_.empty()) {
      first_path_ = path;
    } else {
      text_ += "\n";
    }
    text_ += path + " " + what;
  }
  [[nodiscard]] bool none() const { return text_.empty(); }
  [[nodiscard]] Error error() const { return {ErrorCode::InvalidCatalog, text_, first_path_}; }

 private:
  std::string text_;
  std::string first_path_;
};

}  // namespace tallyfold
