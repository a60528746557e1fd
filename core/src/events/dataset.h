// SPDX-License-Identifier: Apache-2.0
// The events of one engine: blocks, the dictionaries they share, identity, and what could not be
// decoded.
//
// A dataset is neutral. It keeps every well-formed event as it came; modes and a service's quirks
// act when a report runs.
#pragma once

#include <algorithm>
#include <cstdint>
#include <map>
#include <memory>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "base/siphash.h"
#include "events/block.h"
#include "events/block_builder.h"
#include "events/dictionary.h"
#include "events/event_batch.h"
#include "events/field_keys.h"
#include "events/id_index.h"
#include "events/shared_ids.h"
#include "ledger/ledger.h"

namespace tallyfold {

struct DatasetOptions {
  bool keep_blocks = true;     ///< false: a block is handed to the plans and forgotten
  bool keep_identity = true;   ///< index ids, so that reports can count an id once
  bool keep_id_texts = false;  ///< keep the ids themselves too, so that ledgers can name them
  HashKey id_key;
};

/// Is told of each block once, when it is complete.
class BlockListener {
 public:
  virtual ~BlockListener() = default;
  virtual void onBlock(const Block& block) = 0;
  /// Whether the hashes of ids in the next block are of use.
  [[nodiscard]] virtual bool readsIdHashes() const = 0;
};

class Dataset {
 public:
  Dataset(MemoryAccount& account, const DatasetOptions& options);

  // Writing, by decoders.
  /// The open rows of an input. Valid until `commit` or `flush`.
  BlockBuilder& builder(uint32_t source);
  /// The cell that holds a text of a field. Stages plain texts in `builder` where texts do not
  /// repeat.
  void stageText(BlockBuilder& builder, FieldKey key, CellKind kind, std::string_view text);
  /// Completes the event staged in the input's builder.
  void commit(uint32_t source, const RowFacts& facts);
  /// Completes the events of a batch, no more than there is room for, and empties it.
  void commit(uint32_t source, EventBatch& batch);
  /// How many events the input's open rows still take before they become a block; never zero.
  size_t roomInBlock(uint32_t source);
  void refuse(LedgerEntry entry);
  /// Turns all open rows into blocks, so that listeners have seen every event.
  void flush();
  void setListener(BlockListener* listener) { listener_ = listener; }

  /// From now on a dataset that keeps no events remembers their ids all the same, so that
  /// `knowsId` answers.
  void rememberIds() { remembers_ids_ = true; }
  /// Whether an event has this id. A dataset that keeps no events knows those that came after
  /// `rememberIds`.
  [[nodiscard]] bool knowsId(const Hash128& id) const {
    if (asked_ids_ != nullptr) asked_ids_->push_back(id);
    return ids_.contains(id) ||
           std::find(elsewhere_.begin(), elsewhere_.end(), id) != elsewhere_.end();
  }
  /// From now on `knowsId` notes there what it was asked; null: no longer.
  void noteAskedIds(std::vector<Hash128>* asked) { asked_ids_ = asked; }
  /// Until this is called again, these ids are known too: other datasets have them.
  void knowElsewhere(std::vector<Hash128> ids) { elsewhere_ = std::move(ids); }

  // A stream keeps no events, so it need not decode what no plan asks for.
  /// From now on events of other names are only counted, and other fields are passed over.
  void wantOnly(const std::string& event_name, const std::vector<FieldName>& fields);
  /// From now on events of every name are kept, with the fields that are wanted of any.
  void wantEveryName() { every_name_ = true; }
  [[nodiscard]] bool wantsEveryName() const { return !selective_ || every_name_; }
  [[nodiscard]] bool wantsName(std::string_view name) const {
    return !selective_ || every_name_ || wanted_names_.find(name) != wanted_names_.end();
  }
  [[nodiscard]] bool wantsProperty(std::string_view name) const {
    return !selective_ || wanted_properties_.find(name) != wanted_properties_.end();
  }
  [[nodiscard]] bool wantsAttribute(Attribute attribute) const {
    return !selective_ || wanted_attributes_[static_cast<size_t>(attribute)];
  }

  // Reading, by plans.
  /// The blocks so far in the order in which listeners met them, then the open rows as they stand
  /// and would be closed, so that a report and a plan see the same sequence. Valid until the next
  /// event.
  std::vector<const Block*> blocks();
  /// Puts the hashes of all ids into the kept blocks, for a plan that will be merged with others.
  void restoreIdHashes();
  void dropIdHashes();
  [[nodiscard]] const std::vector<IdIndex::Repeat>& repeats() const { return ids_.repeats(); }
  [[nodiscard]] const IdIndex& ids() const { return ids_; }
  /// Remembers which ids other datasets have too, until the next event.
  void shareIds(std::string_view elsewhere) {
    shared_ids_ = eventsWithIds(ids_, elsewhere, account_);
    shared_as_of_ = accepted_;
  }
  [[nodiscard]] bool knowsSharedIds() const { return shared_as_of_ == accepted_; }
  [[nodiscard]] const AccountedVector<SharedId>& sharedIds() const { return shared_ids_; }
  [[nodiscard]] const Dictionary& values(FieldKey key) const { return *values_[key]; }
  [[nodiscard]] Dictionary& values(FieldKey key) { return *values_[key]; }
  [[nodiscard]] bool hasValues(FieldKey key) const { return key < values_.size() && values_[key]; }
  [[nodiscard]] const DatasetOptions& options() const { return options_; }
  [[nodiscard]] MemoryAccount& account() const { return account_; }
  [[nodiscard]] const Ledger& intake() const { return intake_; }
  [[nodiscard]] uint64_t accepted() const { return accepted_; }

  /// The most bytes that decoding `input_bytes` more can take.
  [[nodiscard]] uint64_t bytesToDecode(uint64_t input_bytes) const;

  Dictionary names;
  FieldKeys keys;

 private:
  struct Source {
    std::unique_ptr<BlockBuilder> builder;
    uint32_t block_number = 0;  // that the open rows will have
    std::unique_ptr<Block>
        open_view;  // of the open rows, made by `blocks`, gone with the next event
  };
  struct TextUse {  // decides whether a field's texts repeat
    uint64_t texts = 0;
    bool plain = false;
  };
  Source& source(uint32_t number);
  void close(Source& source);
  /// The inputs with open rows, in the order in which their blocks were begun.
  std::vector<Source*> openSources();
  Dictionary& dictionary(FieldKey key);
  void judgeTexts(FieldKey key, uint64_t more);
  void stageTexts(BlockBuilder& builder, FieldKey key, EventBatch::Texts& all, size_t count,
                  const BlockBuilder::NewCells& out);
  void commitColumn(BlockBuilder& builder, EventBatch& batch, size_t index);

  MemoryAccount& account_;
  DatasetOptions options_;
  BlockListener* listener_ = nullptr;
  std::map<uint32_t, Source> sources_;
  std::vector<std::unique_ptr<Block>> blocks_;
  std::vector<std::unique_ptr<Dictionary>> values_;
  std::vector<TextUse> text_use_;
  IdIndex ids_;
  AccountedVector<SharedId> shared_ids_;
  uint64_t shared_as_of_ = UINT64_MAX;  // events at that time
  Ledger intake_;
  std::vector<Hash128> elsewhere_;
  std::vector<Hash128>* asked_ids_ = nullptr;
  bool remembers_ids_ = false;
  bool selective_ = false;
  bool every_name_ = false;
  std::set<std::string, std::less<>> wanted_names_, wanted_properties_;
  bool wanted_attributes_[static_cast<size_t>(Attribute::kCount)] = {};
  uint64_t accepted_ = 0;
  uint32_t next_block_ = 0;
};

}  // namespace tallyfold
