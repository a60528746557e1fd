// SPDX-License-Identifier: Apache-2.0
// Where does the value of a key go?
#pragma once

#include <cstdint>
#include <string_view>

#include "decode/dialect.h"
#include "events/dataset.h"

namespace tallyfold {

struct KeyTarget {
  enum class Kind : uint8_t {
    Ignored,
    Node,
    Property,
    Unwanted,  ///< a property that no plan asks for: only its integers beyond 64 bits matter
  };
  Kind kind = Kind::Ignored;
  uint32_t node = 0;       ///< of the dialect, 0 where it has none
  FieldKey field = 0;      ///< of a property
  Role role = Role::None;  ///< that a property has too
};

/// The target of `key` in the object at `parent`, a node of the dialect.
KeyTarget targetOf(const Dialect& dialect, Dataset& dataset, uint32_t parent, std::string_view key);

}  // namespace tallyfold
