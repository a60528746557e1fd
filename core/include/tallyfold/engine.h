// SPDX-License-Identifier: Apache-2.0
/// @file
/// Raw usage events in, exact usage reports out.
///
/// ```cpp
/// tallyfold::Engine engine;
/// engine.append(R"({"event_name":"call","external_customer_id":"c1",)"
///               R"("timestamp":"2024-03-05T10:00:00Z"})");
/// auto report = engine.report({.report = "flexprice.usage",
///                              .request = R"({"event_name":"call","aggregation_type":"COUNT",
///                                             "start_time":"2024-03-01T00:00:00Z"})",
///                              .now = "2024-03-06T00:00:00Z"});
/// report.value().text  // {"value":1,"event_name":"call","type":"COUNT"}
/// ```
///
/// An engine holds one dataset and belongs to one thread at a time. It knows no clock: "now" comes
/// with the request. Nothing here throws; what can fail answers a Result.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "tallyfold/api.h"
#include "tallyfold/result.h"

/// Raw usage events in, exact usage reports out: begin with Engine.
namespace tallyfold {

/// What to report.
struct ReportCall {
  /// "flexprice.usage", "seatsio.usage_month" ...: all in docs/dialects.md
  std::string report = {};
  std::string mode = {};     ///< "as-is" (or empty) or "exact"; see docs/dialects.md
  std::string request = {};  ///< the service's request, as JSON text
  std::string now = {};      ///< RFC 3339, required: the end of a range that has none
  /// JSON text: the facts for this call alone; empty: those of setCatalog
  std::string catalog = {};
};

/// How an engine keeps events. All of it is fixed when the engine is made.
struct EngineOptions {
  /// What stays of the events.
  enum class Keep {
    Events,  ///< keep events, so that any report can be asked later
    Plans,   ///< keep only what the plans made beforehand have learned: a stream of any length
  };
  /// What is remembered of their ids.
  enum class Ids {
    Hashes,  ///< remember a 128-bit hash of every id: an id counts once, ledgers cannot name it
    Texts,   ///< keep the ids too, so that ledgers can name them
    None,    ///< forget ids: reports must ask with "dedupe": "none"
  };
  Keep keep = Keep::Events;  ///< what stays of the events
  Ids ids = Ids::Hashes;     ///< what is remembered of their ids
  /// The one report that will be asked: what it does not read is scanned, not kept. Other reports
  /// are then refused.
  std::optional<ReportCall> only = {};
  uint64_t max_memory_bytes =
      0;  ///< 0: no limit. A call that would pass it is refused; what was there still answers
  /// The engine sees pieces of inputs and others see the rest: reports that depend on the order of
  /// arrival, those with a lateness, are refused.
  bool in_part = false;
  /// Key of the id hashes; engines whose partials are merged need the same one.
  std::string id_key = {};
};

/// A part of an input of which other engines see the rest.
struct InputPiece {
  uint64_t byte_offset = 0;     ///< where in the input it begins; a record begins there
  bool starts_document = true;  ///< false: the document began in an earlier piece (NDJSON only)
};

/// What the bytes of an `append` are.
struct AppendCall {
  /// "flexprice", "lago", "cloudevents", "seatsio", or a mapping as JSON text: docs/dialects.md.
  std::string dialect = "flexprice";
  std::string format = "ndjson";  ///< "ndjson", "json" or "csv"
  uint32_t source = 0;            ///< number of the input; inputs may interleave
  /// RFC 3339: stands in for a missing time and settles ties; empty: unknown.
  std::string received_at = {};
  bool more = false;  ///< the document goes on in the next append of this source
  /// The bytes begin a piece. Its lines are counted from 1, until `placePiece` says what was
  /// before.
  std::optional<InputPiece> piece = {};
};

/// How many records became events, and how many are in the intake ledger instead.
struct AppendResult {
  uint64_t accepted = 0;  ///< records that became events
  uint64_t refused = 0;   ///< records that did not; the ledger says why
  uint64_t lines = 0;     ///< of this source so far (of JSON: elements), or of its last piece
};

/// A request to a service's ingestion endpoint.
struct IngestCall {
  /// "lago.events", "lago.events_batch", "flexprice.events" or "flexprice.events_bulk".
  std::string endpoint = {};
  std::string received_at = {};  ///< RFC 3339, required: the time of events that have none
  /// Lago's event store: "postgres" (or empty), or "clickhouse", which refuses no duplicates.
  std::string store = {};
};

/// What the service would answer.
struct IngestAnswer {
  int status = 200;  ///< HTTP status
  std::string text;  ///< the body, byte for byte
};

/// What the service would answer, and what stands behind it.
struct Report {
  int status = 200;      ///< HTTP status; above 299 the text is an error in the service's shape
  std::string text;      ///< the body, byte for byte
  bool complete = true;  ///< whether everything asked for could be counted
  std::string
      ledger;  ///< JSON:
               ///< {"handed_in","counted","not_asked_for","intake":{...},"rejected":{...},"coerced":{...}}
  std::string
      notes;  ///< JSON: names of the as-is rules that changed this answer, and other remarks
};

class Plan;
struct ColumnReport;

/// A dataset and the reports over it.
class TALLYFOLD_API Engine {
 public:
  /// An engine without events.
  explicit Engine(const EngineOptions& options = {});
  /// Forgets all events. Plans of this engine must be gone.
  ~Engine();
  /// Takes another's events over; that one may only be destroyed or assigned to.
  Engine(Engine&&) noexcept;
  /// Takes another's events over; that one may only be destroyed or assigned to.
  Engine& operator=(Engine&&) noexcept;

  /// Decodes one document, or a part of one. What is no event is counted as refused, and stands in
  /// `ledger`.
  ///
  /// ```cpp
  /// auto added = engine.append("{}\n");
  /// added.value().accepted  // 0
  /// added.value().refused   // 1
  /// ```
  ///
  /// Errors: InvalidMapping, Misuse (unknown format, a format that changes inside a document),
  /// OutOfMemory (the events before the limit are kept, the rest of the document is dropped).
  Result<AppendResult> append(std::string_view bytes, const AppendCall& call = {});

  /// Keeps the events of a request as a service's ingestion endpoint would, and answers as it
  /// would: docs/dialects.md. Duplicates are looked for among all events of an engine that keeps
  /// events, and among those since the first such call of one that keeps plans. Ingested events are
  /// of the input number 2^32 - 1.
  ///
  /// ```cpp
  /// auto answer = engine.ingest(R"({"events":[]})", {.endpoint = "lago.events_batch",
  ///                                                  .received_at = "2024-03-06T00:00:00Z"});
  /// answer.value().text
  /// // {"status":422,"error":"Unprocessable Entity","code":"validation_errors",
  /// // "error_details":{"events":["no_events"]}}
  /// ```
  ///
  /// Errors: Misuse (an unknown endpoint or store, no time, duplicates to refuse without ids),
  /// OutOfMemory; nothing of the request is then kept.
  Result<IngestAnswer> ingest(std::string_view request, const IngestCall& call);

  /// The facts that reports need beside events, as JSON text: docs/catalog.md. It replaces the one
  /// before and holds for reports and plans made from now on.
  ///
  /// ```cpp
  /// engine.setCatalog(R"({"seatsio":{"workspaces":[{"id":7,"isTest":true}]}})").ok()  // true
  /// auto refused = engine.setCatalog(R"({"seatsio":{"workspaces":[{}]}})");
  /// refused.error().problems[0].path     // $.seatsio.workspaces[0].id
  /// refused.error().problems[0].message  // is missing
  /// ```
  ///
  /// Errors: InvalidCatalog, with every problem and what Lago would answer (`Error::body`); the old
  /// one then stands.
  Status setCatalog(std::string_view catalog_json);

  /// Answers over all events so far. A bad request is a Report with status 400. Errors:
  /// UnknownReport, Misuse (an unknown mode, no `now`, events not kept), InvalidCatalog,
  /// OutOfMemory.
  Result<Report> report(const ReportCall& call);

  /// As `report` of a "tallyfold.query", its rows in columns (tallyfold/columns.h), with the exact
  /// values as texts where `texts` says so. Errors: as `report`; and Misuse for another report.
  Result<ColumnReport> columns(const ReportCall& call, bool texts = false);

  /// A report whose partial result can be saved, restored and merged with those of other engines.
  /// It sees every event of this engine, earlier and later. With Keep::Plans, plans are made before
  /// the first event. The plan must not outlive its engine.
  ///
  /// ```cpp
  /// const tallyfold::ReportCall call = {
  ///     .report = "flexprice.usage",
  ///     .request = R"({"event_name":"call","aggregation_type":"COUNT"})",
  ///     .now = "2024-03-06T00:00:00Z"};
  /// tallyfold::Engine other;
  /// auto plan = engine.plan(call);
  /// auto elsewhere = other.plan(call);
  /// engine.append(R"({"event_id":"1","event_name":"call","external_customer_id":"c1"})",
  ///               {.received_at = "2024-03-05T10:00:00Z"});
  /// other.append(R"({"event_id":"2","event_name":"call","external_customer_id":"c1"})",
  ///              {.received_at = "2024-03-05T11:00:00Z"});
  /// plan.value()->merge(elsewhere.value()->snapshot().value());
  /// plan.value()->report().value().text  // {"value":2,"event_name":"call","type":"COUNT"}
  /// ```
  ///
  /// Errors: as `report`; and InvalidRequest for a request that a report would answer with status
  /// 400.
  Result<std::unique_ptr<Plan>> plan(const ReportCall& call);

  /// @name Several engines
  /// Each has pieces of the inputs, and one puts together what they found: tallyfold/parallel.h
  /// does it with threads.
  ///
  /// A partial in which ids count once has an entry for every id, unless the engines know which ids
  /// more than one of them has: each gives the lists of `ids`, part by part; for each part one
  /// engine answers `idsOfSeveral` of all lists; and each is told them all by `shareIds`. That
  /// holds until any of them gets another event.
  ///
  /// Where one of several engines ingests, it says which ids it looks for (`idsToIngest`), the
  /// others which of them they know (`knownIds`), and those it is told before it ingests
  /// (`refuseIds`).
  /// @{

  /// What the events so far say to a call, for `Plan::mergePieces` of the engine that puts
  /// together. Errors: as `report`; and InvalidRequest, for a request that a report would answer
  /// with 400.
  Result<std::string> partial(const ReportCall& call);
  /// The ids of one of `parts` parts, 16 bytes each. Errors: OutOfMemory.
  [[nodiscard]] Result<std::string> ids(uint32_t part, uint32_t parts) const;
  /// The ids that stand in several of the lists, which stand one behind the other. Errors:
  /// OutOfMemory.
  [[nodiscard]] Result<std::string> idsOfSeveral(std::string_view lists) const;
  /// Tells which ids other engines have too, of all parts. Errors: OutOfMemory.
  Status shareIds(std::string_view ids);

  /// The ids that `ingest` of this request would look for among all events. Errors: as `ingest`.
  Result<std::string> idsToIngest(std::string_view request, const IngestCall& call);
  /// Those of the ids that this engine knows; from now on it remembers ids, as after an `ingest`.
  std::string knownIds(std::string_view ids);
  /// The next `ingest` takes these ids for known.
  void refuseIds(std::string_view ids);

  /// What could not be decoded, for `mergedLedger` of the engine that puts together.
  [[nodiscard]] std::string intake() const;
  /// As `ledger`, together with what other engines could not decode: their intakes, one behind the
  /// other. Errors: InvalidSnapshot.
  [[nodiscard]] Result<std::string> mergedLedger(std::string_view intakes) const;
  /// Tells the engine that puts together how many lines of an input stand before a piece. The
  /// pieces of an input come in its order.
  void placePiece(uint32_t source, uint64_t byte_offset, uint64_t lines_before);

  /// @}

  /// What could not be decoded, as JSON: {"total","counts","entries"}, the first hundred as
  /// entries.
  ///
  /// ```cpp
  /// engine.append("no event\n");
  /// engine.ledger()
  /// // {"total":1,"counts":{"malformed_line":1},"entries":[{"reason":"malformed_line","source":0,
  /// // "line":1,"byte_offset":0,"detail":"not JSON at byte 1 of the record: Invalid value."}]}
  /// ```
  [[nodiscard]] std::string ledger() const;
  /// Bytes held in events, dictionaries and plans.
  [[nodiscard]] uint64_t memoryBytes() const;
  /// What a service answers with status 401 or 403, which no report decides: the text of the body,
  /// empty for "seatsio". Services: "flexprice", "lago", "seatsio". Errors: Misuse.
  ///
  /// ```cpp
  /// tallyfold::Engine::refusal("lago", 401).value()  // {"status":401,"error":"Unauthorized"}
  /// ```
  static Result<std::string> refusal(std::string_view service, int status);
  /// Versions of the package, of its time zone data and of the snapshot format, as JSON:
  /// {"tallyfold","zones","snapshot"}.
  static std::string version();

  struct TALLYFOLD_INSIDE State;

 private:
  friend class Plan;
  std::unique_ptr<State> state_;
};

/// One request, folded over an engine's events as they come.
class TALLYFOLD_API Plan {
 public:
  /// Stops folding events.
  ~Plan();
  /// A plan stays where it is.
  Plan(const Plan&) = delete;
  /// A plan stays where it is.
  Plan& operator=(const Plan&) = delete;

  /// Whether an id counts once in it.
  [[nodiscard]] bool countsIdsOnce() const;
  /// The answer over what this plan has seen, merged partials included. Errors: OutOfMemory.
  Result<Report> report();
  /// The same in columns; see Engine::columns. Errors: OutOfMemory, Misuse for another report.
  Result<ColumnReport> columns(bool texts = false);
  /// The partial result as bytes. Errors: OutOfMemory.
  Result<std::string> snapshot();
  /// Replaces the partial result by a snapshot of the same request, mode, now, identity key and
  /// zone data. Errors: InvalidSnapshot; the plan is then as before.
  Status restore(std::string_view snapshot);
  /// Adds a snapshot of the same request. Any order of merging gives the same report.
  /// Errors: InvalidSnapshot, OutOfMemory; the plan is then as before. A seats.io plan with a
  /// lateness folds closed months away: shards that both closed a month of one object are refused.
  Status merge(std::string_view snapshot);
  /// The same for a snapshot or a partial of an engine that saw pieces of inputs, once each of them
  /// was told to `placePiece`.
  Status mergePieces(std::string_view partial);

  struct TALLYFOLD_INSIDE State;

 private:
  friend class Engine;
  explicit Plan(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

}  // namespace tallyfold
