// SPDX-License-Identifier: Apache-2.0
// Reads one record into a draft of an event: its roles as text, its properties as staged cells.
#pragma once

#include <array>
#include <string>
#include <string_view>
#include <vector>

#include "decode/dialect.h"
#include "decode/key_target.h"
#include "decode/nested_text.h"
#include "events/dataset.h"

namespace tallyfold {

/// What a record has in one role.
struct RoleValue {
  enum class Kind : uint8_t { Absent, Null, Text, Number, Other };
  Kind kind = Kind::Absent;
  std::string_view text;  ///< lives as long as the record's bytes
};

/// What one record said, before it is judged.
struct EventDraft {
  std::array<RoleValue, static_cast<size_t>(Role::kCount)> roles;
  bool is_object = false;
  bool bad_properties = false;  ///< properties are there, but no object
  [[nodiscard]] const RoleValue& at(Role role) const { return roles[static_cast<size_t>(role)]; }
  RoleValue& at(Role role) { return roles[static_cast<size_t>(role)]; }
};

/// A SAX handler (json/sax.h) that also takes CSV cells.
class EventReader {
 public:
  explicit EventReader(Dataset& dataset) : dataset_(dataset) {}

  /// Begins a record. The dialect must outlive it.
  void begin(const Dialect& dialect, BlockBuilder& builder);
  [[nodiscard]] const EventDraft& draft() const { return draft_; }
  EventDraft& draft() { return draft_; }

  void onRestart();
  bool onNull();
  bool onBool(bool value);
  bool onNumber(std::string_view text);
  bool onText(std::string_view text);
  bool onKey(std::string_view text);
  bool onObject() { return onOpen(true); }
  bool onArray() { return onOpen(false); }
  bool onObjectEnd() { return onClose(); }
  bool onArrayEnd() { return onClose(); }

  /// A property or role from a CSV cell.
  void setRole(Role role, std::string_view text) {
    draft_.at(role) = {RoleValue::Kind::Text, text};
  }
  void setProperty(FieldKey key, std::string_view text) { stageText(key, text); }

 private:
  using Target = KeyTarget::Kind;

  bool onOpen(bool is_object);
  bool onClose();
  void capture(RoleValue::Kind kind, std::string_view text);
  // Of a property's value, which has been staged or passed over.
  void captureToo(RoleValue::Kind kind, std::string_view text) {
    if (target_.role != Role::None) draft_.at(target_.role) = {kind, text};
  }
  void stageText(FieldKey key, std::string_view text);
  void stageNumber(FieldKey key, std::string_view text);

  Dataset& dataset_;
  const Dialect* dialect_ = nullptr;
  BlockBuilder* builder_ = nullptr;
  EventDraft draft_;
  std::vector<uint32_t> open_nodes_;  // of the objects being read, outermost first
  int ignored_depth_ = 0;             // containers open inside an ignored or unwanted value
  KeyTarget target_;                  // of the next value
  NestedText nested_;
  // Events of one stream repeat their layout: the next key is mostly one of the next that were
  // there before.
  struct KnownKey {
    std::string key;
    uint32_t parent = 0;
    KeyTarget target;
  };
  std::vector<KnownKey> layout_;
  const Dialect* layout_dialect_ = nullptr;
  size_t next_key_ = 0;
};

}  // namespace tallyfold
