// SPDX-License-Identifier: Apache-2.0
// The engine as JavaScript sees it: bytes by pointer and size, everything else as JSON text.
//
// Event bytes and snapshots go into one reused buffer (`input`); answers are read from memory
// (`output`) right after the call that made them. wasm/instance.js is the only caller.
#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <memory>
#include <string>

#include "json/value.h"
#include "tallyfold/columns.h"
#include "tallyfold/engine.h"

namespace tallyfold::wasm {

class EngineBridge {
 public:
  EngineBridge() = default;
  ~EngineBridge();

  /// Where the next call reads `size` bytes from; they are written there first. 0: there is no
  /// memory left for them.
  uintptr_t input(size_t size);

  /// Appends `size` bytes of input. {"dialect","format","source","receivedAt","more"}, all
  /// optional; where they begin a piece of an input, also {"pieceOffset","startsDocument"}.
  /// Output 0: {"accepted","refused","lines"}.
  bool append(size_t size, const std::string& call_json);

  /// Everything else: {"do":"report", ...}; the operations are listed in engine_bridge.cpp. `size`
  /// bytes of input go with it: of "catalog", and where they are there of "start", "report",
  /// "partial" and "plan", a catalog; of "ledger" the intakes of other engines. Before anything
  /// else comes {"do":"start","keep":"events"|"plans",
  /// "ids":"hashes"|"texts"|"none","maxMemory":bytes,"idKey":text,"inPart":bool,
  /// "only":{...}}, all optional.
  /// Output 0: the answer; of a report, output 1:
  /// {"status","complete","ledger","notes"}; of an ingestion, {"status"}. Of "columns" output 1
  /// says beside it what the columns are, and with status 200 output 0 is where: two 32-bit numbers
  /// for each, its address and its bytes, until the next call.
  bool run(size_t size, const std::string& call_json);

  /// An answer of the last call. When it returned false, output 0 is {"code","message","path"}, and
  /// of a bad catalog also {"problems":[{"path","code","message"}],"text"}.
  [[nodiscard]] uintptr_t output(int part) const;
  [[nodiscard]] size_t outputSize(int part) const;

 private:
  struct Operation;
  static const Operation kOperations[];
  using PlanStep = bool (EngineBridge::*)(Plan&, size_t);

  bool fail(const Error& error);
  bool done(std::string answer, std::string facts = {});
  bool answer(Result<std::string> answer);
  bool answerReport(const Result<Report>& report);
  [[nodiscard]] std::string_view inputBytes(size_t size) const { return {input_, size}; }

  bool ingest(const json::Value& call, size_t size);
  bool start(const json::Value& call, std::string_view catalog);
  bool report(const json::Value& call, std::string_view catalog);
  bool columns(const json::Value& call, size_t size);
  bool answerColumns(Result<ColumnReport> report);
  bool makePlan(const json::Value& call, std::string_view catalog);
  bool withPlan(const json::Value& call, size_t size, PlanStep step);
  bool planReport(Plan& plan, size_t size);
  bool planColumns(Plan& plan, size_t size);
  bool planSnapshot(Plan& plan, size_t size);
  bool planRestore(Plan& plan, size_t size);
  bool planMerge(Plan& plan, size_t size);
  bool planMergePieces(Plan& plan, size_t size);
  bool planCountsIds(Plan& plan, size_t size);

  std::unique_ptr<Engine> engine_;                   // made by "start"
  std::map<uint32_t, std::unique_ptr<Plan>> plans_;  // destroyed before the engine
  uint32_t next_plan_ = 1;
  char* input_ = nullptr;
  size_t input_capacity_ = 0;
  std::string outputs_[2];
  QueryColumns columns_;     // that output 0 points to
  bool with_texts_ = false;  // of columns, by the call that runs
};

}  // namespace tallyfold::wasm
