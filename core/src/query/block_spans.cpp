// SPDX-License-Identifier: Apache-2.0
#include "query/block_spans.h"

#include <algorithm>
#include <utility>

namespace tallyfold {
namespace {

constexpr uint64_t kMostBuckets = 1 << 15;
// The next blocks are likely to be like the one whose runs were too short.
constexpr int kBlocksToSkip = 7;
// So many rows are looked at before their runs can be found to be too short.
constexpr size_t kRowsToSee = 512;

uint64_t distance(int64_t from_ns, int64_t to_ns) {
  return static_cast<uint64_t>(to_ns) - static_cast<uint64_t>(from_ns);
}

// The first place after `begin` whose value lies outside [first, last]; `count` when none does.
template <typename Stored>
size_t endOfRange(const uint8_t* bytes, size_t begin, size_t count, Stored first, Stored last) {
  constexpr size_t kStep = 16;
  const auto at = [bytes](size_t i) { return PackedIntegers::storedAt<Stored>(bytes, i); };
  const auto span = static_cast<Stored>(last - first);
  size_t i = begin + 1;
  for (; i + kStep <= count; i += kStep) {
    Stored outside = 0;
    for (size_t k = 0; k < kStep; ++k)
      outside = static_cast<Stored>(outside | (static_cast<Stored>(at(i + k) - first) > span));
    if (outside != 0) break;
  }
  while (i < count && static_cast<Stored>(at(i) - first) <= span) ++i;
  return i;
}

}  // namespace

void BlockSpans::begin(const Block& block) {
  block_ = &block;
  is_cut_ = false;
  has_runs_ = blocks_to_skip_ == 0;
  if (blocks_to_skip_ != 0) --blocks_to_skip_;
  last_ = before_ = StoredStretch();
}

BlockSpans::Stretch BlockSpans::at(int64_t time_ns) {
  const SlotTable::Stretch window = slots_.stretchBy(
      time_ns, [this](int64_t at_ns) { return NativePartial::windowOf(query_, at_ns); });
  const bool previous = query_.previous_start_ns && query_.isPrevious(time_ns);
  int64_t start_ns = window.start_ns;
  int64_t end_ns = window.end_ns;
  if (previous) end_ns = std::min(end_ns, query_.start_ns);
  if (query_.previous_start_ns && !previous) start_ns = std::max(start_ns, query_.start_ns);
  return {start_ns, end_ns, window.window * 2 + (previous ? 1 : 0)};
}

bool BlockSpans::isOne(int64_t first_ns, int64_t last_ns, uint32_t& span) {
  const Stretch first = at(first_ns);
  span = first.span;
  // No window ends after the last instant there is.
  return last_ns < first.end_ns || first.end_ns == INT64_MAX;
}

BlockSpans::StoredStretch BlockSpans::storedAt(uint32_t stored) {
  if (stored >= last_.first && stored <= last_.last) return last_;
  std::swap(last_, before_);
  if (stored >= last_.first && stored <= last_.last) return last_;
  const PackedIntegers& times = block_->times;
  const Stretch stretch =
      at(static_cast<int64_t>(static_cast<uint64_t>(times.base()) + stored * times.unit()));
  const uint64_t last = stretch.end_ns > times.greatest()
                            ? times.greatestStored()
                            : times.leastStoredFrom(stretch.end_ns) - 1;
  last_ = {static_cast<uint32_t>(times.leastStoredFrom(stretch.start_ns)),
           static_cast<uint32_t>(last), stretch.span};
  return last_;
}

template <typename Stored>
bool BlockSpans::findRunsOf(const RowSet& rows, std::vector<SlotRun>& runs) {
  const uint8_t* bytes = block_->times.stored() + rows.first * sizeof(Stored);
  for (size_t begin = 0; begin < rows.count;) {
    if (runs.size() * kRowsWorthARun > begin + kRowsToSee) return false;
    const StoredStretch stretch = storedAt(PackedIntegers::storedAt<Stored>(bytes, begin));
    const size_t end = endOfRange(bytes, begin, rows.count, static_cast<Stored>(stretch.first),
                                  static_cast<Stored>(stretch.last));
    runs.push_back({stretch.span, static_cast<uint32_t>(begin), static_cast<uint32_t>(end)});
    begin = end;
  }
  return true;
}

bool BlockSpans::findRuns(const RowSet& rows, std::vector<SlotRun>& runs) {
  runs.clear();
  if (rows.places != nullptr || !has_runs_) return false;
  bool found = false;
  if (block_->times.width() == 4) found = findRunsOf<uint32_t>(rows, runs);
  if (block_->times.width() == 2) found = findRunsOf<uint16_t>(rows, runs);
  if (!found) runs.clear();
  has_runs_ = found;
  if (!found) blocks_to_skip_ = kBlocksToSkip;
  return found;
}

void BlockSpans::cut() {
  is_cut_ = true;
  buckets_.clear();
  first_ns_ = INT64_MAX;
  last_ns_ = INT64_MIN;
  for (const TimeRange& zone : block_->zones) {
    first_ns_ = std::min(first_ns_, zone.min_ns);
    last_ns_ = std::max(last_ns_, zone.max_ns);
  }
  first_ns_ = std::max(first_ns_, query_.foldedStart());
  last_ns_ = std::min(last_ns_, query_.end_ns - 1);
  if (first_ns_ > last_ns_) return;
  // A block of few events over a long time has too many windows to look at each; and the slot table
  // remembers what was looked at.
  const size_t most = size_t{block_->rows} / 8 + 16;
  std::vector<Stretch> stretches;
  for (int64_t at_ns = first_ns_;;) {
    stretches.push_back(at(at_ns));
    const int64_t end_ns = stretches.back().end_ns;
    if (end_ns > last_ns_ || end_ns == INT64_MAX) break;
    at_ns = stretches.back().end_ns;
    if (stretches.size() == most) return;
  }
  fillBuckets(stretches);
}

void BlockSpans::fillBuckets(const std::vector<Stretch>& stretches) {
  uint64_t shortest = UINT64_MAX;
  for (size_t i = 1; i + 1 < stretches.size(); ++i)
    shortest = std::min(shortest, distance(stretches[i - 1].end_ns, stretches[i].end_ns));
  const uint64_t length = distance(first_ns_, last_ns_);
  for (shift_ = 0; shift_ < 62 && (uint64_t{2} << shift_) <= shortest; ++shift_) {
  }
  if ((length >> shift_) >= kMostBuckets) return;
  buckets_.reserve((length >> shift_) + 1);
  size_t next = 0;
  for (uint64_t bucket = 0; bucket <= length >> shift_; ++bucket) {
    // The last time of the bucket decides whether an edge lies in it.
    const uint64_t last = (bucket << shift_) + ((uint64_t{1} << shift_) - 1);
    const uint32_t before = stretches[next].span;
    const int64_t edge_ns = stretches[next].end_ns;
    const bool has_edge = next + 1 < stretches.size() && distance(first_ns_, edge_ns) <= last;
    if (has_edge) ++next;
    buckets_.push_back({has_edge ? edge_ns : INT64_MAX, before, stretches[next].span});
  }
}

void BlockSpans::read(const int64_t* times_ns, size_t count, uint32_t* spans) {
  if (!is_cut_) cut();
  if (buckets_.empty()) {
    for (size_t i = 0; i < count; ++i) spans[i] = at(times_ns[i]).span;
    return;
  }
  for (size_t i = 0; i < count; ++i) {
    const Bucket& bucket = buckets_[distance(first_ns_, times_ns[i]) >> shift_];
    spans[i] = times_ns[i] < bucket.edge_ns ? bucket.before : bucket.after;
  }
}

}  // namespace tallyfold
