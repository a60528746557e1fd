// SPDX-License-Identifier: Apache-2.0
// Which slot of the aggregation does a row belong to? One slot for every window and group that
// occurs.
#pragma once

#include <cstdint>
#include <deque>
#include <vector>

#include "base/bytes.h"
#include "base/flat_map.h"
#include "events/text_map.h"
#include "query/pair_map.h"
#include "query/query.h"

namespace tallyfold {

class SlotTable {
 public:
  explicit SlotTable(MemoryAccount& account);

  /// The number of the window that holds the time. With no rule, one window over everything.
  uint32_t windowOf(const std::optional<WindowRule>& rule, int64_t time_ns) {
    return windowBy(time_ns, [&rule](int64_t at_ns) {
      Window all;
      all.start_ns = INT64_MIN;
      all.end_ns = INT64_MAX;
      return rule ? windowAt(*rule, at_ns) : all;
    });
  }
  /// The number of the window that holds the time, where windowAt(time) tells which it is.
  template <typename WindowAt>
  uint32_t windowBy(int64_t time_ns, WindowAt windowAt) {
    return stretchBy(time_ns, windowAt).window;
  }
  /// Times of one window; it can be some of them.
  struct Stretch {
    int64_t start_ns;
    int64_t end_ns;
    uint32_t window;
  };
  /// The stretch that holds the time.
  template <typename WindowAt>
  Stretch stretchBy(int64_t time_ns, WindowAt windowAt) {
    if (!knows(time_ns)) addStretch(windowAt(time_ns));
    return last_;
  }
  /// The number of the group with these texts, given one by one from group 0.
  uint32_t groupWith(uint32_t group, uint32_t text);
  uint32_t slotOf(uint32_t window, uint32_t group);
  // For many rows at a time; a number that a map lacks is asked for above.
  /// The groups of parents at one depth, 0 for group 0, by parent and columnOf its text.
  PairMap& groupsAt(size_t depth);
  static constexpr uint32_t columnOf(uint32_t text) { return text + 2; }  // kAbsentText becomes 0
  /// The slots by window and group.
  PairMap& slotsByPair() { return slot_of_; }

  struct Slot {
    uint32_t window;
    uint32_t group;
  };
  [[nodiscard]] size_t size() const { return slots_.size(); }
  [[nodiscard]] Slot slot(uint32_t number) const { return slots_[number]; }
  [[nodiscard]] const Window& window(uint32_t number) const { return windows_[number]; }
  [[nodiscard]] size_t groupCount() const { return groups_.size(); }
  /// The text of a group at a depth below its own, as a code.
  [[nodiscard]] uint32_t textAt(uint32_t group, size_t depth) const {
    while (groups_[group].depth > depth + 1) group = groups_[group].parent;
    return groups_[group].text;
  }
  /// The texts of a group, as codes, first to last.
  [[nodiscard]] std::vector<uint32_t> textsOf(uint32_t group) const;
  /// The same into a list that is used again.
  void readTexts(uint32_t group, std::vector<uint32_t>& texts) const;

  /// A slot that rows were counted in is shown; one that was only considered is not.
  void touch(const uint32_t* slots, size_t count) {
    for (size_t i = 0; untouched_ != 0 && i < count; ++i) touch(slots[i]);
  }
  void touch(uint32_t slot) {
    untouched_ -= touched_[slot] == 0 ? 1 : 0;
    touched_[slot] = 1;
  }
  [[nodiscard]] bool touched(uint32_t slot) const { return touched_[slot] != 0; }

  /// Adds the slots of another table and answers what each became. Its text t at a depth is
  /// (*texts[depth])(t) here; the last map holds for all depths behind it.
  std::vector<uint32_t> merge(const SlotTable& other, const std::vector<TextMap*>& texts);
  void write(ByteWriter& out) const;
  void read(ByteReader& in, uint32_t text_count);
  [[nodiscard]] uint64_t bytesToAdd(uint64_t rows) const;

 private:
  struct Group {
    uint32_t parent;
    uint32_t text;
    uint32_t depth;
  };
  bool knows(int64_t time_ns);
  void addStretch(const Window& window);
  uint32_t addWindow(const Window& window);

  std::vector<Window> windows_;     // each with the stretch it was first seen in
  FlatMap window_of_label_;         // by the label's bits
  std::vector<Stretch> stretches_;  // known ones, by start
  Stretch last_{0, 0, 0};           // holds the time asked for last
  AccountedVector<Group> groups_;   // group 0 has no texts
  std::deque<PairMap> group_of_;    // by depth of the parent: parent and text
  AccountedVector<Slot> slots_;
  AccountedVector<uint8_t> touched_;
  size_t untouched_ = 0;
  PairMap slot_of_;  // window and group
  MemoryAccount& account_;
};

}  // namespace tallyfold
