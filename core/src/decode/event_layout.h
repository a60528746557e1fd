// SPDX-License-Identifier: Apache-2.0
// How the events of a stream were laid out so far: which bytes stood between one value and the
// next.
//
// Events of one stream repeat their layout, and where the same bytes follow the same value again,
// they need no second parse: the same keys are open, and the next value goes to the same place.
// Fields that are left out, and kinds of events that alternate, are other ways through the same
// graph.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "decode/dialect.h"
#include "decode/key_target.h"
#include "events/event_batch.h"

namespace tallyfold {

/// The bytes that lead from one value to the next.
struct LayoutStep {
  static constexpr size_t kMostBytes = 96;

  char bytes[kMostBytes] = {};  // filled up with zeros
  uint16_t size = 0;
  uint16_t place = 0;  ///< that they lead to
  uint16_t next = 0;   ///< another step from the same place; zero: there is none
};

/// Where a value stands, and what it is.
struct LayoutPlace {
  enum class Use : uint8_t {
    Ignored,
    Empty,  ///< null is nothing, and anything else is a fault of the record
    Role,
    Property,
  };
  Use use = Use::Ignored;
  Role role = Role::None;
  uint32_t column = 0;  ///< of a property
  uint16_t step = 0;    ///< the first from here; zero: there is none
  std::string path;     ///< the keys that lead to it, each with what it holds
};

class EventLayout {
 public:
  static constexpr uint16_t kStart = 0;  ///< the place before the first value
  static constexpr uint16_t kEnd = 1;    ///< the place behind the record

  /// Starts anew.
  void clear();
  [[nodiscard]] const LayoutPlace& place(uint16_t number) const { return places_[number]; }
  [[nodiscard]] const LayoutStep& step(uint16_t number) const { return steps_[number]; }
  [[nodiscard]] bool isFull() const { return full_; }

  /// Learns from a record that is an event: valid JSON, an object. False when nothing new could be
  /// learned: it has a list, an object in a property, an escape in a key, or there is no more room.
  bool learn(std::string_view record, const Dialect& dialect, Dataset& dataset, EventBatch& batch);

 private:
  struct Walk;
  uint16_t placeAt(const std::string& path, const LayoutPlace& what);
  bool addStep(uint16_t from, std::string_view bytes, uint16_t to);

  std::vector<LayoutPlace> places_;
  std::vector<LayoutStep> steps_;  // the first is none
  bool full_ = false;
};

}  // namespace tallyfold
