// SPDX-License-Identifier: Apache-2.0
#include "events/shared_ids.h"

#include <cstring>

namespace tallyfold {
namespace {

static_assert(sizeof(Hash128) == 16);

Hash128 idAt(std::string_view list, size_t index) {
  Hash128 id;
  std::memcpy(&id, list.data() + index * sizeof(id), sizeof(id));
  return id;
}

void put(std::string& list, const Hash128& id) {
  list.append(reinterpret_cast<const char*>(&id), sizeof(id));
}

// Ids by open addressing; zero is no id.
class IdSet {
 public:
  explicit IdSet(size_t count) {
    size_t capacity = 16;
    while (capacity < 2 * count) capacity *= 2;
    slots_.resize(capacity);
  }
  bool contains(const Hash128& id) const { return slots_[slotOf(id)] == id; }
  /// Whether it was not there before.
  bool add(const Hash128& id) {
    Hash128& slot = slots_[slotOf(id)];
    if (slot == id) return false;
    slot = id;
    return true;
  }

 private:
  // The part of an id takes its low bits, so these are from the other half.
  [[nodiscard]] size_t slotOf(const Hash128& id) const {
    const size_t mask = slots_.size() - 1;
    size_t at = static_cast<size_t>(id.high) & mask;
    while (!(slots_[at] == Hash128()) && !(slots_[at] == id)) at = (at + 1) & mask;
    return at;
  }
  std::vector<Hash128> slots_;
};

}  // namespace

std::string idsOfPart(const IdIndex& ids, uint32_t part, uint32_t parts) {
  std::string list;
  list.reserve(static_cast<size_t>(ids.size() / parts * sizeof(Hash128)));
  ids.forEachFirst([&](const Hash128& id, uint64_t) {
    if (id.low % parts == part) put(list, id);
  });
  return list;
}

std::string idsOfSeveral(std::string_view lists) {
  const size_t count = lists.size() / sizeof(Hash128);
  IdSet seen(count);
  std::string several;
  for (size_t i = 0; i < count; ++i) {
    const Hash128 id = idAt(lists, i);
    if (!seen.add(id)) put(several, id);
  }
  // Three datasets may have an id, which is then there twice.
  IdSet once(several.size() / sizeof(Hash128));
  std::string list;
  for (size_t i = 0; i < several.size() / sizeof(Hash128); ++i) {
    const Hash128 id = idAt(several, i);
    if (once.add(id)) put(list, id);
  }
  return list;
}

std::string idsKnown(const IdIndex& ids, std::string_view list) {
  std::string known;
  for (const Hash128& id : readIds(list)) {
    if (ids.contains(id)) put(known, id);
  }
  return known;
}

std::vector<Hash128> readIds(std::string_view list) {
  std::vector<Hash128> ids;
  for (size_t i = 0; i < list.size() / sizeof(Hash128); ++i) ids.push_back(idAt(list, i));
  return ids;
}

std::string writeIds(const std::vector<Hash128>& ids) {
  std::string list;
  for (const Hash128& id : ids) put(list, id);
  return list;
}

AccountedVector<SharedId> eventsWithIds(const IdIndex& ids, std::string_view list,
                                        MemoryAccount& account) {
  auto events = makeAccounted<SharedId>(account);
  IdSet elsewhere(list.size() / sizeof(Hash128));
  for (size_t i = 0; i < list.size() / sizeof(Hash128); ++i) elsewhere.add(idAt(list, i));
  FlatMap group_of_first(account);
  std::vector<Hash128> id_of_group;
  for (const IdIndex::Repeat& repeat : ids.repeats()) {
    if (repeat.group != id_of_group.size()) continue;
    group_of_first.insert(repeat.ordinal, repeat.group);
    id_of_group.emplace_back();
  }
  ids.forEachFirst([&](const Hash128& id, uint64_t ordinal) {
    const uint32_t group = group_of_first.find(ordinal);
    if (group != FlatMap::kNone) {
      id_of_group[group] = id;
    } else if (elsewhere.contains(id)) {
      events.push_back({ordinal, id});
    }
  });
  for (const IdIndex::Repeat& repeat : ids.repeats())
    events.push_back({repeat.ordinal, id_of_group[repeat.group]});
  return events;
}

}  // namespace tallyfold
