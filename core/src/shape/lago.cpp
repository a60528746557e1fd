// SPDX-License-Identifier: Apache-2.0
#include "shape/lago.h"

#include "query/lago_fold.h"
#include "shape/lago_answer.h"

namespace tallyfold {
namespace {

enum class Kind : uint8_t { Analytics, Current };

class LagoReportFold final : public ReportFold {
 public:
  LagoReportFold(Kind kind, const LagoRequest& request, const LagoMetrics& metrics,
                 Dataset& dataset, IdsFrom ids)
      : kind_(kind),
        request_(request),
        metrics_(metrics),
        account_(dataset.account()),
        log_(request.query, account_),
        fold_(request.query, metrics, dataset, log_, ids) {}

  Status consume(const Block& block) override { return fold_.consume(block); }
  Status merge(const ReportFold& other) override {
    log_.merge(static_cast<const LagoReportFold&>(other).log_);
    return Done{};
  }
  void write(ByteWriter& out) const override { log_.write(out); }
  void read(ByteReader& in) override { log_.read(in); }
  [[nodiscard]] uint64_t bytesToAnswer(bool last) const override {
    // Entries are listed by bucket and group, and unique counts keep each value.
    const uint64_t values = log_.entryCount() * sizeof(void*) +
                            log_.texts.size() * Meter::kBytesPerValue + log_.bytesToSettle();
    const uint64_t copy = last ? 0 : log_.bytesToCopy();
    return copy + values + LagoUsageReport::bytesOfDays(request_.query, log_, request_.group_by);
  }

  Answer answer(bool last) override {
    if (last) return answerOf(log_);
    LagoLog copy(request_.query, account_);
    copy.merge(log_);
    return answerOf(copy);
  }

 private:
  Answer answerOf(LagoLog& log) const {
    log.settle();
    Answer answer;
    answer.seen = log.seen;
    answer.counted = log.counted;
    answer.rejected = log.rejected;
    answer.coerced = log.coerced;
    LagoUsageReport report(request_.query, metrics_, log, account_);
    if (kind_ == Kind::Analytics) {
      LagoRules rules;
      answer.text = lagoAnalyticsBody(request_, report.days(request_.group_by), rules);
      note(log, report, rules, answer);
      return answer;
    }
    const auto usage = report.current(request_.subscription);
    if (!usage) {  // it has not begun, or ended before its period
      const RefusedRequest refused = lagoNotFound("subscription_not_found");
      answer.status = refused.status;
      answer.text = refused.text;
      return answer;
    }
    answer.text = lagoCurrentBody(request_, *usage);
    note(log, report, LagoRules(), answer);
    return answer;
  }

  static void note(const LagoLog& log, const LagoUsageReport& report, LagoRules rules,
                   Answer& answer) {
    rules.add(report.rules());
    rules.add(log.rules);
    if (log.coerced.total() != 0) rules.add(LagoRule::UnreadableIsZero);
    answer.notes = rules.names();
  }

  Kind kind_;
  const LagoRequest& request_;
  const LagoMetrics& metrics_;
  MemoryAccount& account_;
  LagoLog log_;
  LagoFold fold_;
};

class LagoReport final : public PreparedReport {
 public:
  LagoReport(Kind kind, LagoRequest request)
      : kind_(kind), request_(std::move(request)), metrics_(request_.query) {}

  [[nodiscard]] std::string canonicalBytes() const override {
    ByteWriter out;
    out.u8(static_cast<uint8_t>(kind_));
    out.text(request_.query.canonicalBytes());
    out.u8(static_cast<uint8_t>(request_.granularity));
    for (const auto& day : {request_.from_day, request_.to_day}) {
      out.u8(day.has_value());
      out.i64(day.value_or(0));
    }
    const LagoGroupBy& by = request_.group_by;
    for (const bool asked : {by.customer, by.subscription, by.plan, by.charge, by.filter})
      out.u8(asked);
    out.u32(request_.subscription);
    return out.take();
  }
  [[nodiscard]] bool countsIdsOnce() const override {
    return request_.query.identity != LagoIdentity::Every;
  }
  void tellWanted(Dataset& dataset) const override {
    for (const auto& [code, fields] : metrics_.wanted()) dataset.wantOnly(code, fields);
    // What no charge prices is named, and copies of other codes decide, too.
    dataset.wantEveryName();
  }
  [[nodiscard]] std::unique_ptr<ReportFold> begin(Dataset& dataset, IdsFrom ids) const override {
    return std::make_unique<LagoReportFold>(kind_, request_, metrics_, dataset, ids);
  }

 private:
  Kind kind_;
  LagoRequest request_;
  LagoMetrics metrics_;
};

Preparation prepare(Kind kind, LagoRead read) {
  if (auto* refused = std::get_if<RefusedRequest>(&read)) return std::move(*refused);
  return std::make_unique<LagoReport>(kind, std::move(*std::get_if<LagoRequest>(&read)));
}

}  // namespace

Preparation prepareLagoAnalyticsUsage(const RequestInput& input) {
  return prepare(Kind::Analytics, readLagoAnalyticsUsage(input));
}

Preparation prepareLagoCurrentUsage(const RequestInput& input) {
  return prepare(Kind::Current, readLagoCurrentUsage(input));
}

}  // namespace tallyfold
