// SPDX-License-Identifier: Apache-2.0
#include "query/slots.h"

#include <algorithm>

#include "base/cold.h"

namespace tallyfold {

TALLYFOLD_COLD SlotTable::SlotTable(MemoryAccount& account)
    : window_of_label_(account),
      groups_(makeAccounted<Group>(account)),
      slots_(makeAccounted<Slot>(account)),
      touched_(makeAccounted<uint8_t>(account)),
      slot_of_(account),
      account_(account) {
  groups_.push_back({0, 0, 0});
}

uint32_t SlotTable::addWindow(const Window& window) {
  const auto number = static_cast<uint32_t>(windows_.size());
  const auto found = window_of_label_.insert(static_cast<uint64_t>(window.label_ns), number);
  if (found.fresh) windows_.push_back(window);
  return found.value;
}

// Whether the last known stretch is, or can be made, the one that holds the time.
bool SlotTable::knows(int64_t time_ns) {
  const auto holds = [time_ns](const Stretch& stretch) {
    return stretch.start_ns <= time_ns && time_ns < stretch.end_ns;
  };
  if (holds(last_)) return true;
  // The last known stretch that starts at or before the time, if it reaches that far.
  const auto after = std::upper_bound(
      stretches_.begin(), stretches_.end(), time_ns,
      [](int64_t time, const Stretch& stretch) { return time < stretch.start_ns; });
  if (after == stretches_.begin() || !holds(*(after - 1))) return false;
  last_ = *(after - 1);
  return true;
}

TALLYFOLD_COLD void SlotTable::addStretch(const Window& window) {
  last_ = {window.start_ns, window.end_ns, addWindow(window)};
  const auto after = std::upper_bound(
      stretches_.begin(), stretches_.end(), window.start_ns,
      [](int64_t start, const Stretch& stretch) { return start < stretch.start_ns; });
  stretches_.insert(after, last_);
}

PairMap& SlotTable::groupsAt(size_t depth) {
  while (group_of_.size() <= depth) group_of_.emplace_back(account_);
  return group_of_[depth];
}

uint32_t SlotTable::groupWith(uint32_t group, uint32_t text) {
  const uint32_t depth = groups_[group].depth;
  const auto found =
      groupsAt(depth).insert(group, columnOf(text), static_cast<uint32_t>(groups_.size()));
  if (found.fresh) groups_.push_back({group, text, depth + 1});
  return found.value;
}

uint32_t SlotTable::slotOf(uint32_t window, uint32_t group) {
  const auto found = slot_of_.insert(window, group, static_cast<uint32_t>(slots_.size()));
  if (found.fresh) {
    slots_.push_back({window, group});
    touched_.push_back(0);
    ++untouched_;
  }
  return found.value;
}

std::vector<uint32_t> SlotTable::textsOf(uint32_t group) const {
  std::vector<uint32_t> texts;
  readTexts(group, texts);
  return texts;
}

void SlotTable::readTexts(uint32_t group, std::vector<uint32_t>& texts) const {
  texts.resize(groups_[group].depth);
  for (size_t at = texts.size(); at > 0; group = groups_[group].parent)
    texts[--at] = groups_[group].text;
}

TALLYFOLD_COLD std::vector<uint32_t> SlotTable::merge(const SlotTable& other,
                                                      const std::vector<TextMap*>& texts) {
  std::vector<uint32_t> windows;
  for (const Window& window : other.windows_) windows.push_back(addWindow(window));
  // A group's parent stands before it, so one pass is enough.
  std::vector<uint32_t> groups(other.groups_.size(), 0);
  for (size_t i = 1; i < groups.size(); ++i) {
    const Group& group = other.groups_[i];
    TextMap& text_of = *texts[std::min<size_t>(group.depth, texts.size()) - 1];
    groups[i] = groupWith(groups[group.parent],
                          group.text == kAbsentText ? kAbsentText : text_of(group.text));
  }
  std::vector<uint32_t> slots;
  for (size_t i = 0; i < other.slots_.size(); ++i) {
    slots.push_back(slotOf(windows[other.slots_[i].window], groups[other.slots_[i].group]));
    if (other.touched_[i] != 0) touch(slots.back());
  }
  return slots;
}

TALLYFOLD_COLD void SlotTable::write(ByteWriter& out) const {
  out.u64(windows_.size());
  for (const Window& window : windows_) {
    out.i64(window.start_ns);
    out.i64(window.end_ns);
    out.i64(window.label_ns);
    out.u32(static_cast<uint32_t>(window.label_offset_s));
  }
  out.u64(groups_.size());
  for (const Group& group : groups_) {
    out.u32(group.parent);
    out.u32(group.text);
  }
  out.u64(slots_.size());
  for (size_t i = 0; i < slots_.size(); ++i) {
    out.u32(slots_[i].window);
    out.u32(slots_[i].group);
    out.u8(touched_[i]);
  }
}

TALLYFOLD_COLD void SlotTable::read(ByteReader& in, uint32_t text_count) {
  for (uint64_t left = in.count(28); left > 0; --left) {
    Window window;
    window.start_ns = in.i64();
    window.end_ns = in.i64();
    window.label_ns = in.i64();
    window.label_offset_s = static_cast<int32_t>(in.u32());
    const bool sane = window.start_ns < window.end_ns && window.label_offset_s > -86400 &&
                      window.label_offset_s < 86400;
    if (!sane || addWindow(window) + 1 != windows_.size()) return in.fail();
  }
  const uint64_t group_count = in.count(8);
  for (uint64_t i = 0; i < group_count; ++i) {
    const uint32_t parent = in.u32();
    const uint32_t text = in.u32();
    if (i == 0) continue;
    const bool known = parent < i && (text == kAbsentText || text < text_count);
    if (!known || groupWith(parent, text) != i) return in.fail();
  }
  for (uint64_t left = in.count(9); left > 0; --left) {
    const uint32_t window = in.u32();
    const uint32_t group = in.u32();
    const uint8_t touched = in.u8();
    if (window >= windows_.size() || group >= groups_.size()) return in.fail();
    if (slotOf(window, group) + 1 != slots_.size()) return in.fail();
    if (touched != 0) touch(static_cast<uint32_t>(slots_.size() - 1));
  }
}

uint64_t SlotTable::bytesToAdd(uint64_t rows) const {
  uint64_t bytes = slot_of_.bytesToInsert(rows) + rows * 4 +
                   3 * (slots_.size() + groups_.size() + 2 * rows) * sizeof(Group);
  for (const PairMap& groups : group_of_) bytes += groups.bytesToInsert(rows);
  return bytes;
}

}  // namespace tallyfold
