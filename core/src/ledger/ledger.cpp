// SPDX-License-Identifier: Apache-2.0
#include "ledger/ledger.h"

#include <algorithm>
#include <tuple>

#include "json/writer.h"

namespace tallyfold {
namespace {

bool before(const LedgerEntry& a, const LedgerEntry& b) {
  return std::tie(a.source, a.byte_offset, a.line, a.reason) <
         std::tie(b.source, b.byte_offset, b.line, b.reason);
}

}  // namespace

const char* reasonName(Reason reason) {
  static constexpr const char* kNames[] = {"malformed_line",   "not_an_event",
                                           "missing_field",    "wrong_type",
                                           "bad_timestamp",    "too_large",
                                           "missing_property", "not_a_number",
                                           "duplicate",        "late",
                                           "unknown_kind",     "bad_quantity",
                                           "unknown_event",    "conflicting_copy",
                                           "no_price",         "outside_subscription",
                                           "expression_failed"};
  static_assert(std::size(kNames) == static_cast<size_t>(Reason::kCount));
  return reason < Reason::kCount ? kNames[static_cast<size_t>(reason)] : "unknown";
}

bool Ledger::wants(uint32_t source, uint64_t byte_offset) const {
  if (entries_.size() < kMaxEntries) return true;
  const LedgerEntry& last = entries_.back();
  return std::tie(source, byte_offset) < std::tie(last.source, last.byte_offset);
}

void Ledger::add(LedgerEntry entry) {
  count(entry.reason, 1);
  if (!wants(entry.source, entry.byte_offset)) return;
  entries_.insert(std::upper_bound(entries_.begin(), entries_.end(), entry, before),
                  std::move(entry));
  if (entries_.size() > kMaxEntries) entries_.pop_back();
}

void Ledger::merge(const Ledger& other) {
  for (size_t i = 0; i < counts_.size(); ++i) counts_[i] += other.counts_[i];
  std::vector<LedgerEntry> both;
  std::merge(entries_.begin(), entries_.end(), other.entries_.begin(), other.entries_.end(),
             std::back_inserter(both), before);
  if (both.size() > kMaxEntries) both.resize(kMaxEntries);
  entries_ = std::move(both);
}

Ledger Ledger::since(const Ledger& earlier) const {
  Ledger fresh;
  for (size_t i = 0; i < counts_.size(); ++i) fresh.counts_[i] = counts_[i] - earlier.counts_[i];
  std::set_difference(entries_.begin(), entries_.end(), earlier.entries_.begin(),
                      earlier.entries_.end(), std::back_inserter(fresh.entries_), before);
  return fresh;
}

uint64_t Ledger::total() const {
  uint64_t sum = 0;
  for (const uint64_t count : counts_) sum += count;
  return sum;
}

std::string Ledger::toJson() const {
  json::Writer out;
  out.object().key("total").integer(total()).key("counts").object();
  for (size_t i = 0; i < counts_.size(); ++i) {
    if (counts_[i] != 0) out.key(reasonName(static_cast<Reason>(i))).integer(counts_[i]);
  }
  out.objectEnd().key("entries").array();
  for (const LedgerEntry& entry : entries_) {
    out.object().key("reason").text(reasonName(entry.reason)).key("source").integer(entry.source);
    out.key("line").integer(entry.line).key("byte_offset").integer(entry.byte_offset);
    if (!entry.id.empty()) out.key("id").text(entry.id);
    if (!entry.detail.empty()) out.key("detail").text(entry.detail);
    out.objectEnd();
  }
  return out.arrayEnd().objectEnd().take();
}

void Ledger::write(ByteWriter& out) const {
  for (const uint64_t count : counts_) out.u64(count);
  out.u64(entries_.size());
  for (const LedgerEntry& entry : entries_) {
    out.u8(static_cast<uint8_t>(entry.reason));
    out.u32(entry.source);
    out.u64(entry.line);
    out.u64(entry.byte_offset);
    out.text(entry.id);
    out.text(entry.detail);
  }
}

void Ledger::read(ByteReader& in) {
  for (uint64_t& count : counts_) count = in.u64();
  entries_.clear();
  const uint64_t size = in.count(37);
  if (size > kMaxEntries) return in.fail();
  for (uint64_t i = 0; i < size; ++i) {
    LedgerEntry entry;
    entry.reason = static_cast<Reason>(in.u8());
    entry.source = in.u32();
    entry.line = in.u64();
    entry.byte_offset = in.u64();
    entry.line = in.lineOfInput(entry.source, entry.byte_offset, entry.line);
    entry.id = in.text();
    entry.detail = in.text();
    if (entry.reason >= Reason::kCount) return in.fail();
    entries_.push_back(std::move(entry));
  }
}

}  // namespace tallyfold
