// SPDX-License-Identifier: Apache-2.0
#include "query/lago_log.h"

#include <algorithm>
#include <set>
#include <tuple>

#include "base/sort.h"

namespace tallyfold {

LagoLog::LagoLog(const LagoQuery& query, MemoryAccount& account)
    : texts(account),
      query_(query),
      account_(account),
      entries_(makeAccounted<LagoEntry>(account)),
      sums_(makeAccounted<Sum>(account)),
      copies_(makeAccounted<LagoCopy>(account)),
      accounts_(makeAccounted<Account>(account)),
      lines_(makeAccounted<Line>(account)),
      account_of_(account),
      line_of_(account),
      cell_of_(account),
      sum_of_(account),
      exact_(makeAccounted<Decimal>(account)) {
  texts.intern("");
}

uint32_t LagoLog::accountOf(uint32_t subscription_text, uint32_t metric) {
  const uint64_t key = static_cast<uint64_t>(subscription_text) << 32 | metric;
  const auto found = account_of_.insert(key, static_cast<uint32_t>(accounts_.size()));
  if (found.fresh) accounts_.push_back({subscription_text, metric});
  return found.value;
}

uint32_t LagoLog::shapeOf(const std::vector<uint32_t>& shape) {
  const auto [at, fresh] = shape_of_.emplace(shape, static_cast<uint32_t>(shapes_.size()));
  if (fresh) shapes_.push_back(shape);
  return at->second;
}

uint32_t LagoLog::lineOf(Line line) {
  const uint64_t key = static_cast<uint64_t>(line.account) << 32 | line.shape;
  const auto found = line_of_.insert(key, static_cast<uint32_t>(lines_.size()));
  if (found.fresh) lines_.push_back(line);
  return found.value;
}

// One copy of an id counts. Of several metrics of its code it has an entry each, which stay or go
// together: they have its place in the input.
void LagoLog::dropCopies() {
  const bool latest = query_.identity == LagoIdentity::Latest;
  const auto scope = [latest](const LagoCopy& copy) {
    constexpr int64_t kMillisecond = 1'000'000;
    return latest ? std::pair(copy.code, copy.time_ns / kMillisecond) : std::pair(0U, int64_t{0});
  };
  sortInPlace(copies_, [&](const LagoCopy& a, const LagoCopy& b) {
    return std::tuple(a.id.high, a.id.low, scope(a), a.source, a.offset) <
           std::tuple(b.id.high, b.id.low, scope(b), b.source, b.offset);
  });
  std::set<std::pair<uint32_t, int64_t>> dropped;
  for (size_t first = 0, last = 0; first < copies_.size(); first = last) {
    while (last < copies_.size() && copies_[last].id == copies_[first].id &&
           scope(copies_[last]) == scope(copies_[first])) {
      ++last;
    }
    const size_t counts = latest ? last - 1 : first;
    for (size_t i = first; i < last; ++i) {
      if (i == counts) continue;
      dropped.emplace(copies_[i].source, copies_[i].offset);
      rejected.add({Reason::Duplicate, copies_[i].source, copies_[i].line,
                    static_cast<uint64_t>(copies_[i].offset),
                    std::string(texts.text(copies_[i].id_text)), ""});
    }
  }
  copies_.clear();
  if (dropped.empty()) return;
  std::set<std::pair<uint32_t, int64_t>> uncounted;  // copies of events that are not asked for stay
  entries_.erase(std::remove_if(entries_.begin(), entries_.end(),
                                [&](const LagoEntry& entry) {
                                  const std::pair place(entry.source, entry.offset);
                                  if (dropped.count(place) == 0) return false;
                                  uncounted.insert(place);
                                  return true;
                                }),
                 entries_.end());
  counted -= uncounted.size();
}

void LagoLog::settle() {
  dropCopies();
  for (const Sum& sum : sums_) entries_.push_back(sum.entry);
  sums_.clear();
  sortInPlace(entries_, [this](const LagoEntry& a, const LagoEntry& b) {
    const uint32_t account_of_a = lines_[a.line].account;
    const uint32_t account_of_b = lines_[b.line].account;
    if (account_of_a != account_of_b) return account_of_a < account_of_b;
    return a.arrival() < b.arrival();
  });
}

LagoEntry LagoLog::adopted(LagoEntry entry, const LagoLog& other,
                           const std::vector<uint32_t>& text_map,
                           const std::vector<uint32_t>& line_map) {
  const LagoEntry theirs = entry;
  entry.line = line_map[entry.line];
  if (entry.text != kAbsentText) entry.text = text_map[entry.text];
  if (entry.form == formOf(NumberForm::Exact)) setValue(other.valueOf(theirs), entry);
  if (entry.amount != 0) setAmount(other.amountOf(theirs), entry);
  return entry;
}

void LagoLog::merge(const LagoLog& other) {
  std::vector<uint32_t> text_map(other.texts.size());
  for (uint32_t code = 0; code < text_map.size(); ++code)
    text_map[code] = texts.intern(other.texts.text(code));
  std::vector<uint32_t> account_map, shape_map, line_map;
  for (const Account& theirs : other.accounts_)
    account_map.push_back(accountOf(text_map[theirs.subscription], theirs.metric));
  for (std::vector<uint32_t> shape : other.shapes_) {
    for (uint32_t& text : shape) text = text == kAbsentText ? text : text_map[text];
    shape_map.push_back(shapeOf(shape));
  }
  for (const Line& theirs : other.lines_)
    line_map.push_back(lineOf({account_map[theirs.account], shape_map[theirs.shape]}));
  for (const LagoEntry& entry : other.entries_) add(adopted(entry, other, text_map, line_map));
  for (const Sum& sum : other.sums_) addTo(sum.slot, adopted(sum.entry, other, text_map, line_map));
  for (LagoCopy copy : other.copies_) {
    copy.code = text_map[copy.code];
    copy.id_text = text_map[copy.id_text];
    copies_.push_back(copy);
  }
  rejected.merge(other.rejected);
  coerced.merge(other.coerced);
  rules.add(other.rules);
  seen += other.seen;
  counted += other.counted;
  not_asked += other.not_asked;
}

uint64_t LagoLog::bytesToAdd(uint64_t rows) const {
  const auto grown = [rows](const auto& items) {
    const uint64_t need = items.size() + rows;
    return need <= items.capacity() ? 0 : 2 * need * sizeof(items[0]);
  };
  uint64_t bytes = grown(entries_) + grown(sums_) + grown(copies_) + grown(accounts_);
  for (const FlatMap* map : {&account_of_, &line_of_, &cell_of_, &sum_of_})
    bytes += map->bytesToInsert(rows);
  return bytes + grown(lines_) + grown(exact_) + texts.bytesToGrow(rows, rows * 64) + rows * 64;
}

uint64_t LagoLog::bytesToSettle() const {
  constexpr uint64_t kBytesPerDropped = 2 * 64;  // of a copy, in two sets
  return entryCount() * sizeof(LagoEntry) + copies_.size() * kBytesPerDropped;
}

uint64_t LagoLog::bytesToCopy() const {
  const uint64_t rows = entries_.size() + sums_.size() + copies_.size();
  return LagoLog(query_, account_).bytesToAdd(rows) + 2 * texts.heldBytes();
}

}  // namespace tallyfold
