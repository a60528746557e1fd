// SPDX-License-Identifier: Apache-2.0
#include "query/lago_log.h"

#include <algorithm>
#include <set>
#include <tuple>

namespace tallyfold {

LagoLog::LagoLog(const LagoQuery& query, MemoryAccount& account)
    : texts(account),
      query_(query),
      account_(account),
      entries_(makeAccounted<LagoEntry>(account)),
      copies_(makeAccounted<LagoCopy>(account)),
      accounts_(makeAccounted<Account>(account)),
      account_of_(account) {
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

uint32_t LagoLog::addExact(const Decimal& value) {
  exact_.push_back(value);
  return static_cast<uint32_t>(exact_.size() - 1);
}

Decimal LagoLog::valueOf(const LagoEntry& entry) const {
  if (entry.form == formOf(NumberForm::Exact)) return exact_[static_cast<size_t>(entry.mantissa)];
  return Decimal::fromScaled(entry.mantissa, entry.form);
}

// One copy of an id counts. Of several metrics of its code it has an entry each, which stay or go
// together: they have its place in the input.
void LagoLog::dropCopies() {
  const bool latest = query_.identity == LagoIdentity::Latest;
  const auto scope = [latest](const LagoCopy& copy) {
    constexpr int64_t kMillisecond = 1'000'000;
    return latest ? std::pair(copy.code, copy.time_ns / kMillisecond) : std::pair(0U, int64_t{0});
  };
  std::sort(copies_.begin(), copies_.end(), [&](const LagoCopy& a, const LagoCopy& b) {
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
  std::sort(entries_.begin(), entries_.end(), [](const LagoEntry& a, const LagoEntry& b) {
    return std::tie(a.account, a.time_ns, a.source, a.offset) <
           std::tie(b.account, b.time_ns, b.source, b.offset);
  });
}

void LagoLog::merge(const LagoLog& other) {
  std::vector<uint32_t> text_map(other.texts.size());
  for (uint32_t code = 0; code < text_map.size(); ++code)
    text_map[code] = texts.intern(other.texts.text(code));
  const auto adopt = [&](uint32_t text) { return text == kAbsentText ? text : text_map[text]; };
  std::vector<uint32_t> account_map, shape_map;
  for (const Account& theirs : other.accounts_)
    account_map.push_back(accountOf(text_map[theirs.subscription], theirs.metric));
  for (std::vector<uint32_t> shape : other.shapes_) {
    for (uint32_t& text : shape) text = adopt(text);
    shape_map.push_back(shapeOf(shape));
  }
  const auto exact_base = static_cast<uint32_t>(exact_.size());
  exact_.insert(exact_.end(), other.exact_.begin(), other.exact_.end());
  for (LagoEntry entry : other.entries_) {
    entry.account = account_map[entry.account];
    entry.shape = shape_map[entry.shape];
    entry.text = adopt(entry.text);
    if (entry.form == formOf(NumberForm::Exact)) entry.mantissa += exact_base;
    if (entry.amount != 0) entry.amount += exact_base;
    entries_.push_back(entry);
  }
  for (LagoCopy copy : other.copies_) {
    copy.code = text_map[copy.code];
    copy.id_text = text_map[copy.id_text];
    copies_.push_back(copy);
  }
  rejected.merge(other.rejected);
  seen += other.seen;
  counted += other.counted;
  not_asked += other.not_asked;
}

uint64_t LagoLog::bytesToAdd(uint64_t rows) const {
  const auto grown = [rows](const auto& items) {
    const uint64_t need = items.size() + rows;
    return need <= items.capacity() ? 0 : 2 * need * sizeof(items[0]);
  };
  return grown(entries_) + grown(copies_) + grown(accounts_) + account_of_.bytesToInsert(rows) +
         texts.bytesToGrow(rows, rows * 64) + rows * 128;
}

uint64_t LagoLog::bytesToCopy() const {
  const uint64_t rows = entries_.size() + copies_.size();
  return LagoLog(query_, account_).bytesToAdd(rows) + 2 * texts.heldBytes();
}

}  // namespace tallyfold
