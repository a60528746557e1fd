// SPDX-License-Identifier: Apache-2.0
// Room for numbers that are written before they are read: unlike a vector's, it is not cleared
// first.
#pragma once

#include <cstddef>
#include <memory>

namespace tallyfold {

template <typename T>
class Scratch {
 public:
  explicit Scratch(size_t count) : items_(new T[count]) {}

  [[nodiscard]] T* data() { return items_.get(); }
  [[nodiscard]] const T* data() const { return items_.get(); }
  T& operator[](size_t i) { return items_[i]; }
  const T& operator[](size_t i) const { return items_[i]; }

 private:
  std::unique_ptr<T[]> items_;
};

}  // namespace tallyfold
