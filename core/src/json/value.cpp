// SPDX-License-Identifier: Apache-2.0
#include "json/value.h"

#include "json/sax.h"

namespace tallyfold::json {
namespace {

size_t levelsBelow(int outer) { return static_cast<size_t>(kMaxDepth - outer); }

// Builds the tree from the outside in: `open_` holds the containers that are not closed yet.
class TreeBuilder {
 public:
  TreeBuilder(Value& root, int outer) : root_(root), most_open_(levelsBelow(outer)) {}

  void onRestart() {
    root_ = Value();
    open_.clear();
  }
  bool onNull() { return place(Kind::Null) != nullptr; }
  bool onBool(bool value) { return place(value ? Kind::True : Kind::False) != nullptr; }
  bool onNumber(std::string_view text) { return placeText(Kind::Number, text); }
  bool onText(std::string_view text) { return placeText(Kind::Text, text); }
  bool onKey(std::string_view text) {
    key_.assign(text);
    return true;
  }
  bool onObject() { return open(Kind::Object); }
  bool onArray() { return open(Kind::Array); }
  bool onObjectEnd() { return close(); }
  bool onArrayEnd() { return close(); }

 private:
  Value* place(Kind kind) {
    Value* target = &root_;
    if (!open_.empty()) {
      Value& parent = *open_.back();
      if (parent.kind == Kind::Array) {
        target = &parent.items.emplace_back();
      } else {
        // Objects of catalogs have some eight members: room for them at once spares three moves.
        if (parent.members.capacity() == 0) parent.members.reserve(8);
        Value::Member& member = parent.members.emplace_back();
        member.key.swap(key_);
        target = &member.value;
      }
    }
    target->kind = kind;
    return target;
  }
  bool placeText(Kind kind, std::string_view text) {
    place(kind)->text.assign(text);
    return true;
  }
  bool open(Kind kind) {
    if (open_.size() >= most_open_) return false;
    open_.push_back(place(kind));
    return true;
  }
  bool close() {
    open_.pop_back();
    return true;
  }

  Value& root_;
  size_t most_open_;
  std::vector<Value*> open_;
  std::string key_;
};

// Reads everything and keeps nothing.
class Checker {
 public:
  explicit Checker(int outer) : most_open_(levelsBelow(outer)) {}

  void onRestart() { open_ = 0; }
  bool onNull() { return true; }
  bool onBool(bool) { return true; }
  bool onNumber(std::string_view) { return true; }
  bool onText(std::string_view) { return true; }
  bool onKey(std::string_view) { return true; }
  bool onObject() { return open_++ < most_open_; }
  bool onArray() { return open_++ < most_open_; }
  bool onObjectEnd() { return --open_, true; }
  bool onArrayEnd() { return --open_, true; }

 private:
  size_t most_open_;
  size_t open_ = 0;
};

Error notReadable(const SaxOutcome& outcome) {
  const std::string reason =
      outcome.stopped ? "it nests deeper than 128 levels" : std::string(outcome.message);
  return {ErrorCode::InvalidRequest,
          "not readable as JSON at byte " + std::to_string(outcome.offset) + ": " + reason, "$"};
}

}  // namespace

const Value* Value::find(const char* key) const { return find(std::string_view(key)); }

const Value* Value::find(std::string_view key) const {
  for (auto member = members.rbegin(); member != members.rend(); ++member) {
    if (member->key == key) return &member->value;
  }
  return nullptr;
}

Result<Value> parse(std::string_view text, int outer) {
  Value root;
  TreeBuilder builder(root, outer);
  SaxReader reader;
  const SaxOutcome outcome = reader.read(text, builder);
  if (!outcome.ok()) return notReadable(outcome);
  return Result<Value>(std::move(root));
}

Status check(std::string_view text, int outer) {
  Checker checker(outer);
  SaxReader reader;
  const SaxOutcome outcome = reader.read(text, checker);
  if (!outcome.ok()) return notReadable(outcome);
  return Done{};
}

}  // namespace tallyfold::json
