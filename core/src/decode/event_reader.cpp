// SPDX-License-Identifier: Apache-2.0
#include "decode/event_reader.h"

#include <algorithm>

#include "base/cold.h"
#include "json/sax.h"

namespace tallyfold {

TALLYFOLD_COLD void EventReader::begin(const Dialect& dialect, BlockBuilder& builder) {
  dialect_ = &dialect;
  builder_ = &builder;
  draft_ = EventDraft();
  open_nodes_.clear();
  ignored_depth_ = 0;
  target_ = KeyTarget();
  nested_.reset();
  next_key_ = 0;
  if (layout_dialect_ != dialect_) layout_.clear();
  layout_dialect_ = dialect_;
}

void EventReader::onRestart() {
  builder_->drop();
  begin(*dialect_, *builder_);
}

bool EventReader::onKey(std::string_view text) {
  if (nested_.isOpen()) return nested_.key(text), true;
  if (ignored_depth_ > 0) return true;
  const uint32_t parent = open_nodes_.back();
  // A key that is left out this time is passed over, and one that is new is put in between.
  constexpr size_t kAhead = 8;
  const size_t end = std::min(layout_.size(), next_key_ + kAhead);
  for (size_t place = next_key_; place < end; ++place) {
    const KnownKey& known = layout_[place];
    if (known.parent != parent || known.key != text) continue;
    target_ = known.target;
    next_key_ = place + 1;
    return true;
  }
  target_ = targetOf(*dialect_, dataset_, parent, text);
  constexpr size_t kRemembered = 256;
  if (layout_.size() >= kRemembered) return true;
  const auto here = layout_.begin() + static_cast<ptrdiff_t>(next_key_++);
  layout_.insert(here, {std::string(text), parent, target_});
  return true;
}

void EventReader::capture(RoleValue::Kind kind, std::string_view text) {
  const DialectNode& node = dialect_->nodes[target_.node];
  if (node.role != Role::None) draft_.at(node.role) = {kind, text};
  if (node.holds_properties && kind != RoleValue::Kind::Null) draft_.bad_properties = true;
}

void EventReader::stageText(FieldKey key, std::string_view text) {
  const char first = text.empty() ? ' ' : text[0];
  if ((first >= '0' && first <= '9') || first == '-') {
    const NumericRead number = readNumeric(text);
    if (number.kind == NumericKind::Scaled && number.canonical) {
      return builder_->stage(
          key, {makeTag(CellKind::NumberText, number.scaled.scale), number.scaled.mantissa});
    }
  }
  dataset_.stageText(*builder_, key, CellKind::Text, text);
}

void EventReader::stageNumber(FieldKey key, std::string_view text) {
  const NumericRead number = readNumeric(text);
  if (number.kind == NumericKind::Scaled) {
    // Only integers next to -2^63 round to a double beyond 64 bits and still fit here.
    if (number.scaled.mantissa < -9'000'000'000'000'000'000 && isHugeInteger(text))
      builder_->stageHugeInteger();
    return builder_->stage(
        key, {makeTag(CellKind::Number, number.scaled.scale), number.scaled.mantissa});
  }
  if (isHugeInteger(text)) builder_->stageHugeInteger();
  dataset_.stageText(*builder_, key, CellKind::BigNumber, text);
}

bool EventReader::onNull() {
  if (nested_.isOpen()) return nested_.word("null"), true;
  if (ignored_depth_ > 0 || open_nodes_.empty()) return true;
  if (target_.kind == Target::Node) capture(RoleValue::Kind::Null, {});
  if (target_.kind == Target::Property)
    builder_->stage(target_.field, {makeTag(CellKind::Null), 0});
  captureToo(RoleValue::Kind::Null, {});
  return true;
}

bool EventReader::onBool(bool value) {
  if (nested_.isOpen()) return nested_.word(value ? "true" : "false"), true;
  if (ignored_depth_ > 0 || open_nodes_.empty()) return true;
  if (target_.kind == Target::Node) capture(RoleValue::Kind::Other, value ? "true" : "false");
  if (target_.kind == Target::Property) {
    builder_->stage(target_.field, {makeTag(value ? CellKind::True : CellKind::False), 0});
  }
  captureToo(RoleValue::Kind::Other, value ? "true" : "false");
  return true;
}

bool EventReader::onNumber(std::string_view text) {
  if (nested_.isOpen()) return nested_.number(text), true;
  if (target_.kind == Target::Unwanted && isHugeInteger(text)) builder_->stageHugeInteger();
  if (ignored_depth_ > 0 || open_nodes_.empty()) return true;
  if (target_.kind == Target::Node) capture(RoleValue::Kind::Number, text);
  if (target_.kind == Target::Property) stageNumber(target_.field, text);
  captureToo(RoleValue::Kind::Number, text);
  return true;
}

bool EventReader::onText(std::string_view text) {
  if (nested_.isOpen()) return nested_.text(text), true;
  if (ignored_depth_ > 0 || open_nodes_.empty()) return true;
  if (target_.kind == Target::Node) capture(RoleValue::Kind::Text, text);
  if (target_.kind == Target::Property) stageText(target_.field, text);
  captureToo(RoleValue::Kind::Text, text);
  return true;
}

bool EventReader::onOpen(bool is_object) {
  if (nested_.isOpen()) return nested_.open(is_object);
  if (ignored_depth_ > 0) return ++ignored_depth_ < json::kMaxDepth;
  if (open_nodes_.empty()) {
    draft_.is_object = is_object;
    if (is_object) open_nodes_.push_back(0);
    ignored_depth_ = is_object ? 0 : 1;
    return true;
  }
  captureToo(RoleValue::Kind::Other, {});
  if (target_.kind == Target::Property) return nested_.open(is_object);
  const bool enters = target_.kind == Target::Node && is_object &&
                      (dialect_->nodes[target_.node].holds_properties ||
                       !dialect_->nodes[target_.node].children.empty());
  if (enters) {
    open_nodes_.push_back(target_.node);
    return true;
  }
  if (target_.kind == Target::Node) capture(RoleValue::Kind::Other, {});
  ignored_depth_ = 1;
  return true;
}

bool EventReader::onClose() {
  if (nested_.isOpen()) {
    if (nested_.close()) {
      if (nested_.sawHugeInteger()) builder_->stageHugeInteger();
      dataset_.stageText(*builder_, target_.field, CellKind::Json, nested_.result());
    }
    return true;
  }
  if (ignored_depth_ > 0) return --ignored_depth_, true;
  open_nodes_.pop_back();
  return true;
}

}  // namespace tallyfold
