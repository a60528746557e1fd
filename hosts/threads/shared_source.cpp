// SPDX-License-Identifier: Apache-2.0
#include "shared_source.h"

#include <algorithm>
#include <atomic>

#include "run_all.h"

namespace tallyfold {
namespace {

// Less than this is not worth waking other threads.
constexpr uint64_t kLeastToShareOut = uint64_t{256} << 10;
// A piece that is appended to in small steps ends beyond this, so that others get their share.
constexpr uint64_t kPieceBytes = uint64_t{1} << 20;
// Large enough that finding where lines begin costs nothing, small enough that all threads end
// together.
constexpr uint64_t kLeastRange = uint64_t{64} << 10;
constexpr uint64_t kMostRange = uint64_t{8} << 20;

void add(AppendResult& total, const AppendResult& more) {
  total.accepted += more.accepted;
  total.refused += more.refused;
}

AppendCall goingOn(const AppendCall& call) {
  AppendCall on = call;
  on.more = true;
  on.piece.reset();
  return on;
}

}  // namespace

Result<AppendResult> SharedSource::append(std::string_view bytes, const AppendCall& call) {
  const Status begun = begin(call);
  if (!begun) return begun.error();
  AppendResult total;
  Status status = take({bytes, nullptr}, call, total);
  if (status && !call.more) status = finish(call, total);
  if (!status) return giveUp(status.error());
  return total;
}

Result<AppendResult> SharedSource::append(const SharedInput& input, const AppendCall& call) {
  const Status begun = begin(call);
  if (!begun) return begun.error();
  AppendResult total;
  Status status = Done{};
  if (pinned_ || inside_) {
    std::vector<char> buffer;
    const RangeReader reader{{}, &input};
    for (uint64_t position = 0; status && position < input.size;) {
      const Result<std::string_view> bytes = reader.read(position, kPieceBytes, buffer);
      if (!bytes) return giveUp(bytes.error());
      if (bytes.value().empty()) break;
      position += bytes.value().size();
      status = take({bytes.value(), nullptr}, call, total);
    }
  } else {
    status = take({{}, &input}, call, total);
  }
  if (status) status = finish(call, total);
  if (!status) return giveUp(status.error());
  return total;
}

// Checks that bytes of this format and dialect may come now.
Status SharedSource::begin(const AppendCall& call) {
  if (pinned_) return Done{};  // its engine checks
  const bool same = call.format == document_.format && call.dialect == document_.dialect;
  if (inside_ && !same) {
    return Error{ErrorCode::Misuse,
                 "source " + std::to_string(call.source) +
                     " is in the middle of a document: its format and dialect cannot change",
                 "$.format"};
  }
  // The collector says what is wrong with the call, as each engine would.
  const Result<AppendResult> checked = collector_.append({}, goingOn(call));
  if (!checked) return checked.error();
  document_.format = call.format;
  document_.dialect = call.dialect;
  if (call.format == "ndjson") return Done{};
  // Another format counts its lines anew, and cannot be cut.
  pinned_ = next_++ % engines_.size();
  AppendCall first = goingOn(call);
  first.piece = InputPiece{offset_, true};
  const Result<AppendResult> started = engines_[*pinned_].append({}, first);
  if (!started) return started.error();
  collector_.placePiece(call.source, offset_, 0);
  return Done{};
}

Status SharedSource::take(const RangeReader& input, const AppendCall& call, AppendResult& total) {
  if (input.size() == 0) return Done{};
  if (pinned_) {
    const Result<AppendResult> appended = engines_[*pinned_].append(input.memory, goingOn(call));
    if (!appended) return appended.error();
    add(total, appended.value());
    return Done{};
  }
  if (input.input != nullptr) return shareOut(input, call, total);
  std::string_view bytes = input.memory;
  Status status = takeLine(bytes, call, total);
  if (!status || bytes.empty()) return status;
  const RangeReader rest{bytes, nullptr};
  return bytes.size() < kLeastToShareOut ? takeHere(bytes, call, total)
                                         : shareOut(rest, call, total);
}

// The end of the line that an engine has begun.
Status SharedSource::takeLine(std::string_view& bytes, const AppendCall& call,
                              AppendResult& total) {
  if (!piece_ || piece_->ends_line) return Done{};
  const size_t newline = bytes.find('\n');
  const size_t size = newline == std::string_view::npos ? bytes.size() : newline + 1;
  const Status status = takeHere(bytes.substr(0, size), call, total);
  bytes.remove_prefix(size);
  return status;
}

// Goes on with the piece there is, or begins a small one.
Status SharedSource::takeHere(std::string_view bytes, const AppendCall& call, AppendResult& total) {
  AppendCall on = goingOn(call);
  if (piece_ && piece_->ends_line && piece_->bytes >= kPieceBytes) piece_.reset();
  if (!piece_) {
    piece_.emplace(Piece{});  // Clang 14 does not see that a piece can be made of nothing
    piece_->engine = next_++ % engines_.size();
    on.piece = InputPiece{offset_, !inside_};
    collector_.placePiece(call.source, offset_, lines_before_);
  }
  const Result<AppendResult> appended = engines_[piece_->engine].append(bytes, on);
  if (!appended) return appended.error();
  add(total, appended.value());
  lines_before_ += appended.value().lines - piece_->lines;
  piece_->lines = appended.value().lines;
  piece_->bytes += bytes.size();
  piece_->ends_line = bytes.back() == '\n';
  offset_ += bytes.size();
  inside_ = true;
  return Done{};
}

Status SharedSource::shareOut(const RangeReader& input, const AppendCall& call,
                              AppendResult& total) {
  const size_t threads = engines_.size();
  const uint64_t range_bytes =
      std::clamp(input.size() / (threads * 8) + 1, kLeastRange, kMostRange);
  const auto count = static_cast<size_t>((input.size() + range_bytes - 1) / range_bytes);
  std::vector<Result<Share>> shares(count, Share());
  std::vector<size_t> engine_of(count);
  std::atomic<size_t> next{0};
  std::atomic<bool> failed{false};
  runAll(threads, [&](size_t engine) {
    std::vector<char> buffer;
    for (size_t i; !failed && (i = next++) < count;) {
      const uint64_t begin = i * range_bytes;
      const Range range{begin, std::min(input.size(), begin + range_bytes), offset_, !inside_};
      engine_of[i] = engine;
      shares[i] = appendRange(engines_[engine], input, range, call, buffer);
      if (!shares[i]) failed = true;
    }
  });
  for (size_t i = 0; i < count; ++i) {
    if (!shares[i]) return shares[i].error();
    const Share& share = shares[i].value();
    if (!share.has_lines) continue;
    add(total, share.result);
    collector_.placePiece(call.source, share.begin, lines_before_);
    lines_before_ += share.result.lines;
    piece_ = Piece{engine_of[i], kPieceBytes, share.result.lines, share.ends_line};
  }
  offset_ += input.size();
  inside_ = true;
  return Done{};
}

Status SharedSource::finish(const AppendCall& call, AppendResult& total) {
  inside_ = false;
  if (!pinned_ && !piece_) return Done{};
  AppendCall last = call;
  last.more = false;
  last.piece.reset();
  const Result<AppendResult> ended = engines_[pinned_ ? *pinned_ : piece_->engine].append({}, last);
  if (!ended) return ended.error();
  add(total, ended.value());
  if (pinned_) return Done{};
  lines_before_ += ended.value().lines - piece_->lines;
  piece_->lines = ended.value().lines;
  piece_->ends_line = true;
  return Done{};
}

// The rest of the document is lost to the input: the next append begins a new one.
Result<AppendResult> SharedSource::giveUp(const Error& error) {
  inside_ = false;
  piece_.reset();
  return error;
}

}  // namespace tallyfold
