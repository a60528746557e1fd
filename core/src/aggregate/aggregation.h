// SPDX-License-Identifier: Apache-2.0
// The aggregations: each one is how to begin, add, merge, finish, write and read, named by a row in
// one table.
//
// A new one is a file beside this one and a row in aggregation.cpp. Its state lives in slots, one
// per window and group.
#pragma once

#include <cstdint>
#include <memory>
#include <string_view>
#include <vector>

#include "base/bytes.h"
#include "base/memory_account.h"
#include "events/text_map.h"
#include "numeric/decimal.h"
#include "numeric/rational.h"
#include "select/field_reader.h"

namespace tallyfold {

/// Rows [begin, end) of a batch that all go to one slot.
struct SlotRun {
  uint32_t slot;
  uint32_t begin;
  uint32_t end;
};

/// Rows to add, all of one input unless `sources` says otherwise. What an aggregation does not need
/// may be null.
struct Batch {
  size_t count = 0;
  const uint32_t* slots = nullptr;
  const int64_t* mantissas = nullptr;  ///< the row's number: mantissa and form, see NumberForm
  const uint8_t* forms = nullptr;  ///< a scale, Exact or NotFinite, nothing else; null with `scale`
  const std::vector<Decimal>* exact = nullptr;
  const uint32_t* texts = nullptr;  ///< code of the row's text
  const int64_t* times_ns = nullptr;
  const uint64_t* weights = nullptr;     ///< time from the event to the end, in the query's unit
  const int64_t* received_ns = nullptr;  ///< null: none of the rows says
  const int64_t* offsets = nullptr;      ///< byte offset: arrival within the input
  uint32_t source = 0;
  const uint32_t* sources = nullptr;

  // What many rows at a time may know beside.
  /// The slots again, as runs; null: they change too often to be worth it.
  const SlotRun* runs = nullptr;
  size_t run_count = 0;
  /// Whether rows of one slot often stand together, though not long enough for runs.
  bool has_stretches = false;
  /// Where not negative: every number is a mantissa of this scale, its size at most `most`.
  int scale = -1;
  uint64_t most = 0;
  /// Where not 0: every text is below it, and most below it will come.
  uint32_t text_limit = 0;

  [[nodiscard]] uint8_t form(size_t i) const {
    return forms != nullptr ? forms[i] : static_cast<uint8_t>(scale);
  }
};

/// Calls use(slot, begin, end) for rows of one slot that stand together. Adding to one number in
/// memory again and again is slow, because the processor waits for what it just wrote; where slots
/// change by chance it is slower, because the end of each stretch is a surprise: see has_stretches.
template <typename Use>
void forStretches(const Batch& batch, Use use) {
  const uint32_t* slots = batch.slots;
  for (size_t begin = 0; begin < batch.count;) {
    const uint32_t slot = slots[begin];
    size_t end = begin + 1;
    while (end < batch.count && slots[end] == slot) ++end;
    use(slot, begin, end);
    begin = end;
  }
}

/// Adds to each slot how many rows of the batch it has.
void addCounts(const Batch& batch, uint64_t* counts);

/// A slot's answer.
struct Outcome {
  bool finite = true;  ///< false: a NaN or an infinity took part, by an as-is rule
  Rational value;
};

/// What an aggregation is told of the query.
struct AggregationInput {
  Decimal multiplier = Decimal::fromInteger(1);
  Decimal period = Decimal::fromInteger(
      1);           ///< length of the request's range in the unit of the weights; not zero
  Decimal percent;  ///< of a percentile, 0 to 100
};

/// State of one aggregation over all slots of a partial.
class Aggregation {
 public:
  virtual ~Aggregation() = default;
  /// Makes room for slots [0, count), new ones empty.
  virtual void resize(size_t count) = 0;
  virtual void add(const Batch& batch) = 0;
  /// Adds another state of the same kind; its slot s becomes slots[s], its text t becomes
  /// (*texts)(t), or stays as it is when `texts` is null.
  virtual void merge(const Aggregation& other, const std::vector<uint32_t>& slots,
                     TextMap* texts) = 0;
  [[nodiscard]] virtual Outcome finish(uint32_t slot) const = 0;
  /// The answers of many slots, each of which took a row, as numbers of the fast form. False when
  /// one of them is none: then `finish` tells.
  virtual bool readScaled(const uint32_t* /*slots*/, size_t /*count*/, Scaled* /*numbers*/) const {
    return false;
  }
  virtual void write(ByteWriter& out) const = 0;
  /// Replaces the state by one of `slot_count` slots, whose texts are below `text_count`; the
  /// reader's state says whether it could.
  virtual void read(ByteReader& in, size_t slot_count, size_t text_count) = 0;
  /// The most bytes that adding `rows` rows can take while tables grow.
  [[nodiscard]] virtual uint64_t bytesToAdd(uint64_t rows) const = 0;
};

enum class AggregationKind : uint8_t {
  Count,
  Sum,
  Average,
  CountUnique,
  Latest,
  SumWithMultiplier,
  Max,
  WeightedSum
};

/// What a query must bring for an aggregation.
struct AggregationFacts {
  AggregationKind kind;
  std::string_view name;  ///< in the field's words: "COUNT"
  bool needs_number;
  bool needs_text;
  std::unique_ptr<Aggregation> (*make)(const AggregationInput&, MemoryAccount&);
};

const AggregationFacts& factsOf(AggregationKind kind);
/// By its upper-case name; null for any other text.
const AggregationFacts* aggregationNamed(std::string_view name);

// The makers, one per file.
std::unique_ptr<Aggregation> makeCount(const AggregationInput&, MemoryAccount&);
std::unique_ptr<Aggregation> makeSum(const AggregationInput&, MemoryAccount&);
std::unique_ptr<Aggregation> makeAverage(const AggregationInput&, MemoryAccount&);
std::unique_ptr<Aggregation> makeCountUnique(const AggregationInput&, MemoryAccount&);
std::unique_ptr<Aggregation> makeLatest(const AggregationInput&, MemoryAccount&);
std::unique_ptr<Aggregation> makeFirst(const AggregationInput&, MemoryAccount&);
std::unique_ptr<Aggregation> makeMax(const AggregationInput&, MemoryAccount&);
std::unique_ptr<Aggregation> makeMin(const AggregationInput&, MemoryAccount&);
std::unique_ptr<Aggregation> makePercentile(const AggregationInput&, MemoryAccount&);
std::unique_ptr<Aggregation> makeLevelChanges(const AggregationInput&, MemoryAccount&);
std::unique_ptr<Aggregation> makeLevelReadings(const AggregationInput&, MemoryAccount&);
std::unique_ptr<Aggregation> makeWeightedSum(const AggregationInput&, MemoryAccount&);

}  // namespace tallyfold
