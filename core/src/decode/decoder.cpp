// SPDX-License-Identifier: Apache-2.0
#include "decode/decoder.h"

namespace tallyfold {
namespace {

// Between pieces the memory limit is asked, so a piece bounds how far a call can overshoot.
constexpr size_t kPieceBytes = size_t{64} << 10;

/// The first bytes of `bytes`, at most so many: whole lines where there is one, because a line that
/// is cut takes long.
std::string_view wholeLines(std::string_view bytes, size_t most) {
  if (bytes.size() <= most) return bytes;
  const size_t newline = bytes.rfind('\n', most - 1);
  return bytes.substr(0, newline == std::string_view::npos ? most : newline + 1);
}

std::unique_ptr<Splitter> makeSplitter(Format format, const Piece& piece) {
  if (format == Format::Json) return makeJsonSplitter(piece.byte_offset);
  if (format == Format::Csv) return makeCsvSplitter(piece.byte_offset);
  return makeNdjsonSplitter(piece.byte_offset, piece.starts_document);
}

}  // namespace

Result<const Dialect*> Decoder::dialect(const std::string& text) {
  const auto known = dialects_.find(text);
  if (known != dialects_.end()) return known->second.get();
  Result<Dialect> made = makeDialect(text);
  if (!made) return made.error();
  auto& kept = dialects_[text];
  kept = std::make_unique<Dialect>(std::move(made).value());
  return kept.get();
}

Result<Decoder::Input*> Decoder::input(const AppendOptions& options) {
  Result<const Dialect*> wanted = dialect(options.dialect);
  if (!wanted) return wanted.error();
  Input& input = inputs_[options.source];
  const bool same = input.format == options.format && input.dialect == wanted.value();
  if (options.piece) {
    input.splitter = makeSplitter(options.format, *options.piece);
  } else if (input.splitter && input.splitter->inside() && !same) {
    return Error{ErrorCode::Misuse,
                 "source " + std::to_string(options.source) +
                     " is in the middle of a document: its format and dialect cannot change",
                 "$.format"};
  }
  if (!input.splitter || input.format != options.format) {
    input.splitter = makeSplitter(options.format, {input.splitter ? input.splitter->offset() : 0});
  }
  input.format = options.format;
  input.dialect = wanted.value();
  sink_.begin(*input.dialect, options.source, options.received_ns, options.by_reference);
  return &input;
}

Status Decoder::take(Input& input, std::string_view bytes, size_t piece_bytes) {
  while (!bytes.empty()) {
    const std::string_view piece = wholeLines(bytes, piece_bytes);
    if (!dataset_.account().canTake(dataset_.bytesToDecode(piece.size()))) {
      return Error{
          ErrorCode::OutOfMemory,
          "the memory limit of " + std::to_string(dataset_.account().limitBytes()) +
              " bytes leaves no room for more events; what was appended before still answers",
          ""};
    }
    bytes.remove_prefix(piece.size());
    input.splitter->take(piece, bytes.size(), sink_);
  }
  return Done{};
}

Result<Appended> Decoder::append(std::string_view bytes, const AppendOptions& options) {
  Result<Input*> found = input(options);
  if (!found) return found.error();
  if (options.whole && found.value()->splitter->inside()) {
    return Error{ErrorCode::Misuse,
                 "source " + std::to_string(options.source) + " is in the middle of a document",
                 "$.source"};
  }
  const uint64_t accepted = dataset_.accepted();
  const uint64_t refused = dataset_.intake().total();
  const Status taken = take(*found.value(), bytes, options.whole ? bytes.size() : kPieceBytes);
  if (!taken) {
    // The rest of this document is lost to the input: the next append begins a new one.
    Input& input = *found.value();
    input.splitter = makeSplitter(input.format, {input.splitter->offset()});
    return taken.error();
  }
  if (!options.more) found.value()->splitter->finish(sink_);
  return Appended{dataset_.accepted() - accepted, dataset_.intake().total() - refused,
                  found.value()->splitter->lines()};
}

}  // namespace tallyfold
