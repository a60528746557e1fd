// SPDX-License-Identifier: Apache-2.0
// What a report says when the memory limit stops it: how much it holds of everything that grows.
#pragma once

#include <initializer_list>
#include <string>
#include <string_view>

#include "base/memory_account.h"
#include "tallyfold/result.h"

namespace tallyfold {

struct Held {
  uint64_t count;
  std::string_view what;  ///< in the plural: "groups and windows"
};

inline Error noRoomFor(const MemoryAccount& account, std::initializer_list<Held> held) {
  Error error{ErrorCode::OutOfMemory, "", ""};
  error.message = "the memory limit of " + std::to_string(account.limitBytes()) +
                  " bytes leaves no room for more: the report holds ";
  size_t left = held.size();
  for (const Held& one : held) {
    error.message += std::to_string(one.count) + " ";
    error.message += one.what;
    if (--left != 0) error.message += left == 1 ? " and " : ", ";
  }
  return error;
}

}  // namespace tallyfold
