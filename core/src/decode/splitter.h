// SPDX-License-Identifier: Apache-2.0
// Finds the records in a stream of bytes that may be cut anywhere.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>

#include "decode/record_sink.h"

namespace tallyfold {

enum class Format { Ndjson, Json, Csv };

/// One input's unfinished record, and how far the input has come.
class Splitter {
 public:
  virtual ~Splitter() = default;
  /// `behind` so many more bytes can be read behind these, which count only when they are taken.
  virtual void take(std::string_view bytes, size_t behind, RecordSink& sink) = 0;
  /// The document is complete: what is unfinished counts, or is refused.
  virtual void finish(RecordSink& sink) = 0;
  /// Whether a document has begun and is not finished.
  [[nodiscard]] virtual bool inside() const = 0;
  /// Bytes of the input so far.
  [[nodiscard]] virtual uint64_t offset() const = 0;
  /// Lines or elements so far, an unfinished last one not included.
  [[nodiscard]] virtual uint64_t lines() const = 0;
};

/// A splitter whose first document begins at byte `origin` of the input; of NDJSON it may also be a
/// later line of a document.
std::unique_ptr<Splitter> makeNdjsonSplitter(uint64_t origin, bool starts_document = true);
std::unique_ptr<Splitter> makeJsonSplitter(uint64_t origin);
std::unique_ptr<Splitter> makeCsvSplitter(uint64_t origin);

}  // namespace tallyfold
