// SPDX-License-Identifier: Apache-2.0
// If this fails, a plan answers otherwise than a report over the same events, natively or in
// WebAssembly: streamed in pieces, saved and restored on the way, or merged from shards.
#include <map>

#include "../../hosts/native/json_text.h"
#include "case_files.h"

namespace tallyfold::cases {
namespace {

// Cases over one set of events.
struct Questions {
  AppendCall append;
  std::vector<std::string> lines;
  std::vector<std::string> names;
  std::vector<ReportCall> calls;
  std::vector<std::string> answers;

  void add(const std::string& name, const ReportCall& call, const std::string& answer) {
    names.push_back(name);
    calls.push_back(call);
    answers.push_back(answer);
  }
};

// A plan is made for a good request only.
std::vector<Questions> questionsOf(const std::string& service) {
  std::map<std::string, Questions> by_events;
  eachCase(service, [&](const json::Value& one, const json::Value& events) {
    const json::Value* body = one.find("body");
    if (textOf(one, "status") != "200" || body == nullptr) return;
    Questions& asked = by_events[textOf(one, "dialect") + program::jsonText(events)];
    if (asked.calls.empty()) {
      asked.append = appendCallOf(one);
      for (const json::Value& event : events.items)
        asked.lines.push_back(program::jsonText(event) + "\n");
    }
    asked.add(textOf(one, "name"), reportCallOf(one), program::jsonText(*body));
  });
  EXPECT_FALSE(by_events.empty());
  std::vector<Questions> all;
  for (auto& [events, asked] : by_events) all.push_back(std::move(asked));
  return all;
}

// An engine that keeps nothing but one plan for each question.
class Stream {
 public:
  explicit Stream(const Questions& asked) : asked_(asked), engine_(options()) {
    for (const ReportCall& call : asked.calls) {
      Result<std::unique_ptr<Plan>> plan = engine_.plan(call);
      EXPECT_TRUE(plan.ok()) << (plan ? "" : plan.error().message);
      plans_.push_back(plan ? std::move(plan).value() : nullptr);
    }
  }

  void append(std::string_view bytes, uint32_t source = 0) {
    AppendCall call = asked_.append;
    call.source = source;
    const auto appended = engine_.append(bytes, call);
    EXPECT_TRUE(appended.ok()) << (appended ? "" : appended.error().message);
  }

  std::vector<std::string> save() {
    std::vector<std::string> saved;
    for (const auto& plan : plans_) saved.push_back(plan->snapshot().value());
    return saved;
  }

  void restore(const std::vector<std::string>& saved) {
    for (size_t i = 0; i < plans_.size(); ++i) EXPECT_TRUE(plans_[i]->restore(saved[i]).ok());
  }

  void merge(const std::vector<std::string>& saved) {
    for (size_t i = 0; i < plans_.size(); ++i) EXPECT_TRUE(plans_[i]->merge(saved[i]).ok());
  }

  void expectAnswers() {
    for (size_t i = 0; i < plans_.size(); ++i) {
      const Result<Report> report = plans_[i]->report();
      ASSERT_TRUE(report.ok()) << asked_.names[i] << report.error().message;
      EXPECT_EQ(report.value().text, asked_.answers[i]) << asked_.names[i];
    }
  }

 private:
  static EngineOptions options() {
    EngineOptions options;
    options.keep = EngineOptions::Keep::Plans;
    options.id_key = "0123456789abcdef";
    return options;
  }

  const Questions& asked_;
  Engine engine_;
  std::vector<std::unique_ptr<Plan>> plans_;
};

std::string joined(const std::vector<std::string>& lines) {
  std::string text;
  for (const std::string& line : lines) text += line;
  return text;
}

void expectPieces(const Questions& asked, size_t size) {
  const std::string text = joined(asked.lines);
  Stream stream(asked);
  for (size_t at = 0; at < text.size(); at += size)
    stream.append(std::string_view(text).substr(at, size));
  stream.expectAnswers();
}

// In the middle of a line, where the rest comes to an engine that knows what was before.
void expectRestored(const Questions& asked) {
  const std::string text = joined(asked.lines);
  const size_t middle = text.size() / 2;
  Stream stream(asked);
  stream.append(std::string_view(text).substr(0, middle));
  stream.restore(stream.save());
  stream.append(std::string_view(text).substr(middle));
  stream.expectAnswers();
}

// On another machine, whose input is another one.
void expectMoved(const Questions& asked) {
  Stream first(asked);
  const size_t middle = asked.lines.size() / 2;
  for (size_t i = 0; i < middle; ++i) first.append(asked.lines[i]);
  Stream second(asked);
  second.restore(first.save());
  for (size_t i = middle; i < asked.lines.size(); ++i) second.append(asked.lines[i], 1);
  second.expectAnswers();
}

// What is late depends on what came before, which a shard does not know.
Questions withoutLateness(const Questions& asked) {
  Questions rest;
  rest.append = asked.append;
  rest.lines = asked.lines;
  for (size_t i = 0; i < asked.calls.size(); ++i) {
    if (asked.calls[i].request.find("\"lateness\"") == std::string::npos)
      rest.add(asked.names[i], asked.calls[i], asked.answers[i]);
  }
  return rest;
}

void expectMerged(const Questions& asked, size_t shards) {
  std::vector<std::vector<std::string>> saved;
  for (size_t shard = 0; shard < shards; ++shard) {
    Stream part(asked);
    const size_t count = asked.lines.size();
    for (size_t i = shard * count / shards; i < (shard + 1) * count / shards; ++i)
      part.append(asked.lines[i], static_cast<uint32_t>(shard));
    saved.push_back(part.save());
  }
  for (const bool forwards : {true, false}) {
    Stream whole(asked);
    for (size_t i = 0; i < shards; ++i) whole.merge(saved[forwards ? i : shards - 1 - i]);
    whole.expectAnswers();
  }
}

class Plans : public testing::TestWithParam<const char*> {};

TEST_P(Plans, AnswerAStreamInPiecesOfAnySize) {
  for (const Questions& asked : questionsOf(GetParam())) {
    for (const size_t size : {size_t{1}, size_t{7}, size_t{4096}}) expectPieces(asked, size);
  }
}

TEST_P(Plans, GoOnFromASnapshotInTheMiddle) {
  for (const Questions& asked : questionsOf(GetParam())) {
    expectRestored(asked);
    expectMoved(asked);
  }
}

TEST_P(Plans, AreMergedFromShardsInAnyOrder) {
  for (const Questions& asked : questionsOf(GetParam())) {
    for (const size_t shards : {size_t{2}, size_t{8}}) expectMerged(withoutLateness(asked), shards);
  }
}

INSTANTIATE_TEST_SUITE_P(Cases, Plans, testing::Values("flexprice", "lago", "seatsio", "tallyfold"),
                         [](const auto& dialect) { return std::string(dialect.param); });

}  // namespace
}  // namespace tallyfold::cases
