// SPDX-License-Identifier: Apache-2.0
// Columns as JavaScript finds them: what they are as JSON, and where they are in memory.
// wasm/columns.js reads both, in the same order.
#pragma once

#include <cstdint>
#include <string>

#include "json/writer.h"
#include "tallyfold/columns.h"

namespace tallyfold::wasm {

class ColumnsTable {
 public:
  /// Writes the members of an object, and notes the place of every column.
  void write(const QueryColumns& columns, bool texts, json::Writer& facts);
  /// Two 32-bit numbers for each column: address and bytes.
  [[nodiscard]] std::string places() const;

 private:
  template <typename T>
  void place(const T& column) {
    places_.push_back(static_cast<uint32_t>(reinterpret_cast<uintptr_t>(column.data())));
    places_.push_back(static_cast<uint32_t>(column.size() * sizeof(column[0])));
  }
  void writeValues(const char* key, const std::vector<ValueColumn>& values, json::Writer& facts);

  bool texts_ = false;
  std::vector<uint32_t> places_;
};

}  // namespace tallyfold::wasm
