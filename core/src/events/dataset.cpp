// SPDX-License-Identifier: Apache-2.0
#include "events/dataset.h"

#include <algorithm>
#include <unordered_map>

#include "base/sort.h"

namespace tallyfold {
namespace {

// A field turns to plain texts once this many were seen, and more than 15 in 16 were new.
constexpr uint64_t kTextsBeforeJudging = 65536;
// No dictionary outgrows this: later texts of the field are kept plain.
constexpr uint32_t kMaxDictionaryTexts = 1u << 27;

}  // namespace

Dataset::Dataset(MemoryAccount& account, const DatasetOptions& options)
    : names(account),
      keys(account),
      account_(account),
      options_(options),
      ids_(account),
      shared_ids_(makeAccounted<SharedId>(account)) {}

Dataset::Source& Dataset::source(uint32_t number) {
  Source& source = sources_[number];
  if (!source.builder) {
    source.builder = std::make_unique<BlockBuilder>(account_, number, options_.keep_identity);
    source.block_number = next_block_++;
  }
  return source;
}

BlockBuilder& Dataset::builder(uint32_t number) { return *source(number).builder; }

Dictionary& Dataset::dictionary(FieldKey key) {
  if (key >= values_.size()) {
    values_.resize(key + 1);
    text_use_.resize(key + 1);
  }
  if (!values_[key]) values_[key] = std::make_unique<Dictionary>(account_);
  return *values_[key];
}

void Dataset::stageText(BlockBuilder& builder, FieldKey key, CellKind kind, std::string_view text) {
  Dictionary& known = dictionary(key);
  if (kind == CellKind::Text) {
    if (text_use_[key].plain) return builder.stagePlainText(key, text);
    judgeTexts(key, 1);
  }
  builder.stage(key, {makeTag(kind), known.intern(text)});
}

void Dataset::judgeTexts(FieldKey key, uint64_t more) {
  TextUse& use = text_use_[key];
  const uint32_t known = values_[key]->size();
  use.texts += more;
  use.plain = (use.texts >= kTextsBeforeJudging && known * 16ULL > use.texts * 15ULL) ||
              known >= kMaxDictionaryTexts;
}

void Dataset::commit(uint32_t number, const RowFacts& facts) {
  Source& source = sources_[number];
  source.open_view.reset();
  const auto row = static_cast<uint16_t>(source.builder->rows());
  source.builder->commit(facts);
  ++accepted_;
  const bool has_id = !(facts.id == Hash128());
  const bool indexes = options_.keep_blocks || remembers_ids_;
  if (has_id && options_.keep_identity && indexes) {
    ids_.add(facts.id, makeOrdinal(source.block_number, row));
  }
  if (source.builder->full()) close(source);
}

void Dataset::wantOnly(const std::string& event_name, const std::vector<FieldName>& fields) {
  selective_ = true;
  wanted_names_.insert(event_name);
  for (const FieldName& field : fields) {
    if (field.is_attribute) {
      wanted_attributes_[static_cast<size_t>(field.attribute)] = true;
    } else {
      wanted_properties_.insert(field.property);
    }
  }
}

void Dataset::refuse(LedgerEntry entry) { intake_.add(std::move(entry)); }

void Dataset::close(Source& source) {
  const bool with_id_hashes = listener_ != nullptr && listener_->readsIdHashes();
  std::unique_ptr<Block> block = source.builder->build(source.block_number, with_id_hashes);
  source.open_view.reset();
  source.builder->clear();
  source.block_number = next_block_++;
  if (listener_ != nullptr) listener_->onBlock(*block);
  if (!options_.keep_blocks) return;
  block->id_hashes = makeAccounted<Hash128>(account_);
  blocks_.push_back(std::move(block));
}

std::vector<Dataset::Source*> Dataset::openSources() {
  std::vector<Source*> open;
  for (auto& [number, source] : sources_) {
    if (source.builder && source.builder->rows() != 0) open.push_back(&source);
  }
  sortItems(open,
            [](const Source* a, const Source* b) { return a->block_number < b->block_number; });
  return open;
}

void Dataset::flush() {
  for (Source* source : openSources()) close(*source);
}

std::vector<const Block*> Dataset::blocks() {
  std::vector<const Block*> all;
  for (const auto& block : blocks_) all.push_back(block.get());
  for (Source* source : openSources()) {
    if (!source->open_view) source->open_view = source->builder->build(source->block_number, true);
    all.push_back(source->open_view.get());
  }
  return all;
}

void Dataset::restoreIdHashes() {
  std::unordered_map<uint32_t, Block*> block_of;
  for (const auto& block : blocks_) {
    block->id_hashes.assign(block->rows, Hash128());
    block_of.emplace(block->number, block.get());
  }
  const auto place = [&](const Hash128& id, uint64_t ordinal) {
    const auto found = block_of.find(blockOf(ordinal));
    if (found != block_of.end())
      found->second->id_hashes[found->second->rowOfOrdinal(ordinal)] = id;
  };
  std::unordered_map<uint64_t, Hash128> id_of_first;
  std::vector<uint64_t> first_of_group;
  for (const IdIndex::Repeat& repeat : ids_.repeats()) {
    if (repeat.group != first_of_group.size()) continue;
    first_of_group.push_back(repeat.ordinal);
    id_of_first.emplace(repeat.ordinal, Hash128());
  }
  ids_.forEachFirst([&](const Hash128& id, uint64_t ordinal) {
    place(id, ordinal);
    const auto repeated = id_of_first.find(ordinal);
    if (repeated != id_of_first.end()) repeated->second = id;
  });
  for (const IdIndex::Repeat& repeat : ids_.repeats()) {
    place(id_of_first[first_of_group[repeat.group]], repeat.ordinal);
  }
}

void Dataset::dropIdHashes() {
  for (const auto& block : blocks_) block->id_hashes = makeAccounted<Hash128>(account_);
}

uint64_t Dataset::bytesToDecode(uint64_t input_bytes) const {
  // A cell takes at least six bytes of input, so this bounds what a piece can add before anything
  // grows.
  constexpr uint64_t kBytesPerInputByte = 16;
  const uint64_t texts = input_bytes / 6 + 1;
  uint64_t bytes = input_bytes * kBytesPerInputByte + names.bytesToGrow(texts, input_bytes) +
                   keys.properties().bytesToGrow(texts, input_bytes) + ids_.bytesToAdd(texts);
  for (const auto& dictionary : values_) {
    if (dictionary) bytes += dictionary->bytesToGrow(texts, input_bytes);
  }
  for (const auto& [number, source] : sources_) {
    if (source.builder) bytes += source.builder->bytesToBuild();
  }
  return bytes;
}

}  // namespace tallyfold
