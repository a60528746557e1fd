// SPDX-License-Identifier: Apache-2.0
// Which field is meant: the fixed attributes of an event, and every property key seen so far.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "events/dictionary.h"

namespace tallyfold {

/// Names a field in one dataset: attributes first, then properties in order of first appearance.
using FieldKey = uint32_t;

enum class Attribute : uint32_t {
  Customer,
  CustomerId,
  Subscription,
  Source,
  IdText,
  PreciseAmount,
  kCount
};

inline constexpr FieldKey kFirstProperty = static_cast<FieldKey>(Attribute::kCount);
inline constexpr FieldKey kNoField = 0xffffffff;
constexpr FieldKey attributeKey(Attribute attribute) { return static_cast<FieldKey>(attribute); }

/// What a query names before it knows any dataset.
struct FieldName {
  bool is_attribute = false;
  Attribute attribute = Attribute::Customer;
  std::string property;

  static FieldName ofProperty(std::string_view name) {
    return {false, Attribute::Customer, std::string(name)};
  }
  static FieldName ofAttribute(Attribute attribute) { return {true, attribute, {}}; }
};

class FieldKeys {
 public:
  explicit FieldKeys(MemoryAccount& account) : properties_(account) {}

  FieldKey internProperty(std::string_view name) {
    return kFirstProperty + properties_.intern(name);
  }
  /// The field's key, or kNoField while no event had such a property.
  [[nodiscard]] FieldKey find(const FieldName& name) const {
    if (name.is_attribute) return attributeKey(name.attribute);
    const uint32_t code = properties_.find(name.property);
    return code == Dictionary::kNone ? kNoField : kFirstProperty + code;
  }
  [[nodiscard]] std::string_view propertyName(FieldKey key) const {
    return properties_.text(key - kFirstProperty);
  }
  [[nodiscard]] uint32_t count() const { return kFirstProperty + properties_.size(); }
  [[nodiscard]] const Dictionary& properties() const { return properties_; }

 private:
  Dictionary properties_;
};

}  // namespace tallyfold
