// SPDX-License-Identifier: Apache-2.0
#include "decode/event_layout.h"

#include <algorithm>
#include <cstring>

namespace tallyfold {
namespace {

// Streams of events have far fewer; whoever sends more must not fill the memory, nor make the
// search for the next step long.
constexpr size_t kMostPlaces = 512;
constexpr size_t kMostSteps = 1024;
constexpr int kMostStepsOfPlace = 12;
constexpr size_t kMostDepth = 16;

bool isSpace(char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r'; }

}  // namespace

// Goes once through a record that is known to be valid.
struct EventLayout::Walk {
  struct Level {
    uint32_t node = 0;  // of the dialect
    bool is_ignored = false;
    size_t path_size = 0;  // of the path in front of it
  };
  struct Found {
    std::string_view bytes;  // in front of the value
    std::string path;
    LayoutPlace what;
  };

  const char* at;
  const char* end;
  const Dialect& dialect;
  Dataset& dataset;
  EventBatch& batch;
  std::vector<Level> levels = {};
  std::string path = {};
  std::vector<Found> found = {};
  std::string_view rest = {};  // behind the last value

  void skipSpace() {
    while (at != end && isSpace(*at)) ++at;
  }
  [[nodiscard]] bool isAt(char c) const { return at != end && *at == c; }

  /// Moves behind the text that begins here; what stands between its quotes.
  std::string_view text() {
    const char* const begin = ++at;
    while (at != end && *at != '"') at += *at == '\\' && end - at > 1 ? 2 : 1;
    const std::string_view inside(begin, static_cast<size_t>(at - begin));
    if (at != end) ++at;
    return inside;
  }

  void scalar() {
    if (isAt('"')) return static_cast<void>(text());
    while (at != end && !isSpace(*at) && *at != ',' && *at != '}') ++at;
  }

  bool place(const KeyTarget& target, bool is_ignored, LayoutPlace& what) {
    if (is_ignored || target.kind == KeyTarget::Kind::Ignored ||
        target.kind == KeyTarget::Kind::Unwanted) {
      return true;
    }
    if (target.kind == KeyTarget::Kind::Property) {
      what.use = LayoutPlace::Use::Property;
      what.column = batch.column(target.field);
      return target.role == Role::None;
    }
    const DialectNode& node = dialect.nodes[target.node];
    if (node.holds_properties) what.use = LayoutPlace::Use::Empty;
    if (node.holds_properties || node.role == Role::None) return node.role == Role::None;
    // What every event of the input shares stands above what an event says.
    const bool is_constant =
        std::any_of(dialect.constants.begin(), dialect.constants.end(),
                    [&](const auto& constant) { return constant.first == node.role; });
    if (is_constant) return true;
    what.use = LayoutPlace::Use::Role;
    what.role = node.role;
    return true;
  }

  /// Whether the object that begins here can be walked through as a level of its own.
  bool enter(const KeyTarget& target, bool is_ignored, size_t path_size) {
    if (levels.size() >= kMostDepth || isAt('[')) return false;
    Level level{0, true, path_size};
    if (!is_ignored && target.kind == KeyTarget::Kind::Property) return false;
    if (!is_ignored && target.kind == KeyTarget::Kind::Node) {
      const DialectNode& node = dialect.nodes[target.node];
      const bool enters = node.holds_properties || !node.children.empty();
      if (!enters && node.role != Role::None) return false;
      if (enters) level = {target.node, false, path_size};
    }
    ++at;
    levels.push_back(level);
    return true;
  }

  /// One key and what belongs to it: a scalar, or the opening of a level.
  bool member(const char*& begin) {
    const Level level = levels.back();
    const std::string_view key = text();
    if (key.find('\\') != std::string_view::npos) return false;
    skipSpace();
    if (!isAt(':')) return false;
    ++at;
    skipSpace();
    if (at == end) return false;
    const size_t path_size = path.size();
    path.append(key).push_back('\0');  // which no key has
    KeyTarget target;
    if (!level.is_ignored) target = targetOf(dialect, dataset, level.node, key);
    if (isAt('{') || isAt('[')) return enter(target, level.is_ignored, path_size);
    Found value{{begin, static_cast<size_t>(at - begin)}, path, {}};
    if (!place(target, level.is_ignored, value.what)) return false;
    found.push_back(std::move(value));
    path.resize(path_size);
    scalar();
    begin = at;
    return true;
  }

  bool run() {
    const char* begin = at;
    skipSpace();
    if (!isAt('{')) return false;
    ++at;
    levels.push_back({0, false, 0});
    while (!levels.empty()) {
      skipSpace();
      if (isAt(',')) {
        ++at;
      } else if (isAt('}')) {
        ++at;
        path.resize(levels.back().path_size);
        levels.pop_back();
      } else if (!isAt('"') || !member(begin)) {
        return false;
      }
    }
    rest = {begin, static_cast<size_t>(end - begin)};
    return true;
  }
};

void EventLayout::clear() {
  places_.assign(2, LayoutPlace());
  steps_.assign(1, LayoutStep());
  full_ = false;
}

uint16_t EventLayout::placeAt(const std::string& path, const LayoutPlace& what) {
  for (size_t i = kEnd + 1; i < places_.size(); ++i) {
    if (places_[i].path == path) return static_cast<uint16_t>(i);
  }
  places_.push_back(what);
  places_.back().path = path;
  return static_cast<uint16_t>(places_.size() - 1);
}

// False where the step is known, or there is no room.
bool EventLayout::addStep(uint16_t from, std::string_view bytes, uint16_t to) {
  // The longest comes first: another may be its beginning.
  uint16_t* link = &places_[from].step;
  int count = 0;
  for (; *link != 0; link = &steps_[*link].next) {
    const LayoutStep& known = steps_[*link];
    if (known.size == bytes.size() && std::memcmp(known.bytes, bytes.data(), bytes.size()) == 0)
      return false;
    ++count;
  }
  if (count >= kMostStepsOfPlace) return false;
  link = &places_[from].step;
  while (*link != 0 && steps_[*link].size > bytes.size()) link = &steps_[*link].next;
  LayoutStep step;
  std::memcpy(step.bytes, bytes.data(), bytes.size());
  step.size = static_cast<uint16_t>(bytes.size());
  step.place = to;
  step.next = *link;
  *link = static_cast<uint16_t>(steps_.size());
  steps_.push_back(step);
  return true;
}

bool EventLayout::learn(std::string_view record, const Dialect& dialect, Dataset& dataset,
                        EventBatch& batch) {
  if (full_) return false;
  Walk walk{record.data(), record.data() + record.size(), dialect, dataset, batch};
  if (!walk.run() || walk.found.empty()) return false;
  const auto too_long = [](const Walk::Found& value) {
    return value.bytes.size() > LayoutStep::kMostBytes;
  };
  if (walk.rest.size() > LayoutStep::kMostBytes ||
      std::any_of(walk.found.begin(), walk.found.end(), too_long)) {
    return false;
  }
  const size_t more = walk.found.size() + 1;
  full_ = places_.size() + more > kMostPlaces || steps_.size() + more > kMostSteps;
  if (full_) return false;
  bool is_new = false;
  uint16_t from = kStart;
  for (const Walk::Found& value : walk.found) {
    const uint16_t to = placeAt(value.path, value.what);
    is_new |= addStep(from, value.bytes, to);
    from = to;
  }
  return addStep(from, walk.rest, kEnd) || is_new;
}

}  // namespace tallyfold
