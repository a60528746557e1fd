// SPDX-License-Identifier: Apache-2.0
#include "range.h"

#include <algorithm>

namespace tallyfold {
namespace {

constexpr size_t kReadBytes = size_t{1} << 20;
constexpr size_t kProbeBytes = size_t{1} << 14;

// Where the first line begins at or after `begin`: behind a newline, which may be the byte before.
Result<uint64_t> lineStart(const RangeReader& input, const Range& range,
                           std::vector<char>& buffer) {
  for (uint64_t at = range.begin - 1; at < range.end;) {
    const Result<std::string_view> bytes = input.read(at, kProbeBytes, buffer);
    if (!bytes) return bytes.error();
    if (bytes.value().empty()) break;
    const size_t newline = bytes.value().find('\n');
    if (newline != std::string_view::npos) return at + newline + 1;
    at += bytes.value().size();
  }
  return range.end;
}

// The bytes as far as the line goes that has the last byte before `end`.
std::string_view upToLine(std::string_view bytes, uint64_t end) {
  if (bytes.size() < end) return bytes;
  const size_t newline = bytes.find('\n', end == 0 ? 0 : static_cast<size_t>(end - 1));
  return bytes.substr(0, newline == std::string_view::npos ? newline : newline + 1);
}

}  // namespace

Result<std::string_view> RangeReader::read(uint64_t position, size_t size,
                                           std::vector<char>& buffer) const {
  if (input == nullptr) return memory.substr(static_cast<size_t>(position), size);
  if (buffer.size() < size) buffer.resize(size);
  const Result<size_t> got = input->read(position, buffer.data(), size);
  if (!got) return got.error();
  return std::string_view(buffer.data(), got.value());
}

Result<Share> appendRange(Engine& engine, const RangeReader& input, const Range& range,
                          const AppendCall& call, std::vector<char>& buffer) {
  Share share;
  uint64_t position = range.begin;
  if (range.begin != 0) {
    const Result<uint64_t> start = lineStart(input, range, buffer);
    if (!start) return start.error();
    position = start.value();
  }
  if (position >= range.end) return share;
  share.has_lines = true;
  share.begin = range.base + position;
  AppendCall piece = call;
  piece.more = true;
  piece.piece = InputPiece{share.begin, range.starts_document && position == 0};
  while (position < range.end || !share.ends_line) {
    const auto left = static_cast<size_t>(std::min<uint64_t>(kReadBytes, input.size() - position));
    const Result<std::string_view> read = input.read(position, left, buffer);
    if (!read) return read.error();
    if (read.value().empty()) break;
    const uint64_t wanted = range.end > position ? range.end - position : 0;
    const std::string_view bytes = upToLine(read.value(), wanted);
    const Result<AppendResult> appended = engine.append(bytes, piece);
    if (!appended) return appended.error();
    share.result.accepted += appended.value().accepted;
    share.result.refused += appended.value().refused;
    share.result.lines = appended.value().lines;
    share.ends_line = bytes.back() == '\n';
    position += bytes.size();
    piece.piece.reset();
  }
  return share;
}

}  // namespace tallyfold
