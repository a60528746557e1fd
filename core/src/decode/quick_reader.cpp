// SPDX-License-Identifier: Apache-2.0
#include "decode/quick_reader.h"

#include <algorithm>

#include "base/cold.h"
#include "json/bytes16.h"

namespace tallyfold {

using json::Scalar;

namespace {

// A learned layout is given up when it no longer fits and has no more room.
constexpr uint64_t kEventsBeforeAnew = 16384;
constexpr int kCredit = 256;

// How far ahead of an event memory is fetched, and how much: about an event.
constexpr size_t kAhead = 1024;
constexpr size_t kFetched = 320;

static_assert(static_cast<int>(Role::kCount) <= 32, "there is a bit for each role");
static_assert(LayoutStep::kMostBytes % 16 == 0 && LayoutStep::kMostBytes <= QuickReader::kSlack);
static_assert(json::kScalarSlack <= QuickReader::kSlack);

/// Whether the bytes of the step stand at `at`.
inline bool stands(const LayoutStep& step, const char* at) {
  size_t done = 0;
  for (; step.size - done > 16; done += 16) {
    if (json::equalMask(at + done, step.bytes + done) != 0xffff) return false;
  }
  const uint32_t wanted = (uint32_t{1} << (step.size - done)) - 1;
  return (json::equalMask(at + done, step.bytes + done) & wanted) == wanted;
}

/// What a text's characters spell, when the same text can be made of it again.
bool spellsNumber(std::string_view text, Scaled& number) {
  const char first = text[0];
  if ((first < '0' || first > '9') && first != '-') return false;
  if (text.size() >= 19) {  // more digits than the quick way reads
    const NumericRead slow = readNumeric(text);
    number = slow.scaled;
    return slow.kind == NumericKind::Scaled && slow.canonical;
  }
  if (scanNumber(text.data(), number) != text.data() + text.size()) return false;
  return first != '-' || number.mantissa != 0;
}

bool isBlank(char c) {
  return c == ' ' || c == '\t' || c == '\r' || c == '\n' || c == '\v' || c == '\f';
}

constexpr std::pair<Role, Attribute> kAttributes[] = {{Role::Customer, Attribute::Customer},
                                                      {Role::CustomerId, Attribute::CustomerId},
                                                      {Role::Subscription, Attribute::Subscription},
                                                      {Role::Source, Attribute::Source}};

}  // namespace

TALLYFOLD_COLD void QuickReader::begin(const Dialect* dialect, uint32_t source,
                                       std::optional<int64_t> received_ns) {
  source_ = source;
  received_ns_ = received_ns;
  room_ = 0;
  if (dialect_ == dialect) return;
  dialect_ = dialect;
  usable_ = dialect != nullptr &&
            !dialect->is_seatsio;  // those records are judged by more than their roles
  layout_.clear();
  batch_.forget();
  attributes_.clear();
  for (const auto& [role, attribute] : kAttributes) {
    if (dataset_.wantsAttribute(attribute))
      attributes_.push_back({role, batch_.column(attributeKey(attribute))});
  }
  amount_column_ = batch_.column(attributeKey(Attribute::PreciseAmount));
  id_text_column_ = batch_.column(attributeKey(Attribute::IdText));
  credit_ = kCredit;
  left_ = 0;
}

inline bool QuickReader::takeRole(Role role, Scalar::Kind kind, std::string_view text) {
  const uint32_t bit = uint32_t{1} << static_cast<int>(role);
  if ((seen_ & bit) != 0) return false;  // of a repeated key the last holds
  seen_ |= bit;
  if (kind == Scalar::Kind::Null) return true;
  if (kind == Scalar::Kind::Bool) return false;
  if (kind == Scalar::Kind::Number && dialect_->strict_text && role != Role::Time) return false;
  if (role == Role::Time) time_is_text_ = kind == Scalar::Kind::Text;
  valued_ |= bit;
  if (!text.empty()) filled_ |= bit;
  roles_[static_cast<size_t>(role)] = text;
  return true;
}

inline bool QuickReader::takeText(const LayoutPlace& place, std::string_view text) {
  if (place.use == LayoutPlace::Use::Role) return takeRole(place.role, Scalar::Kind::Text, text);
  if (place.use != LayoutPlace::Use::Property) return place.use == LayoutPlace::Use::Ignored;
  Scaled number;
  batch_.put(place.column, !text.empty() && spellsNumber(text, number)
                               ? BatchCell::ofNumber(CellKind::NumberText, number)
                               : BatchCell::ofText(CellKind::Text, text));
  return true;
}

inline bool QuickReader::takeBare(const LayoutPlace& place, const Scalar& value) {
  using Kind = Scalar::Kind;
  if (place.use == LayoutPlace::Use::Role) return takeRole(place.role, value.kind, value.text);
  if (place.use == LayoutPlace::Use::Empty) return value.kind == Kind::Null;
  if (place.use == LayoutPlace::Use::Ignored) return true;
  if (value.kind == Kind::Number) {
    batch_.put(place.column, BatchCell::ofNumber(CellKind::Number, value.number));
    return true;
  }
  const CellKind truth = value.is_true ? CellKind::True : CellKind::False;
  batch_.put(place.column, {makeTag(value.kind == Kind::Null ? CellKind::Null : truth), 0});
  return true;
}

/// The step from a place whose bytes stand at `at`, or null.
inline const LayoutStep* QuickReader::stepFrom(uint16_t place, const char* at) const {
  uint16_t number = layout_.place(place).step;
  while (number != 0) {
    const LayoutStep& step = layout_.step(number);
    if (stands(step, at)) return &step;
    number = step.next;
  }
  return nullptr;
}

const char* QuickReader::read(const char* at, const char* last) {
  if (!usable_) return nullptr;
  if (batch_.rows() >= room_) {
    flush();
    room_ = std::min(EventBatch::kMostRows, dataset_.roomInBlock(source_));
  }
  // The processor fetches ahead by itself, but only within a page of memory.
  for (size_t ahead = 0; ahead < kFetched; ahead += 64)
    __builtin_prefetch(
        reinterpret_cast<const char*>(reinterpret_cast<uintptr_t>(at) + kAhead + ahead));
  seen_ = valued_ = filled_ = 0;
  uint16_t place = EventLayout::kStart;
  while (at <= last) {
    const LayoutStep* const step = stepFrom(place, at);
    if (step == nullptr) break;
    at += step->size;
    place = step->place;
    if (place == EventLayout::kEnd) {
      if (!finish()) break;
      return at;
    }
    if (at > last) break;
    const LayoutPlace& what = layout_.place(place);
    if (*at == '"') {
      std::string_view text;
      if (!json::scanText(++at, last, text) || !takeText(what, text)) break;
      continue;
    }
    // What ends a number, the step that must follow begins with: no digit, point or exponent.
    Scalar value;
    if (!json::scanBare(at, value) || !takeBare(what, value)) break;
  }
  batch_.drop();
  return nullptr;
}

bool QuickReader::finishTime(RowFacts& facts) const {
  facts.received_ns = received_ns_;
  if (has(Role::Received)) {
    const auto said = readRfc3339(textOf(Role::Received));
    if (said && !said->saturated) facts.received_ns = said->time_ns;
  }
  if ((valued_ >> static_cast<int>(Role::Time) & 1) == 0) {
    facts.time_ns = received_ns_.value_or(0);
    return received_ns_.has_value();
  }
  const std::string_view text = textOf(Role::Time);
  if (time_is_text_) {
    const auto instant = readRfc3339(text);
    if (instant) return facts.time_ns = instant->time_ns, !instant->saturated;
  }
  if (dialect_->time_is_text) return false;
  const auto number = readUnixTime(text, dialect_->numeric_time);
  facts.time_ns = number.value_or(0);
  return number.has_value();
}

bool QuickReader::finishName(std::string_view& name) const {
  name = textOf(Role::EventName);
  if (name.empty()) return false;
  return !dialect_->trims_name || !(isBlank(name.front()) || isBlank(name.back()));
}

void QuickReader::finishAttributes() {
  for (const WantedAttribute& wanted : attributes_) {
    if (has(wanted.role))
      batch_.put(wanted.column, BatchCell::ofText(CellKind::Text, textOf(wanted.role)));
  }
  if (has(Role::PreciseAmount) && dataset_.wantsAttribute(Attribute::PreciseAmount)) {
    const std::string_view amount = textOf(Role::PreciseAmount);
    const NumericRead number = readNumeric(amount);
    batch_.put(amount_column_, number.kind == NumericKind::Scaled
                                   ? BatchCell::ofNumber(CellKind::Number, number.scaled)
                                   : BatchCell::ofText(CellKind::BigNumber, amount));
  }
}

// The same questions as the assembler's, in the same words of the dialect.
bool QuickReader::finish() {
  for (const auto& [role, text] : dialect_->constants) {
    const uint32_t bit = uint32_t{1} << static_cast<int>(role);
    seen_ |= bit;
    valued_ |= bit;
    if (!text.empty()) filled_ |= bit;
    roles_[static_cast<size_t>(role)] = text;
    if (role == Role::Time) time_is_text_ = true;
  }
  RowFacts& facts = batch_.facts();
  if (!finishName(batch_.name()) || !finishTime(facts)) return false;
  if (dialect_->requires_customer && !has(Role::Customer)) return false;
  if (dialect_->requires_id && !has(Role::Id)) return false;
  if (dialect_->is_cloudevents && !(has(Role::Source) && textOf(Role::SpecVersion) == "1.0"))
    return false;
  const bool wanted = dataset_.wantsName(batch_.name());
  if (!wanted) {
    batch_.drop();
    batch_.name() = {};
  }
  const std::string_view id = textOf(has(Role::Id) ? Role::Id : Role::OtherId);
  facts.id = identityOf(*dialect_, dataset_.options(), id,
                        textOf(dialect_->id_needs_source ? Role::Source : Role::Subscription));
  if (!wanted) return true;
  finishAttributes();
  if (!id.empty() && dataset_.options().keep_id_texts) {
    batch_.put(id_text_column_, BatchCell::ofText(CellKind::PlainText, id));
  }
  return true;
}

void QuickReader::keep(uint64_t line, uint64_t byte_offset) {
  RowFacts& facts = batch_.facts();
  facts.line = line;
  facts.byte_offset = byte_offset;
  batch_.commit();
  ++events_;
}

void QuickReader::flush() {
  room_ = 0;
  if (batch_.rows() != 0) dataset_.commit(source_, batch_);
}

void QuickReader::learn(std::string_view record) {
  if (!usable_) return;
  ++left_;
  if (left_ % kEventsBeforeAnew == 0) {
    if (layout_.isFull()) layout_.clear();
    credit_ = kCredit;
  }
  if (credit_ <= 0) return;
  if (!layout_.learn(record, *dialect_, dataset_, batch_)) --credit_;
}

}  // namespace tallyfold
