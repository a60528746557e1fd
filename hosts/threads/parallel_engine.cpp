// SPDX-License-Identifier: Apache-2.0
#include <algorithm>

#include "parallel_state.h"
#include "run_all.h"

namespace tallyfold {
namespace {

constexpr unsigned kMostThreads = 256;

EngineOptions optionsOfEach(EngineOptions options, unsigned threads) {
  options.in_part = threads > 1;
  // The limit holds for all together.
  if (options.max_memory_bytes != 0)
    options.max_memory_bytes = options.max_memory_bytes / (threads + 1) + 1;
  return options;
}

// One engine reads it all, from its beginning to its end.
Result<AppendResult> appendAll(Engine& engine, const SharedInput& input, AppendCall call) {
  std::vector<char> buffer;
  AppendResult total;
  uint64_t position = 0;
  for (call.more = true; call.more;) {
    const RangeReader reader{{}, &input};
    const Result<std::string_view> bytes = reader.read(position, size_t{1} << 20, buffer);
    if (!bytes) return bytes.error();
    call.more = !bytes.value().empty();
    position += bytes.value().size();
    const Result<AppendResult> appended = engine.append(bytes.value(), call);
    if (!appended) return appended.error();
    total.accepted += appended.value().accepted;
    total.refused += appended.value().refused;
    total.lines = appended.value().lines;
  }
  return total;
}

}  // namespace

ParallelEngine::State::State(const EngineOptions& options, unsigned threads)
    : collector(optionsOfEach(options, threads)) {
  for (unsigned i = 0; i < threads; ++i) engines.emplace_back(optionsOfEach(options, threads));
}

SharedSource& ParallelEngine::State::source(uint32_t number) {
  return sources.try_emplace(number, engines, collector).first->second;
}

template <typename Ask>
Result<std::vector<std::string>> ParallelEngine::State::askAll(Ask ask) {
  std::vector<Result<std::string>> answers(engines.size(), std::string());
  runAll(engines.size(), [&](size_t i) { answers[i] = ask(i); });
  std::vector<std::string> texts;
  for (Result<std::string>& answer : answers) {
    if (!answer) return answer.error();
    texts.push_back(std::move(answer).value());
  }
  return texts;
}

Status ParallelEngine::State::shareIds() {
  if (!has_new_ids) return Done{};
  const auto parts = static_cast<uint32_t>(engines.size());
  const auto several = askAll([&](size_t part) -> Result<std::string> {
    std::string lists;
    for (const Engine& engine : engines) {
      const auto list = engine.ids(static_cast<uint32_t>(part), parts);
      if (!list) return list.error();
      lists += list.value();
    }
    return engines[part].idsOfSeveral(lists);
  });
  if (!several) return several.error();
  std::string all;
  for (const std::string& part : several.value()) all += part;
  const auto told = askAll([&](size_t i) -> Result<std::string> {
    const Status shared = engines[i].shareIds(all);
    if (!shared) return shared.error();
    return std::string();
  });
  if (!told) return told.error();
  has_new_ids = false;
  return Done{};
}

ParallelEngine::ParallelEngine(const EngineOptions& options, unsigned threads)
    : state_(std::make_unique<State>(options, std::clamp(threads, 1u, kMostThreads))) {}
ParallelEngine::~ParallelEngine() = default;
ParallelEngine::ParallelEngine(ParallelEngine&&) noexcept = default;
ParallelEngine& ParallelEngine::operator=(ParallelEngine&&) noexcept = default;

Result<AppendResult> ParallelEngine::append(std::string_view bytes, const AppendCall& call) {
  if (state_->alone()) return state_->engines[0].append(bytes, call);
  state_->has_new_ids = true;
  return state_->source(call.source).append(bytes, call);
}

Result<AppendResult> ParallelEngine::append(const SharedInput& input, const AppendCall& call) {
  if (state_->alone()) return appendAll(state_->engines[0], input, call);
  state_->has_new_ids = true;
  return state_->source(call.source).append(input, call);
}

Status ParallelEngine::setCatalog(std::string_view catalog_json) {
  const Status checked = state_->collector.setCatalog(catalog_json);
  if (!checked) return checked;
  for (Engine& engine : state_->engines) {
    const Status set = engine.setCatalog(catalog_json);
    if (!set) return set;
  }
  return Done{};
}

Result<Report> ParallelEngine::report(const ReportCall& call) {
  if (state_->alone()) return state_->engines[0].report(call);
  Result<std::unique_ptr<Plan>> plan = state_->collector.plan(call);
  if (!plan && plan.error().code == ErrorCode::InvalidRequest)
    return state_->collector.report(call);
  if (!plan) return plan.error();
  const Status shared = plan.value()->countsIdsOnce() ? state_->shareIds() : Status(Done{});
  if (!shared) return shared.error();
  const auto partials = state_->askAll([&](size_t i) { return state_->engines[i].partial(call); });
  if (!partials) return partials.error();
  for (const std::string& partial : partials.value()) {
    const Status merged = plan.value()->mergePieces(partial);
    if (!merged) return merged.error();
  }
  return plan.value()->report();
}

Result<std::unique_ptr<ParallelPlan>> ParallelEngine::plan(const ReportCall& call) {
  auto plan_state = std::make_unique<ParallelPlan::State>();
  plan_state->engine = state_.get();
  plan_state->call = call;
  Result<std::unique_ptr<Plan>> outside = state_->collector.plan(call);
  if (!outside) return outside.error();
  plan_state->outside = std::move(outside).value();
  for (Engine& engine : state_->engines) {
    Result<std::unique_ptr<Plan>> part = engine.plan(call);
    if (!part) return part.error();
    plan_state->parts.push_back(std::move(part).value());
  }
  return std::unique_ptr<ParallelPlan>(new ParallelPlan(std::move(plan_state)));
}

Result<std::string> ParallelEngine::ledger() const {
  std::string intakes;
  for (const Engine& engine : state_->engines) intakes += engine.intake();
  return state_->collector.mergedLedger(intakes);
}

uint64_t ParallelEngine::memoryBytes() const {
  uint64_t bytes = state_->collector.memoryBytes();
  for (const Engine& engine : state_->engines) bytes += engine.memoryBytes();
  return bytes;
}

ParallelPlan::ParallelPlan(std::unique_ptr<State> state) : state_(std::move(state)) {}
ParallelPlan::~ParallelPlan() = default;

Result<std::unique_ptr<Plan>> ParallelPlan::State::together() {
  Result<std::unique_ptr<Plan>> plan = engine->collector.plan(call);
  if (!plan) return plan.error();
  const Result<std::string> from_outside = outside->snapshot();
  if (!from_outside) return from_outside.error();
  const Status restored = plan.value()->restore(from_outside.value());
  if (!restored) return restored.error();
  const auto partials = engine->askAll([&](size_t i) { return parts[i]->snapshot(); });
  if (!partials) return partials.error();
  for (const std::string& partial : partials.value()) {
    const Status merged = plan.value()->mergePieces(partial);
    if (!merged) return merged.error();
  }
  return plan;
}

Result<Report> ParallelPlan::report() {
  if (state_->engine->alone()) return state_->parts[0]->report();
  const Result<std::unique_ptr<Plan>> plan = state_->together();
  if (!plan) return plan.error();
  return plan.value()->report();
}

Result<std::string> ParallelPlan::snapshot() {
  if (state_->engine->alone()) return state_->parts[0]->snapshot();
  const Result<std::unique_ptr<Plan>> plan = state_->together();
  if (!plan) return plan.error();
  return plan.value()->snapshot();
}

Status ParallelPlan::restore(std::string_view snapshot) {
  if (state_->engine->alone()) return state_->parts[0]->restore(snapshot);
  const Result<std::unique_ptr<Plan>> fresh = state_->engine->collector.plan(state_->call);
  if (!fresh) return fresh.error();
  const Result<std::string> nothing = fresh.value()->snapshot();
  if (!nothing) return nothing.error();
  const Status restored = state_->outside->restore(snapshot);
  if (!restored) return restored;
  for (const auto& part : state_->parts) {
    const Status emptied = part->restore(nothing.value());
    if (!emptied) return emptied;
  }
  return Done{};
}

Status ParallelPlan::merge(std::string_view snapshot) {
  Plan& plan = state_->engine->alone() ? *state_->parts[0] : *state_->outside;
  return plan.merge(snapshot);
}

}  // namespace tallyfold
