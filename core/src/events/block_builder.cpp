// SPDX-License-Identifier: Apache-2.0
#include "events/block_builder.h"

#include <algorithm>
#include <numeric>

#include "base/cold.h"
#include "base/sort.h"

namespace tallyfold {
namespace {

/// Whether a number is `kOdd` * 2^kShift times a whole one. Not divided, which takes long: the
/// product with the inverse of an odd divisor is small for its multiples alone.
template <uint64_t kOdd, int kShift>
bool isMultiple(int64_t value) {
  constexpr uint64_t inverse = [] {
    uint64_t inverse_so_far = kOdd;  // right in three bits; each round doubles them
    for (int round = 0; round < 5; ++round) inverse_so_far *= 2 - kOdd * inverse_so_far;
    return inverse_so_far;
  }();
  const uint64_t size = value < 0 ? 0 - static_cast<uint64_t>(value) : static_cast<uint64_t>(value);
  const uint64_t product = size * inverse;
  return (product >> kShift | product << (64 - kShift)) <= UINT64_MAX / (kOdd << kShift);
}

// The coarsest unit in which all times of the block are whole.
int64_t commonUnit(const std::vector<int64_t>& times_ns) {
  const auto all = [&](auto is_whole) {
    return std::all_of(times_ns.begin(), times_ns.end(), is_whole);
  };
  if (all(isMultiple<1'953'125, 9>)) return 1'000'000'000;
  if (all(isMultiple<15'625, 6>)) return 1'000'000;
  return all(isMultiple<125, 3>) ? 1'000 : 1;
}

// Names are sorted by their codes' digits of so many bits, of which a code has two.
constexpr int kDigitBits = 16;

// Sorts rows by one digit of their names' codes; rows with equal ones stay in their order.
void sortByDigit(std::vector<uint16_t>& order, const uint32_t* names, int shift, uint32_t last) {
  constexpr uint32_t kDigit = (1u << kDigitBits) - 1;
  std::vector<uint32_t> place(std::min(last >> shift, kDigit) + 2);
  for (const uint16_t row : order) ++place[((names[row] >> shift) & kDigit) + 1];
  std::partial_sum(place.begin(), place.end(), place.begin());
  std::vector<uint16_t> sorted(order.size());
  for (const uint16_t row : order) sorted[place[(names[row] >> shift) & kDigit]++] = row;
  order.swap(sorted);
}

/// Makes `items` larger. By four at a time and to no more than a block has: touching fresh memory
/// takes longer than filling it.
template <typename Items>
void extend(Items& items, size_t count) {
  if (count > items.capacity())
    items.reserve(std::max(count, std::min(items.capacity() * 4, kMaxBlockRows)));
  items.resize(count);
}

// A field of fewer rows than this share of the block goes to the shared sparse column.
constexpr size_t kSparseShare = 16;

}  // namespace

TALLYFOLD_COLD BlockBuilder::BlockBuilder(MemoryAccount& account, uint32_t source,
                                          bool keep_identity)
    : account_(account),
      source_(source),
      keep_identity_(keep_identity),
      names_(makeAccounted<uint32_t>(account)),
      times_(makeBuffer<int64_t>(account)),
      offsets_(makeBuffer<int64_t>(account)),
      lines_(makeBuffer<int64_t>(account)),
      received_(makeBuffer<int64_t>(account)),
      ids_(makeAccounted<Hash128>(account)),
      heap_(makeAccounted<char>(account)) {}

TALLYFOLD_COLD void BlockBuilder::drop() {
  staged_.clear();
  staged_huge_ = false;
  heap_.resize(staged_heap_);
}

TALLYFOLD_COLD BlockBuilder::Field& BlockBuilder::field(FieldKey key) {
  if (key >= field_of_key_.size()) field_of_key_.resize(key + 1, kNoField);
  if (field_of_key_[key] == kNoField) {
    field_of_key_[key] = static_cast<uint32_t>(fields_.size());
    fields_.push_back({key, makeBuffer<uint16_t>(account_), makeBuffer<uint8_t>(account_),
                       makeBuffer<int64_t>(account_)});
  }
  return fields_[field_of_key_[key]];
}

void BlockBuilder::commit(const RowFacts& facts) {
  const auto row = static_cast<uint16_t>(rows());
  for (const Staged& staged : staged_) {
    Field& target = field(staged.key);
    if (!target.rows.empty() && target.rows.back() == row) {
      target.tags.back() = staged.cell.tag;
      target.payloads.back() = staged.cell.payload;
      continue;
    }
    target.rows.push_back(row);
    target.tags.push_back(staged.cell.tag);
    target.payloads.push_back(staged.cell.payload);
  }
  if (staged_huge_) huge_rows_.push_back(row);
  cells_ += staged_.size();
  staged_heap_ = heap_.size();
  drop();
  if (keep_identity_) ids_.push_back(facts.id);
  addReceived(facts.received_ns);
  names_.push_back(facts.name_code);
  times_.push_back(facts.time_ns);
  offsets_.push_back(static_cast<int64_t>(facts.byte_offset));
  lines_.push_back(static_cast<int64_t>(facts.line));
}

void BlockBuilder::addReceived(const std::optional<int64_t>& received_ns) {
  if (received_ns && received_.empty()) received_.resize(rows(), kNotReceived);
  if (received_ns || !received_.empty()) received_.push_back(received_ns.value_or(kNotReceived));
}

BlockBuilder::NewCells BlockBuilder::addCells(FieldKey key, size_t count) {
  Field& target = field(key);
  const size_t before = target.rows.size();
  extend(target.rows, before + count);
  extend(target.tags, before + count);
  extend(target.payloads, before + count);
  cells_ += count;
  return {target.rows.data() + before, target.tags.data() + before,
          target.payloads.data() + before};
}

void BlockBuilder::addRows(const RowFacts* facts, const uint32_t* name_codes, size_t count) {
  const size_t before = rows();
  const auto says_when = [](const RowFacts& event) { return event.received_ns.has_value(); };
  if (!received_.empty() || std::any_of(facts, facts + count, says_when)) {
    received_.resize(before, kNotReceived);
    extend(received_, before + count);
    for (size_t i = 0; i < count; ++i)
      received_[before + i] = facts[i].received_ns.value_or(kNotReceived);
  }
  if (keep_identity_) {
    extend(ids_, before + count);
    for (size_t i = 0; i < count; ++i) ids_[before + i] = facts[i].id;
  }
  extend(names_, before + count);
  std::copy_n(name_codes, count, names_.begin() + static_cast<std::ptrdiff_t>(before));
  extend(times_, before + count);
  extend(offsets_, before + count);
  extend(lines_, before + count);
  for (size_t i = 0; i < count; ++i) {
    times_[before + i] = facts[i].time_ns;
    offsets_[before + i] = static_cast<int64_t>(facts[i].byte_offset);
    lines_[before + i] = static_cast<int64_t>(facts[i].line);
  }
  staged_heap_ = heap_.size();
}

// Sorts rows by name, keeping arrival within a name, and answers where each row goes.
std::vector<uint16_t> BlockBuilder::placeRows(Block& block) const {
  std::vector<uint16_t> order(rows());
  std::iota(order.begin(), order.end(), uint16_t{0});
  const uint32_t last_name = names_.empty() ? 0 : *std::max_element(names_.begin(), names_.end());
  sortByDigit(order, names_.data(), 0, last_name);
  if (last_name >> kDigitBits != 0) sortByDigit(order, names_.data(), kDigitBits, last_name);
  std::vector<uint16_t> row_of(rows());
  for (uint32_t row = 0; row < order.size(); ++row) {
    const uint32_t name = names_[order[row]];
    if (block.runs.empty() || block.runs.back().name_code != name) {
      block.runs.push_back({name, row, row});
    }
    block.runs.back().end = row + 1;
    row_of[order[row]] = static_cast<uint16_t>(row);
  }
  return row_of;
}

void BlockBuilder::buildFacts(Block& block, const std::vector<uint16_t>& row_of) const {
  std::vector<int64_t> placed(rows());
  const auto place = [&](const AccountedBuffer<int64_t>& values) -> std::vector<int64_t>& {
    for (size_t i = 0; i < values.size(); ++i) placed[row_of[i]] = values[i];
    return placed;
  };
  block.offsets.assign(place(offsets_).data(), rows());
  block.lines.assign(place(lines_).data(), rows());
  block.has_received = !received_.empty();
  if (block.has_received) block.received.assign(place(received_).data(), rows());
  const std::vector<int64_t>& times = place(times_);
  // Differences of whole units are whole units only when the base is one too: the least time is.
  block.times.assign(times.data(), rows(), commonUnit(times));
  for (size_t first = 0; first < rows(); first += kZoneRows) {
    TimeRange range{times[first], times[first]};
    for (size_t row = first; row < std::min(rows(), first + kZoneRows); ++row) {
      range.min_ns = std::min(range.min_ns, times[row]);
      range.max_ns = std::max(range.max_ns, times[row]);
    }
    block.zones.push_back(range);
  }
  for (const uint16_t row : huge_rows_) block.huge_integer_rows.push_back(row_of[row]);
  sortItems(block.huge_integer_rows);
}

void BlockBuilder::buildFields(Block& block, const std::vector<uint16_t>& row_of) const {
  std::vector<uint8_t> tags;
  std::vector<int64_t> payloads;
  for (const Field& seen : fields_) {
    if (seen.rows.empty()) continue;  // a field of the block before
    if (seen.rows.size() * kSparseShare < rows()) {
      for (size_t i = 0; i < seen.rows.size(); ++i) {
        block.sparse.push_back({seen.key, row_of[seen.rows[i]], seen.tags[i], seen.payloads[i]});
      }
      continue;
    }
    tags.resize(rows());
    payloads.resize(rows());
    if (seen.rows.size() != rows()) {
      // Rows without the field repeat its first payload, so that they do not widen the column.
      std::fill(tags.begin(), tags.end(), makeTag(CellKind::Missing));
      std::fill(payloads.begin(), payloads.end(), seen.payloads.front());
    }
    for (size_t i = 0; i < seen.rows.size(); ++i) {
      const uint16_t row = row_of[seen.rows[i]];
      tags[row] = seen.tags[i];
      payloads[row] = seen.payloads[i];
    }
    block.columns.emplace_back(seen.key, Column(account_))
        .second.assign(tags.data(), payloads.data(), rows());
  }
  sortItems(block.columns, [](const auto& a, const auto& b) { return a.first < b.first; });
  sortInPlace(block.sparse, [](const SparseCell& a, const SparseCell& b) {
    return a.key != b.key ? a.key < b.key : a.row < b.row;
  });
  block.sparse.shrink_to_fit();
}

TALLYFOLD_COLD std::unique_ptr<Block> BlockBuilder::build(uint32_t number,
                                                          bool with_id_hashes) const {
  auto block = std::make_unique<Block>(account_);
  block->source = source_;
  block->number = number;
  block->rows = static_cast<uint32_t>(rows());
  const std::vector<uint16_t> row_of = placeRows(*block);
  buildFacts(*block, row_of);
  buildFields(*block, row_of);
  block->heap.assign(heap_.begin(), heap_.end());
  if (keep_identity_ && block->runs.size() > 1)
    block->row_by_arrival.assign(row_of.begin(), row_of.end());
  if (keep_identity_ && with_id_hashes) {
    block->id_hashes.resize(rows());
    for (size_t i = 0; i < rows(); ++i) block->id_hashes[row_of[i]] = ids_[i];
  }
  return block;
}

TALLYFOLD_COLD uint64_t BlockBuilder::bytesToBuild() const {
  constexpr uint64_t kRowBytes = 8 * 8;  // time, offset, line, received and their working copies
  constexpr uint64_t kCellBytes =
      2 * 24;  // a sparse cell, or a share of a dense column and its copy
  return rows() * kRowBytes + cells_ * kCellBytes + fields_.size() * rows() * 9 / kSparseShare +
         heap_.size();
}

TALLYFOLD_COLD void BlockBuilder::clear() {
  // A field that is in most events keeps its buffers for the next block. Others are forgotten: a
  // key seen once must not keep its buffers for ever.
  const auto is_rare = [this](const Field& seen) { return seen.rows.size() * 2 < rows(); };
  fields_.erase(std::remove_if(fields_.begin(), fields_.end(), is_rare), fields_.end());
  field_of_key_.clear();
  for (Field& seen : fields_) {
    seen.rows.clear();
    seen.tags.clear();
    seen.payloads.clear();
    if (seen.key >= field_of_key_.size()) field_of_key_.resize(seen.key + 1, kNoField);
    field_of_key_[seen.key] = static_cast<uint32_t>(&seen - fields_.data());
  }
  names_.clear();
  times_.clear();
  offsets_.clear();
  lines_.clear();
  received_.clear();
  ids_.clear();
  cells_ = 0;
  huge_rows_.clear();
  heap_.clear();
  staged_heap_ = 0;
}

}  // namespace tallyfold
