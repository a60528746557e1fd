// SPDX-License-Identifier: Apache-2.0
#include "shape/tallyfold.h"

#include <algorithm>

#include "query/native_fold.h"
#include "shape/tallyfold_answer.h"
#include "shape/tallyfold_columns.h"

namespace tallyfold {
namespace {

// The request is fine; only the events could tell that its answer is not.
constexpr int kTooLarge = 413;

class QueryFold final : public ReportFold {
 public:
  QueryFold(const TallyfoldRequest& request, Dataset& dataset, IdsFrom ids)
      : request_(request),
        account_(dataset.account()),
        partial_(request.query, account_),
        fold_(request.query, dataset, partial_, ids) {}

  Status consume(const Block& block) override { return fold_.consume(block); }
  Status merge(const ReportFold& other) override {
    partial_.merge(static_cast<const QueryFold&>(other).partial_);
    return Done{};
  }
  void write(ByteWriter& out) const override { partial_.write(out); }
  void read(ByteReader& in) override { partial_.read(in); }

  // The states are added up for totals, for others and for the rows; the values and the text of
  // each row come to some hundred bytes for each measure.
  [[nodiscard]] uint64_t bytesToAnswer(bool last) const override {
    constexpr uint64_t kValueBytes = 512;
    const uint64_t rows = mostRows(request_.query, request_.view, partial_);
    return (last ? 0 : partial_.bytesToCopy()) + 3 * partial_.measureBytes() +
           rows * kValueBytes * (1 + request_.query.measures.size());
  }

  Answer answer(bool last) override {
    return answerBy(
        last, [this](const NativeReport& report) { return tallyfoldAnswer(request_, report); });
  }

  Answer answerColumns(bool last, bool texts, QueryColumns& columns) override {
    return answerBy(last, [&](const NativeReport& report) {
      columns = tallyfoldColumns(request_, report, texts);
      return std::string();
    });
  }

 private:
  template <typename Write>
  Answer answerBy(bool last, Write write) {
    std::unique_ptr<NativePartial> copy;
    if (last) {
      partial_.settleAll();
    } else {
      copy = partial_.settledCopy();
    }
    const NativePartial& settled = copy ? *copy : partial_;
    const NativeReport report = makeNativeReport(request_.query, request_.view, settled, account_);
    Answer answer;
    if (report.too_large.empty()) {
      answer.text = write(report);
    } else {
      const RefusedRequest refused =
          queryRefusal({{"$." + report.too_large,
                         "asks for more rows than an answer may have, or than memory can hold"}});
      answer.status = kTooLarge;
      answer.text = refused.text;
    }
    answer.seen = settled.seen;
    answer.counted = settled.counted;
    answer.rejected = settled.rejected;
    answer.coerced = settled.coerced;
    return answer;
  }

  const TallyfoldRequest& request_;
  MemoryAccount& account_;
  NativePartial partial_;
  NativeFold fold_;
};

class TallyfoldQuery final : public PreparedReport {
 public:
  explicit TallyfoldQuery(TallyfoldRequest request) : request_(std::move(request)) {}

  // How rows are shown is no part of it: what was folded can be shown in any way.
  [[nodiscard]] std::string canonicalBytes() const override {
    return request_.query.canonicalBytes();
  }
  [[nodiscard]] bool hasColumns() const override { return true; }
  [[nodiscard]] bool countsIdsOnce() const override { return request_.query.counts_ids_once; }
  [[nodiscard]] bool readsIdTexts() const override {
    const std::vector<FieldName> fields = request_.query.fields();
    return std::any_of(fields.begin(), fields.end(), [](const FieldName& field) {
      return field.is_attribute && field.attribute == Attribute::IdText;
    });
  }
  [[nodiscard]] bool followsArrival() const override {
    return request_.query.lateness_ns.has_value();
  }
  void tellWanted(Dataset& dataset) const override {
    const std::vector<FieldName> fields = request_.query.fields();
    if (request_.query.events.empty()) {
      dataset.wantOnly("", fields);
      dataset.wantEveryName();
    }
    for (const std::string& event : request_.query.events) dataset.wantOnly(event, fields);
  }
  [[nodiscard]] std::unique_ptr<ReportFold> begin(Dataset& dataset, Fold::Ids ids) const override {
    return std::make_unique<QueryFold>(request_, dataset, ids);
  }

 private:
  TallyfoldRequest request_;
};

}  // namespace

Preparation prepareTallyfoldQuery(const RequestInput& input) {
  auto read = readTallyfoldRequest(input.request_json, input.now_ns);
  if (auto* refused = std::get_if<RefusedRequest>(&read)) return std::move(*refused);
  return std::make_unique<TallyfoldQuery>(std::move(*std::get_if<TallyfoldRequest>(&read)));
}

}  // namespace tallyfold
