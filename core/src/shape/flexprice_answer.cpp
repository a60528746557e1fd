// SPDX-License-Identifier: Apache-2.0
// Flexprice's answers:
// {"results":[{"window_size":...,"value":...}],"value":...,"event_name":...,"type":...}.
#include <algorithm>

#include "base/sort.h"
#include "json/writer.h"
#include "numeric/double_text.h"
#include "shape/flexprice.h"
#include "shape/flexprice_query.h"
#include "shape/usage_question.h"

namespace tallyfold {
namespace {

class FlexpriceReport final : public UsageQuestion {
 public:
  explicit FlexpriceReport(FlexpricePlan plan) : plan_(std::move(plan)) {
    queries_.push_back(plan_.query);
    if (plan_.adds_history) queries_.push_back(historyOf(plan_.query));
  }

  [[nodiscard]] const std::vector<Query>& queries() const override { return queries_; }

  [[nodiscard]] Answer shape(const std::vector<UsageReport>& reports) const override {
    Answer answer;
    answer.notes = plan_.notes;
    json::Writer out;
    out.object();
    writeRows(out, reports[0], answer);
    writeValue(out, reports, answer);
    out.key("event_name").text(plan_.event_name).key("type").text(plan_.type).objectEnd();
    for (const UsageReport& report : reports) {
      if (report.coerced.total() != 0) answer.notes.emplace_back("unreadable_is_zero");
    }
    sortItems(answer.notes);
    answer.notes.erase(std::unique(answer.notes.begin(), answer.notes.end()), answer.notes.end());
    answer.text = out.take();
    return answer;
  }

 private:
  // Everything before the range, as one result: what a meter that never resets had before.
  static Query historyOf(const Query& query) {
    Query history = query;
    history.end_ns = query.start_ns;
    history.start_ns = query.time_unit_ns == 1 ? INT64_MIN : 0;
    if (history.total == TotalRule::None) {
      history.window.reset();
      history.total = TotalRule::OfRange;
    }
    return history;
  }

  [[nodiscard]] bool exact() const { return plan_.mode == Mode::Exact; }

  // A number's JSON text by the rules of the mode.
  [[nodiscard]] std::string numberText(const Outcome& outcome, Answer& answer) const {
    if (exact()) {
      if (plan_.numbers_as_text) return quotedDecimal(outcome.value);
      std::string text = doubleText(outcome.value);
      if (!text.empty()) return text;
      answer.notes.emplace_back("number_exceeds_double");
      return "null";
    }
    const std::string text = outcome.finite ? doubleText(outcome.value) : std::string();
    if (text.empty()) {
      answer.notes.emplace_back("not_finite_is_zero");
      answer.finite = false;
      return "0";
    }
    if (outcome.value.sign() >= 0) return text;
    answer.notes.emplace_back("negative_is_zero");
    return "0";
  }

  static std::string quotedDecimal(const Rational& value) {
    const bool whole = value.denominator() == Decimal::fromInteger(1);
    return "\"" + (whole ? value.numerator().toText() : value.toText()) + "\"";
  }

  void writeRows(json::Writer& out, const UsageReport& report, Answer& answer) const {
    const bool shown = plan_.windowed || (exact() && !plan_.query.groups.empty());
    if (!exact() && (!shown || report.rows.empty())) return;
    out.key("results").array();
    for (const UsageRow& row : report.rows) {
      if (!shown) break;
      out.object();
      if (plan_.windowed) out.key("window_size").text(row.window.label());
      if (exact() && !plan_.query.groups.empty()) writeGroup(out, row);
      out.key("value").raw(numberText(row.outcome, answer)).objectEnd();
    }
    out.arrayEnd();
  }

  void writeGroup(json::Writer& out, const UsageRow& row) const {
    out.key("group").object();
    for (size_t i = 0; i < row.groups.size(); ++i) {
      out.key(plan_.group_names[i]);
      if (row.groups[i]) {
        out.text(*row.groups[i]);
      } else {
        out.null();
      }
    }
    out.objectEnd();
  }

  // Each part is brought to the mode's rules by itself before the history is added, as the service
  // adds two answers.
  void writeValue(json::Writer& out, const std::vector<UsageReport>& reports,
                  Answer& answer) const {
    Outcome sum;
    bool any = false;
    for (const UsageReport& report : reports) {
      if (!report.total) continue;
      any = true;
      const bool dropped = !exact() && (!report.total->finite || report.total->value.sign() < 0);
      if (dropped && reports.size() > 1) {
        (void)numberText(*report.total, answer);  // for its note
        continue;
      }
      sum.finite = sum.finite && report.total->finite;
      sum.value += report.total->value;
    }
    const std::string text = any || exact() ? numberText(sum, answer) : "0";
    if (!exact() && text == "0") {
      if (any) answer.notes.emplace_back("zero_value_omitted");
      return;
    }
    out.key("value").raw(text);
  }

  FlexpricePlan plan_;
  std::vector<Query> queries_;
};

Preparation prepare(const RequestInput& input,
                    FlexpriceFields (*readFields)(const json::Value&, Problems&)) {
  const bool exact = input.mode == Mode::Exact;
  Result<json::Value> body = json::parse(input.request_json);
  Problems problems;
  if (!body) {
    problems.emplace_back("$", body.error().message);
    return flexpriceError(kBadPayload, exact ? problems : Problems());
  }
  const FlexpriceFields fields = readFields(body.value(), problems);
  if (!problems.empty()) return flexpriceError(kBadPayload, exact ? problems : Problems());
  auto planned = planFlexprice(fields, input.mode, input.now_ns);
  if (auto* refused = std::get_if<RefusedRequest>(&planned)) return std::move(*refused);
  return std::make_unique<FlexpriceReport>(std::move(*std::get_if<FlexpricePlan>(&planned)));
}

}  // namespace

Preparation prepareFlexpriceUsage(const RequestInput& input) {
  return prepare(input, readUsageFields);
}

Preparation prepareFlexpriceUsageByMeter(const RequestInput& input) {
  return prepare(input, readMeterFields);
}

}  // namespace tallyfold
