// SPDX-License-Identifier: Apache-2.0
// One input that several engines share: where its pieces begin, and how many lines stand before.
#pragma once

#include <deque>
#include <optional>
#include <string>

#include "range.h"

namespace tallyfold {

class SharedSource {
 public:
  using Engines = std::deque<Engine>;
  SharedSource(Engines& engines, Engine& collector) : engines_(engines), collector_(collector) {}

  Result<AppendResult> append(std::string_view bytes, const AppendCall& call);
  Result<AppendResult> append(const SharedInput& input, const AppendCall& call);

 private:
  // The piece that may go on: its engine, how much it has, and whether its last line is complete.
  struct Piece {
    size_t engine = 0;
    uint64_t bytes = 0;
    uint64_t lines = 0;
    bool ends_line = true;
  };
  Status begin(const AppendCall& call);
  Status take(const RangeReader& input, const AppendCall& call, AppendResult& total);
  Status takeLine(std::string_view& bytes, const AppendCall& call, AppendResult& total);
  Status takeHere(std::string_view bytes, const AppendCall& call, AppendResult& total);
  Status shareOut(const RangeReader& input, const AppendCall& call, AppendResult& total);
  Status finish(const AppendCall& call, AppendResult& total);
  Result<AppendResult> giveUp(const Error& error);

  Engines& engines_;
  Engine& collector_;
  uint64_t offset_ = 0;
  uint64_t lines_before_ = 0;     // of the next piece
  std::optional<size_t> pinned_;  // the engine that has everything from the first CSV or JSON on
  std::optional<Piece> piece_;
  bool inside_ = false;  // a document has begun
  AppendCall document_;  // its format and dialect
  size_t next_ = 0;      // engine of the next small piece
};

}  // namespace tallyfold
