// SPDX-License-Identifier: Apache-2.0
// Takes a few members of an object as they are read, without a tree and without a copy.
//
// For lists of many small objects of which little is wanted: one picker serves them all.
#pragma once

#include <array>
#include <cstddef>
#include <string_view>

#include "json/value.h"

namespace tallyfold::json {

/// A member's value: of numbers and texts the characters, of lists and objects that it is one.
struct Field {
  Kind kind = Kind::Null;
  std::string_view text;

  [[nodiscard]] bool isNull() const { return kind == Kind::Null; }
  [[nodiscard]] bool isText() const { return kind == Kind::Text; }
  [[nodiscard]] bool isNumber() const { return kind == Kind::Number; }
};

/// A handler of json/sax.h.
class ObjectPicker {
 public:
  static constexpr size_t kMostNames = 12;
  using Names = std::array<std::string_view, kMostNames>;

  /// The members that are taken; fewer names leave the rest empty. `outer`: how many levels the
  /// objects stand in.
  ObjectPicker(const Names& names, int outer) : names_(names), outer_(outer) {}

  /// Whether the last value was an object.
  [[nodiscard]] bool isObject() const { return is_object_; }
  /// The member of one of the names; null when it is absent. Of a repeated member the last holds.
  [[nodiscard]] Field find(std::string_view name) const {
    const size_t place = placeOf(name);
    return place == kMostNames ? Field() : fields_[place];
  }

  void onRestart() {
    fields_.fill(Field());
    wanted_ = kMostNames;
    depth_ = 0;
    is_object_ = false;
  }
  bool onNull() { return place(Kind::Null, {}); }
  bool onBool(bool value) { return place(value ? Kind::True : Kind::False, {}); }
  bool onNumber(std::string_view text) { return place(Kind::Number, text); }
  bool onText(std::string_view text) { return place(Kind::Text, text); }
  bool onKey(std::string_view text) {
    if (depth_ == 1) wanted_ = placeOf(text);
    return true;
  }
  bool onObject() {
    is_object_ = is_object_ || depth_ == 0;
    return open(Kind::Object);
  }
  bool onArray() { return open(Kind::Array); }
  bool onObjectEnd() { return --depth_, true; }
  bool onArrayEnd() { return --depth_, true; }

 private:
  [[nodiscard]] size_t placeOf(std::string_view name) const {
    size_t at = 0;
    while (at < kMostNames && names_[at] != name) ++at;
    return at;
  }
  bool place(Kind kind, std::string_view text) {
    if (depth_ != 1 || wanted_ == kMostNames) return true;
    fields_[wanted_] = {kind, text};
    wanted_ = kMostNames;
    return true;
  }
  bool open(Kind kind) {
    if (depth_ + outer_ >= kMaxDepth) return false;
    place(kind, {});
    ++depth_;
    return true;
  }

  Names names_;
  std::array<Field, kMostNames> fields_;
  size_t wanted_ = kMostNames;  // place of the member that is being read
  int depth_ = 0;
  int outer_;
  bool is_object_ = false;
};

}  // namespace tallyfold::json
