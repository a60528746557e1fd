// SPDX-License-Identifier: Apache-2.0
#include "json/value.h"

#include "json/sax.h"

namespace tallyfold::json {
namespace {

// Builds the tree from the outside in: `open_` holds the containers that are not closed yet.
class TreeBuilder {
 public:
  explicit TreeBuilder(Value& root) : root_(root) {}

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
    if (open_.size() >= static_cast<size_t>(kMaxDepth)) return false;
    open_.push_back(place(kind));
    return true;
  }
  bool close() {
    open_.pop_back();
    return true;
  }

  Value& root_;
  std::vector<Value*> open_;
  std::string key_;
};

}  // namespace

const Value* Value::find(std::string_view key) const {
  for (auto member = members.rbegin(); member != members.rend(); ++member) {
    if (member->key == key) return &member->value;
  }
  return nullptr;
}

Result<Value> parse(std::string_view text) {
  Value root;
  TreeBuilder builder(root);
  SaxReader reader;
  const SaxOutcome outcome = reader.read(text, builder);
  if (outcome.ok()) return Result<Value>(std::move(root));
  const std::string reason =
      outcome.stopped ? "it nests deeper than 128 levels" : std::string(outcome.message);
  return Error{ErrorCode::InvalidRequest,
               "not readable as JSON at byte " + std::to_string(outcome.offset) + ": " + reason,
               "$"};
}

}  // namespace tallyfold::json
