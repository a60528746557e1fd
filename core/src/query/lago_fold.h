// SPDX-License-Identifier: Apache-2.0
// A query in Lago's words bound to one dataset: reads blocks, adds the events that count to a log.
#pragma once

#include <deque>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "base/flat_map.h"
#include "query/chunk.h"
#include "query/lago_log.h"
#include "query/lago_metrics.h"
#include "query/lago_value.h"
#include "query/repeated_ids.h"

namespace tallyfold {

class LagoFold {
 public:
  /// Query, metrics and log must outlive the fold.
  LagoFold(const LagoQuery& query, const LagoMetrics& metrics, Dataset& dataset, LagoLog& log,
           IdsFrom ids);

  /// Adds a block. Errors: OutOfMemory, before anything of the piece that does not fit is added.
  Status consume(const Block& block);

 private:
  struct Bound {  // a metric's fields in this dataset
    const LagoMetricPlan* plan = nullptr;
    FieldKey field = kNoField;
    std::vector<FieldKey> shape_fields;
    bool formula_in_shape = false;  // filters or groups look at what a formula makes
  };
  Status consumeRun(const Block& block, const Run& run);
  void noteCopies(const Block& block);
  void readRow(const std::vector<Bound>& bounds, size_t index);
  void refuseUnpriced(const std::string& code, size_t index);
  void refuse(size_t index, Reason reason, std::string detail);
  uint32_t subscriptionOf(size_t index);
  LagoScope& scopeOf(const LagoMetricPlan& plan, uint32_t subscription);
  bool readEntry(const Bound& bound, size_t index, LagoEntry& entry, Reason& reason,
                 std::string& detail);
  bool readValue(const Bound& bound, size_t index, LagoEntry& entry, Reason& reason,
                 std::string& detail);
  bool readFormula(const Bound& bound, size_t index, LagoEntry& entry, Reason& reason,
                   std::string& detail);
  bool readNumber(const Bound& bound, size_t index, LagoEntry& entry, Reason& reason);
  void readOperation(size_t index, LagoEntry& entry);
  void readAmount(size_t index, LagoEntry& entry);
  void readStored(const Bound& bound, size_t index, LagoEntry& entry);
  void setStored(const ClickHouseNumber& number, size_t index, LagoEntry& entry, Reason reason);
  void noteCoerced(size_t index, Reason reason);
  uint32_t textOf(const FieldName& name, FieldKey key, size_t index);
  uint32_t shapeOf(const Bound& bound, size_t index);

  const LagoQuery& query_;
  const LagoMetrics& metrics_;
  Dataset& dataset_;
  LagoLog& log_;
  RepeatedIds ids_;
  Chunk chunk_;
  std::optional<std::pair<uint32_t, uint64_t>> coerced_at_;  // source and byte offset of the last
  std::map<FieldKey, TextReader> text_readers_;
  uint32_t formula_text_ = 0;  // of the row that is being read
  FlatMap scope_of_;           // by subscription text and metric
  std::deque<LagoScope> scopes_;
};

}  // namespace tallyfold
