// SPDX-License-Identifier: Apache-2.0
// Between a service's words and ours, both directions: a request becomes a fold over events, and
// what it learned becomes an answer.
//
// A new report is a row in the table of dialect.cpp and the files it names.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "base/mode.h"
#include "catalog/catalog.h"
#include "query/fold.h"
#include "tallyfold/columns.h"

namespace tallyfold {

/// What a report answers, and what stands behind it.
struct Answer {
  int status = 200;  ///< above 299 the text is an error that only the events could tell
  std::string text;
  std::vector<std::string> notes;  ///< names of the as-is rules that changed it, and other remarks
  bool finite = true;              ///< false: a number that is none took part
  uint64_t seen = 0;               ///< events handed to the fold, asked for or not
  uint64_t counted = 0;
  Ledger rejected;  ///< events asked for and not counted
  Ledger coerced;   ///< events counted with a value that a rule put in place
};

/// One report while events are folded into it. Folds of one prepared report merge in any order with
/// the same answer, and can be written and read back.
class ReportFold {
 public:
  virtual ~ReportFold() = default;
  /// Adds a block. Errors: OutOfMemory, before anything that does not fit is added.
  virtual Status consume(const Block& block) = 0;
  /// Adds what another fold of the same report has learned. Errors: InvalidSnapshot, when the two
  /// cannot be added up; this fold is then as before.
  virtual Status merge(const ReportFold& other) = 0;
  virtual void write(ByteWriter& out) const = 0;
  /// Replaces an empty fold's content; the reader's state says whether it could.
  virtual void read(ByteReader& in) = 0;
  /// The most bytes that `answer(last)` takes for itself.
  [[nodiscard]] virtual uint64_t bytesToAnswer(bool last) const = 0;
  /// The answer over everything so far. `last`: nothing will be added afterwards.
  virtual Answer answer(bool last) = 0;
  /// The same with its rows in columns, with texts where asked for, instead of in the text. Only of
  /// a report that answersColumns.
  virtual Answer answerColumns(bool last, bool /*texts*/, QueryColumns& /*columns*/) {
    return answer(last);
  }
};

/// A request that passed every check.
class PreparedReport {
 public:
  virtual ~PreparedReport() = default;
  /// Everything that must be equal for two folds to mean the same.
  [[nodiscard]] virtual std::string canonicalBytes() const = 0;
  /// Whether an id counts once, so that ids must have been kept.
  [[nodiscard]] virtual bool countsIdsOnce() const = 0;
  /// Whether it looks at the ids themselves, so that their texts must have been kept.
  [[nodiscard]] virtual bool readsIdTexts() const { return false; }
  /// Whether the answer depends on the order in which events arrive, so that they cannot be shared
  /// out.
  [[nodiscard]] virtual bool followsArrival() const { return false; }
  /// Whether its rows can be had as columns.
  [[nodiscard]] virtual bool hasColumns() const { return false; }
  /// Tells a dataset that decodes only what is asked for what that is.
  virtual void tellWanted(Dataset& dataset) const = 0;
  /// An empty fold. This report and the dataset must outlive it.
  [[nodiscard]] virtual std::unique_ptr<ReportFold> begin(Dataset& dataset,
                                                          Fold::Ids ids) const = 0;
};

/// A request that did not, in the service's own shape.
struct RefusedRequest {
  int status = 400;
  std::string text;
};

using Preparation = std::variant<std::unique_ptr<PreparedReport>, RefusedRequest>;

/// What a request is read with.
struct RequestInput {
  std::string_view request_json;
  Mode mode = Mode::AsIs;
  int64_t now_ns = 0;
  std::shared_ptr<const Catalog> catalog;  ///< never null
};

struct ReportKind {
  std::string_view name;
  Preparation (*prepare)(const RequestInput& input);
};

/// The report of that name, or null.
const ReportKind* reportKindNamed(std::string_view name);
/// All names, for messages: "flexprice.usage, flexprice.usage_by_meter".
std::string reportKindNames();

}  // namespace tallyfold
