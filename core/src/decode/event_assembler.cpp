// SPDX-License-Identifier: Apache-2.0
#include "decode/event_assembler.h"

#include "decode/seat_record.h"

namespace tallyfold {
namespace {

constexpr std::string_view kSpace = " \t\r\n\v\f";

std::string_view trimmed(std::string_view text) {
  const size_t begin = text.find_first_not_of(kSpace);
  if (begin == std::string_view::npos) return {};
  return text.substr(begin, text.find_last_not_of(kSpace) - begin + 1);
}

std::string_view textOf(const RoleValue& value) {
  using Kind = RoleValue::Kind;
  return value.kind == Kind::Absent || value.kind == Kind::Null ? std::string_view() : value.text;
}

std::string_view idOf(const EventDraft& draft) {
  const std::string_view id = textOf(draft.at(Role::Id));
  return id.empty() ? textOf(draft.at(Role::OtherId)) : id;
}

const char* fieldName(const Dialect& dialect, Role role) {
  for (const DialectNode& node : dialect.nodes) {
    if (node.role == role) return node.key.c_str();
  }
  return "event name";
}

std::string quoted(std::string_view text) {
  size_t shown = 80;
  if (text.size() <= shown) return "\"" + std::string(text) + "\"";
  while ((static_cast<unsigned char>(text[shown]) & 0xc0) == 0x80)
    --shown;  // not inside a character
  return "\"" + std::string(text.substr(0, shown)) + "...\"";
}

}  // namespace

Hash128 ownedIdentity(const HashKey& key, std::string_view owner, std::string_view id) {
  // The length in front keeps ("a", "bc") and ("ab", "c") apart.
  std::string both = std::to_string(owner.size()) + ":";
  both.append(owner).append(id);
  return sipHash13(key, both);
}

Hash128 identityOf(const Dialect& dialect, const DatasetOptions& options, std::string_view id,
                   std::string_view owner) {
  if (id.empty() || !options.keep_identity) return {};
  if (!dialect.id_needs_source && !dialect.id_needs_subscription)
    return sipHash13(options.id_key, id);
  return ownedIdentity(options.id_key, owner, id);
}

std::optional<Refusal> EventAssembler::checkShape(const Dialect& dialect,
                                                  const EventDraft& draft) const {
  if (!draft.is_object) return Refusal{Reason::NotAnEvent, "the record is not a JSON object"};
  for (size_t i = 0; i < draft.roles.size(); ++i) {
    const auto role = static_cast<Role>(i);
    const RoleValue::Kind kind = draft.roles[i].kind;
    const bool wrong =
        kind == RoleValue::Kind::Other ||
        (kind == RoleValue::Kind::Number && dialect.strict_text && role != Role::Time);
    // When an event was received is a help for ties; without it the event is still whole.
    if (wrong && role != Role::Received) {
      return Refusal{Reason::WrongType, std::string(fieldName(dialect, role)) + " is not a text"};
    }
  }
  if (draft.bad_properties) return Refusal{Reason::WrongType, "the properties are not an object"};
  const auto require = [&](Role role) -> std::optional<Refusal> {
    if (!textOf(draft.at(role)).empty()) return std::nullopt;
    return Refusal{Reason::MissingField,
                   std::string(fieldName(dialect, role)) + " is missing or empty"};
  };
  if (dialect.is_seatsio) return checkSeatRecord(draft);
  std::optional<Refusal> missing = require(Role::EventName);
  if (!missing && dialect.requires_customer) missing = require(Role::Customer);
  if (!missing && dialect.requires_id) missing = require(Role::Id);
  if (!missing && dialect.is_cloudevents) missing = require(Role::Source);
  if (missing) return missing;
  if (dialect.is_cloudevents && textOf(draft.at(Role::SpecVersion)) != "1.0") {
    return Refusal{Reason::NotAnEvent, "specversion is not \"1.0\""};
  }
  return std::nullopt;
}

std::optional<Refusal> EventAssembler::readTime(const Dialect& dialect, const EventDraft& draft,
                                                std::optional<int64_t> received_ns,
                                                RowFacts& facts) const {
  const std::string_view received = textOf(draft.at(Role::Received));
  const auto said = received.empty() ? std::nullopt : readRfc3339(received);
  facts.received_ns = said && !said->saturated ? std::optional(said->time_ns) : received_ns;
  const RoleValue& value = draft.at(Role::Time);
  const std::string_view text = textOf(value);
  if (value.kind == RoleValue::Kind::Absent || value.kind == RoleValue::Kind::Null) {
    if (!received_ns) return Refusal{Reason::MissingField, "the event has no time"};
    facts.time_ns = *received_ns;
    return std::nullopt;
  }
  if (value.kind == RoleValue::Kind::Text) {
    const auto instant = readRfc3339(text);
    if (instant && instant->saturated) {
      return Refusal{Reason::BadTimestamp,
                     "the time " + quoted(text) + " is outside the years 1677 to 2262"};
    }
    if (instant) return facts.time_ns = instant->time_ns, std::nullopt;
  }
  if (dialect.time_is_text) {
    return Refusal{Reason::BadTimestamp, "the time " + quoted(text) + " is not RFC 3339"};
  }
  const auto number = readUnixTime(text, dialect.numeric_time);
  if (number) return facts.time_ns = *number, std::nullopt;
  return Refusal{Reason::BadTimestamp,
                 "the time " + quoted(text) + " is neither RFC 3339 nor a Unix time"};
}

void EventAssembler::stageAttributes(BlockBuilder& builder, const EventDraft& draft,
                                     std::string_view id) {
  static constexpr std::pair<Role, Attribute> kAttributes[] = {
      {Role::Customer, Attribute::Customer},
      {Role::CustomerId, Attribute::CustomerId},
      {Role::Subscription, Attribute::Subscription},
      {Role::Source, Attribute::Source}};
  for (const auto& [role, attribute] : kAttributes) {
    const std::string_view text = textOf(draft.at(role));
    if (!text.empty() && dataset_.wantsAttribute(attribute))
      dataset_.stageText(builder, attributeKey(attribute), CellKind::Text, text);
  }
  const std::string_view amount = textOf(draft.at(Role::PreciseAmount));
  if (!amount.empty() && dataset_.wantsAttribute(Attribute::PreciseAmount)) {
    const FieldKey key = attributeKey(Attribute::PreciseAmount);
    const NumericRead number = readNumeric(amount);
    const bool is_fast = number.kind == NumericKind::Scaled;
    if (is_fast)
      builder.stage(key, {makeTag(CellKind::Number, number.scaled.scale), number.scaled.mantissa});
    else
      dataset_.stageText(builder, key, CellKind::BigNumber, amount);
  }
  if (!id.empty() && dataset_.options().keep_id_texts) {
    builder.stagePlainText(attributeKey(Attribute::IdText), id);
  }
}

Hash128 EventAssembler::identity(const Dialect& dialect, const EventDraft& draft,
                                 std::string_view id) const {
  if (dialect.is_seatsio && !id.empty() && dataset_.options().keep_identity)
    return seatRecordIdentity(dataset_.options().id_key, draft);
  const Role owner = dialect.id_needs_source ? Role::Source : Role::Subscription;
  return identityOf(dialect, dataset_.options(), id, textOf(draft.at(owner)));
}

bool EventAssembler::finish(const Dialect& dialect, const EventDraft& draft,
                            const RecordPlace& place, std::optional<int64_t> received_ns) {
  BlockBuilder& builder = dataset_.builder(place.source);
  const std::string_view id = idOf(draft);
  RowFacts facts;
  std::optional<Refusal> refusal = checkShape(dialect, draft);
  if (!refusal) refusal = readTime(dialect, draft, received_ns, facts);
  std::string_view name =
      dialect.is_seatsio ? seatRecordKind(draft) : textOf(draft.at(Role::EventName));
  if (!refusal && dialect.trims_name) {
    name = trimmed(name);
    if (name.empty()) refusal = Refusal{Reason::MissingField, "the event name is only white space"};
  }
  if (refusal) {
    builder.drop();
    refuse(place, refusal->reason, std::move(refusal->detail), id);
    return false;
  }
  const bool wanted = dataset_.wantsName(name);
  if (!wanted) builder.drop();
  // No event has an empty name: rows that no plan asks for are counted under it.
  facts.name_code = dataset_.names.intern(wanted ? name : std::string_view());
  facts.byte_offset = place.byte_offset;
  facts.line = place.line;
  facts.id = identity(dialect, draft, id);
  if (wanted) stageAttributes(builder, draft, id);
  dataset_.commit(place.source, facts);
  return true;
}

void EventAssembler::refuse(const RecordPlace& place, Reason reason, std::string detail,
                            std::string_view id) {
  LedgerEntry entry{reason,          place.source,     place.line, place.byte_offset,
                    std::string(id), std::move(detail)};
  dataset_.refuse(std::move(entry));
}

}  // namespace tallyfold
