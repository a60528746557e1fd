// SPDX-License-Identifier: Apache-2.0
#include "shape/seatsio.h"

#include "query/seat_fold.h"
#include "shape/seatsio_answer.h"

namespace tallyfold {
namespace {

class SeatsioFold final : public ReportFold {
 public:
  SeatsioFold(const SeatsioRequest& request, std::string_view error_seed, Dataset& dataset,
              IdsFrom ids)
      : request_(request),
        error_seed_(error_seed),
        account_(dataset.account()),
        partial_(request.query, account_),
        fold_(request.query, dataset, partial_, ids) {}

  Status consume(const Block& block) override { return fold_.consume(block); }
  Status merge(const ReportFold& other) override {
    return partial_.merge(static_cast<const SeatsioFold&>(other).partial_);
  }
  void write(ByteWriter& out) const override { partial_.write(out); }
  void read(ByteReader& in) override { partial_.read(in); }
  [[nodiscard]] uint64_t bytesToAnswer(bool last) const override {
    return !last && partial_.waits() ? partial_.bytesToCopy() : 0;
  }

  Answer answer(bool last) override {
    if (last || !partial_.waits()) {
      partial_.settleAll();
      return answerOf(partial_);
    }
    SeatPartial copy(request_.query, account_);
    Answer answer;
    // Nothing is closed in an empty partial, so this cannot fail.
    if (!copy.merge(partial_)) return answer;
    copy.settleAll();
    return answerOf(copy);
  }

 private:
  Answer answerOf(SeatPartial& settled) const {
    Answer answer;
    answer.seen = settled.seen;
    answer.counted = settled.counted;
    answer.rejected = settled.rejected;
    answer.coerced = settled.coerced;
    if (settled.of_tests != 0) answer.notes.emplace_back("test_workspaces_left_out");
    const SeatCatalog& catalog = request_.query.catalog->seats;
    const auto& event_id = request_.query.event_id;
    if (event_id && !settled.met_event && catalog.event(*event_id, std::nullopt) == nullptr) {
      answer.status = 404;
      answer.text = eventNotFound(request_.event_id).body(error_seed_);
      return answer;
    }
    answer.text = seatsioBody(request_, settled);
    return answer;
  }

 public:
  static SeatsioError eventNotFound(const std::string& id) {
    return {404, {{"EVENT_NOT_FOUND", "Event not found: " + id, ""}}};
  }

 private:
  const SeatsioRequest& request_;
  std::string_view error_seed_;
  MemoryAccount& account_;
  SeatPartial partial_;
  SeatFold fold_;
};

class SeatsioReport final : public PreparedReport {
 public:
  SeatsioReport(SeatsioRequest request, std::string error_seed)
      : request_(std::move(request)), error_seed_(std::move(error_seed)) {}

  [[nodiscard]] std::string canonicalBytes() const override {
    ByteWriter out;
    out.text(request_.query.canonicalBytes());
    out.u8(static_cast<uint8_t>(request_.shape));
    out.u8(static_cast<uint8_t>(request_.version));
    out.u8(request_.bills_bookings);
    out.u8(request_.query.first_reason_counts);
    return out.take();
  }
  [[nodiscard]] bool countsIdsOnce() const override { return request_.query.counts_ids_once; }
  [[nodiscard]] bool followsArrival() const override {
    return request_.query.lateness_ns.has_value();
  }
  void tellWanted(Dataset& dataset) const override { SeatFold::tellWanted(dataset); }
  [[nodiscard]] std::unique_ptr<ReportFold> begin(Dataset& dataset, IdsFrom ids) const override {
    return std::make_unique<SeatsioFold>(request_, error_seed_, dataset, ids);
  }

 private:
  SeatsioRequest request_;
  std::string error_seed_;
};

Preparation prepare(const RequestInput& input, SeatRows rows) {
  std::string seed = std::to_string(input.now_ns) + " " + std::to_string(static_cast<int>(rows));
  seed.append(" ").append(input.request_json);
  auto read = readSeatsioRequest(input, rows);
  if (const auto* error = std::get_if<SeatsioError>(&read))
    return RefusedRequest{error->status, error->body(seed)};
  auto& request = *std::get_if<SeatsioRequest>(&read);
  // Ids are integers: a key, or anything else, names no event.
  if (rows == SeatRows::Objects && !request.query.event_id) {
    return RefusedRequest{404, SeatsioFold::eventNotFound(request.event_id).body(seed)};
  }
  return std::make_unique<SeatsioReport>(std::move(request), std::move(seed));
}

}  // namespace

Preparation prepareSeatsioUsage(const RequestInput& input) {
  return prepare(input, SeatRows::Months);
}

Preparation prepareSeatsioUsageMonth(const RequestInput& input) {
  return prepare(input, SeatRows::Events);
}

Preparation prepareSeatsioUsageMonthEvent(const RequestInput& input) {
  return prepare(input, SeatRows::Objects);
}

}  // namespace tallyfold
