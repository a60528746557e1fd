// SPDX-License-Identifier: Apache-2.0
// From bytes to blocks: every input with its own unfinished record, header and line numbers.
#pragma once

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "decode/splitter.h"

namespace tallyfold {

/// A part of an input of which other engines see the rest. It begins where a record does.
struct Piece {
  uint64_t byte_offset = 0;  ///< where in the input
  bool starts_document = true;
};

/// What an `append` says of its bytes.
struct AppendOptions {
  std::string dialect = "flexprice";  ///< a built-in name, or a mapping as JSON text
  Format format = Format::Ndjson;
  uint32_t source = 0;                 ///< number of the input; part of an event's arrival
  std::optional<int64_t> received_ns;  ///< stands in for a missing time, and settles ties
  bool more = false;                   ///< the document goes on in the next append of this source
  std::optional<Piece> piece;  ///< the bytes begin one; lines are counted from its beginning
  bool by_reference = false;  ///< read by RapidJSON alone: what the other readers are compared with
  bool whole = false;         ///< all of the bytes or, where there is no room for them, none
};

/// What an `append` did. Records that were refused are in the intake ledger.
struct Appended {
  uint64_t accepted = 0;
  uint64_t refused = 0;
  uint64_t lines = 0;  ///< of the input, or of the last piece that was begun in it
};

class Decoder {
 public:
  explicit Decoder(Dataset& dataset) : dataset_(dataset), sink_(dataset) {}

  Result<Appended> append(std::string_view bytes, const AppendOptions& options);
  /// How many events were read the quick way (quick_reader.h), so far.
  [[nodiscard]] uint64_t quickEvents() const { return sink_.quickEvents(); }

 private:
  struct Input {
    std::unique_ptr<Splitter> splitter;
    Format format = Format::Ndjson;
    std::string dialect_text;
    const Dialect* dialect = nullptr;
  };
  Result<Input*> input(const AppendOptions& options);
  Status take(Input& input, std::string_view bytes, size_t piece_bytes);
  Result<const Dialect*> dialect(const std::string& text);

  Dataset& dataset_;
  RecordSink sink_;
  std::map<uint32_t, Input> inputs_;
  std::map<std::string, std::unique_ptr<Dialect>> dialects_;
};

}  // namespace tallyfold
