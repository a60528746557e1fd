// SPDX-License-Identifier: Apache-2.0
#include "shape/usage_question.h"

#include <algorithm>

namespace tallyfold {
namespace {

class UsageFold final : public ReportFold {
 public:
  UsageFold(const UsageQuestion& question, Dataset& dataset, Fold::Ids ids)
      : question_(question), account_(dataset.account()) {
    for (const Query& query : question.queries()) {
      Part part;
      part.query = &query;
      part.partial = std::make_unique<Partial>(query, account_);
      part.fold = std::make_unique<Fold>(query, dataset, *part.partial, ids);
      parts_.push_back(std::move(part));
    }
  }

  Status consume(const Block& block) override {
    Status status = Done{};
    for (Part& part : parts_) {
      if (status) status = part.fold->consume(block);
    }
    return status;
  }

  Status merge(const ReportFold& other) override {
    const auto& theirs = static_cast<const UsageFold&>(other);
    for (size_t i = 0; i < parts_.size(); ++i) parts_[i].partial->merge(*theirs.parts_[i].partial);
    return Done{};
  }

  void write(ByteWriter& out) const override {
    for (const Part& part : parts_) part.partial->write(out);
  }
  // The empty text is in a partial from the start, so reading begins with it.
  void read(ByteReader& in) override {
    for (Part& part : parts_) part.partial->read(in);
  }

  [[nodiscard]] uint64_t bytesToAnswer(bool last) const override {
    uint64_t bytes = 0;
    if (last) return bytes;
    for (const Part& part : parts_) bytes += part.partial->bytesToCopy();
    return bytes;
  }

  Answer answer(bool last) override {
    std::vector<UsageReport> reports;
    for (Part& part : parts_) {
      std::unique_ptr<Partial> copy;
      if (last) {
        part.partial->settleAll();
      } else {
        copy = part.partial->settledCopy();
      }
      reports.push_back(makeUsageReport(*part.query, copy ? *copy : *part.partial, account_));
    }
    Answer answer = question_.shape(reports);
    answer.seen = reports[0].seen;
    for (const UsageReport& report : reports) {
      answer.counted += report.counted;
      answer.rejected.merge(report.rejected);
      answer.coerced.merge(report.coerced);
    }
    return answer;
  }

 private:
  struct Part {
    const Query* query = nullptr;
    std::unique_ptr<Partial> partial;
    std::unique_ptr<Fold> fold;
  };
  const UsageQuestion& question_;
  MemoryAccount& account_;
  std::vector<Part> parts_;
};

}  // namespace

std::string UsageQuestion::canonicalBytes() const {
  ByteWriter out;
  for (const Query& query : queries()) out.text(query.canonicalBytes());
  return out.take();
}

bool UsageQuestion::countsIdsOnce() const {
  return std::any_of(queries().begin(), queries().end(),
                     [](const Query& query) { return query.identity != IdentityRule::EveryCopy; });
}

bool UsageQuestion::followsArrival() const {
  return std::any_of(queries().begin(), queries().end(),
                     [](const Query& query) { return query.lateness_ns.has_value(); });
}

void UsageQuestion::tellWanted(Dataset& dataset) const {
  for (const Query& query : queries()) dataset.wantOnly(query.event_name, query.fields());
}

std::unique_ptr<ReportFold> UsageQuestion::begin(Dataset& dataset, Fold::Ids ids) const {
  return std::make_unique<UsageFold>(*this, dataset, ids);
}

}  // namespace tallyfold
