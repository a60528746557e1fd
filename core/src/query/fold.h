// SPDX-License-Identifier: Apache-2.0
// A query bound to one dataset: reads blocks, adds what they hold to a partial. The hot loop of the
// engine.
#pragma once

#include <memory>
#include <vector>

#include "events/dataset.h"
#include "query/chunk.h"
#include "query/partial.h"
#include "query/repeated_ids.h"
#include "tallyfold/result.h"

namespace tallyfold {

class Fold {
 public:
  using Ids = IdsFrom;
  /// Query and partial must outlive the fold.
  Fold(const Query& query, Dataset& dataset, Partial& partial, Ids ids);

  /// Adds a block. Errors: OutOfMemory, before anything of the piece that does not fit is added.
  Status consume(const Block& block);

 private:
  void bindFields();
  Status consumeRun(const Block& block, const Run& run);
  void consumePiece();
  void selectTimely();
  void splitOffIds();
  void prepare(size_t index, size_t row);
  void countPrepared();
  void settlePrepared(const Hash128& id, size_t index);
  NumberReader::Number numberOf(size_t index);
  uint32_t textOf(size_t index);
  uint32_t groupOf(size_t index);

  const Query& query_;
  Dataset& dataset_;
  Partial& partial_;
  RepeatedIds ids_;
  const AggregationFacts& facts_;

  std::vector<FilterReader> filters_;
  std::vector<TextReader> group_readers_;
  TextReader text_reader_;
  NumberReader number_reader_;
  std::vector<FieldKey> filter_keys_, group_keys_;  // looked up per block: fields may appear later
  FieldKey property_key_ = kNoField;

  Chunk chunk_;
  std::vector<uint16_t> waiting_;  // rows of the piece whose id needs a verdict
  // The batch being made, a row per entry.
  std::vector<uint32_t> slots_, texts_;
  std::vector<int64_t> mantissas_, times_, received_, offsets_;
  std::vector<uint64_t> weights_;
  std::vector<uint8_t> forms_;
};

}  // namespace tallyfold
