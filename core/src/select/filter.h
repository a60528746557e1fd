// SPDX-License-Identifier: Apache-2.0
// Does a row's field have one of the texts that a request lists?
#pragma once

#include <string>
#include <vector>

#include "select/field_reader.h"

namespace tallyfold {

/// A field and the texts it may have. The empty text stands for "absent" too.
struct Filter {
  FieldName field;
  std::vector<std::string> texts;
};

/// A filter bound to one dataset.
class FilterReader {
 public:
  FilterReader(const Dataset& dataset, const Filter& filter);

  [[nodiscard]] bool passes(const Block& block, FieldKey key, uint8_t tag, int64_t payload);
  [[nodiscard]] const FieldName& field() const { return field_; }

 private:
  enum : uint8_t { kUnknown, kNo, kYes };
  [[nodiscard]] bool allows(std::string_view text) const;

  const Dataset& dataset_;
  FieldName field_;
  std::vector<std::string> texts_;  // sorted
  std::vector<uint8_t> by_code_;    // verdicts on Text and Json cells
  bool allows_absent_;
};

}  // namespace tallyfold
