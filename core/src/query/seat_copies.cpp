// SPDX-License-Identifier: Apache-2.0
#include "query/seat_copies.h"

#include <algorithm>
#include <tuple>

#include "base/sort.h"
#include "query/seat_change_io.h"

namespace tallyfold {
namespace {

constexpr uint32_t kEmpty = 0xffffffff;
constexpr size_t kFirstCapacity = 64;

bool sameRecord(const SeatCopy& copy, const Hash128& id, uint32_t event) {
  return copy.id == id && copy.event == event;
}

bool countsFirst(const SeatCopy& a, const SeatCopy& b) {
  return std::tie(a.change.time_ns, a.content) < std::tie(b.change.time_ns, b.content);
}

}  // namespace

std::optional<SeatCopy> SeatCopies::add(const SeatCopy& copy) {
  if ((copies_.size() + 1) * 2 > table_.size())
    rebuild(std::max(kFirstCapacity, table_.size() * 2));
  const size_t mask = table_.size() - 1;
  size_t at = static_cast<size_t>(copy.id.low) & mask;
  for (; table_[at] != kEmpty; at = (at + 1) & mask) {
    SeatCopy& known = copies_[table_[at]];
    if (!sameRecord(known, copy.id, copy.event) || known.content != copy.content) continue;
    SeatCopy later = copy;
    if (std::tie(copy.source, copy.offset) < std::tie(known.source, known.offset))
      std::swap(later, known);
    return later;
  }
  table_[at] = static_cast<uint32_t>(copies_.size());
  copies_.push_back(copy);
  return std::nullopt;
}

std::vector<SeatCopy> SeatCopies::takeIfBefore(const Hash128& id, uint32_t event,
                                               int64_t horizon_ns) {
  std::vector<uint32_t> found;
  bool any_before = false;
  const size_t mask = table_.size() - 1;
  for (size_t at = static_cast<size_t>(id.low) & mask; !table_.empty() && table_[at] != kEmpty;
       at = (at + 1) & mask) {
    if (!sameRecord(copies_[table_[at]], id, event)) continue;
    found.push_back(table_[at]);
    any_before = any_before || copies_[table_[at]].change.time_ns < horizon_ns;
  }
  std::vector<SeatCopy> taken;
  if (!any_before) return taken;
  for (const uint32_t index : found) {
    taken.push_back(copies_[index]);
    copies_[index].id = Hash128();
    ++taken_;
  }
  sortItems(taken, countsFirst);
  return taken;
}

void SeatCopies::sort() {
  sortInPlace(copies_, [](const SeatCopy& a, const SeatCopy& b) {
    const auto record = [](const SeatCopy& copy) { return std::tie(copy.id.high, copy.id.low); };
    if (record(a) != record(b)) return record(a) < record(b);
    if (a.event != b.event) return a.event < b.event;
    return countsFirst(a, b);
  });
}

void SeatCopies::rebuild(size_t capacity) {
  table_.assign(capacity, kEmpty);
  const size_t mask = capacity - 1;
  for (uint32_t i = 0; i < copies_.size(); ++i) {
    if (isTaken(copies_[i])) continue;  // without an id, all of them would stand in one row
    size_t at = static_cast<size_t>(copies_[i].id.low) & mask;
    while (table_[at] != kEmpty) at = (at + 1) & mask;
    table_[at] = i;
  }
}

void SeatCopies::write(ByteWriter& out) const {
  out.u64(size());
  forEach([&out](const SeatCopy& copy) {
    out.u64(copy.id.low);
    out.u64(copy.id.high);
    out.u64(copy.content);
    writeChange(out, copy.change);
    out.u64(copy.line);
    out.i64(copy.offset);
    out.u32(copy.source);
    out.u32(copy.id_text);
    out.u32(copy.event);
    out.u8(copy.is_reduced);
  });
}

void SeatCopies::read(ByteReader& in) {
  for (uint64_t left = in.count(86); left > 0 && in.ok(); --left) {
    SeatCopy copy;
    copy.id.low = in.u64();
    copy.id.high = in.u64();
    copy.content = in.u64();
    copy.change = readChange(in);
    copy.line = in.u64();
    copy.offset = in.i64();
    copy.source = in.u32();
    copy.line = in.lineOfInput(copy.source, static_cast<uint64_t>(copy.offset), copy.line);
    copy.id_text = in.u32();
    copy.event = in.u32();
    copy.is_reduced = in.u8() != 0;
    if (isTaken(copy)) return in.fail();
    if (add(copy)) in.fail();
  }
}

uint64_t SeatCopies::bytesToAdd(uint64_t rows) const {
  uint64_t bytes = 0;
  const uint64_t need = copies_.size() + rows;
  if (need > copies_.capacity()) bytes += 2 * need * sizeof(SeatCopy);
  uint64_t capacity = std::max(kFirstCapacity, table_.size());
  while ((need + 1) * 2 > capacity) capacity *= 2;
  return capacity == table_.size() ? bytes : bytes + capacity * sizeof(uint32_t);
}

}  // namespace tallyfold
