// SPDX-License-Identifier: Apache-2.0
#include "decode/seat_record.h"

#include <algorithm>
#include <iterator>

#include "base/integer_text.h"
#include "catalog/seats.h"
#include "numeric/number_text.h"
#include "numeric/scaled.h"

namespace tallyfold {
namespace {

constexpr std::string_view kStatusChange = "status_change";

std::string_view valueOf(const EventDraft& draft, Role role) {
  const RoleValue& value = draft.at(role);
  const bool has_text =
      value.kind == RoleValue::Kind::Text || value.kind == RoleValue::Kind::Number;
  return has_text ? value.text : std::string_view();
}

bool isItem(const EventDraft& draft) {
  return valueOf(draft, Role::EventName).empty() && !valueOf(draft, Role::ItemOrigin).empty();
}

Refusal missing(const char* field) {
  return {Reason::MissingField, std::string(field) + " is missing or empty"};
}

std::optional<Refusal> checkRequired(const EventDraft& draft) {
  static constexpr std::pair<Role, const char*> kAlways[] = {
      {Role::Time, "date"}, {Role::EventId, "eventId"}, {Role::ObjectLabel, "objectLabel"}};
  // The catalog knows these of the event of an item.
  static constexpr std::pair<Role, const char*> kOfRecords[] = {
      {Role::Customer, "workspace"}, {Role::ChartKey, "chartKey"}, {Role::EventKey, "eventKey"}};
  for (const auto& [role, field] : kAlways) {
    if (valueOf(draft, role).empty()) return missing(field);
  }
  for (const auto& [role, field] : kOfRecords) {
    if (!isItem(draft) && valueOf(draft, role).empty()) return missing(field);
  }
  const bool has_status = !valueOf(draft, Role::ObjectStatus).empty();
  if (seatRecordKind(draft) == kStatusChange && !has_status) return missing("status");
  return std::nullopt;
}

std::optional<Refusal> checkInteger(const EventDraft& draft, Role role, const char* field) {
  const std::string_view text = valueOf(draft, role);
  if (text.empty() || readInteger(text)) return std::nullopt;
  return Refusal{Reason::WrongType, std::string(field) + " is not an integer"};
}

std::optional<Refusal> checkQuantity(const EventDraft& draft) {
  const std::string_view text = valueOf(draft, Role::Quantity);
  if (text.empty()) return std::nullopt;
  const NumericRead number = readNumeric(text);
  if (number.kind == NumericKind::Scaled) {
    int64_t unit = 1;
    for (int i = 0; i < number.scaled.scale; ++i) unit *= 10;
    const int64_t quantity = number.scaled.mantissa / unit;
    const bool whole = number.scaled.mantissa % unit == 0;
    if (whole && quantity >= 1 && quantity <= kMostPlaces) return std::nullopt;
  }
  return Refusal{Reason::BadQuantity, "quantity is not an integer from 1 to 100000000"};
}

std::optional<Refusal> checkOrigin(const EventDraft& draft, Role role) {
  static constexpr std::string_view kOrigins[] = {"API_CALL", "HELD_BY_USER",
                                                  "HOLD_RELEASED_BY_USER", "HOLD_EXPIRED"};
  const std::string_view origin = valueOf(draft, role);
  const bool known =
      std::find(std::begin(kOrigins), std::end(kOrigins), origin) != std::end(kOrigins);
  if (origin.empty() || known) return std::nullopt;
  return Refusal{Reason::WrongType,
                 "the origin is not API_CALL, HELD_BY_USER, HOLD_RELEASED_BY_USER or HOLD_EXPIRED"};
}

}  // namespace

std::string_view seatRecordKind(const EventDraft& draft) {
  return isItem(draft) ? kStatusChange : valueOf(draft, Role::EventName);
}

std::optional<Refusal> checkSeatRecord(const EventDraft& draft) {
  static constexpr std::string_view kKinds[] = {kStatusChange, "selection", "deselection",
                                                "channel_assignment"};
  const std::string_view kind = seatRecordKind(draft);
  if (kind.empty()) return missing("kind");
  if (std::find(std::begin(kKinds), std::end(kKinds), kind) == std::end(kKinds)) {
    return Refusal{Reason::UnknownKind,
                   "kind is not status_change, selection, deselection or channel_assignment"};
  }
  std::optional<Refusal> refusal = checkRequired(draft);
  if (!refusal) refusal = checkInteger(draft, Role::Customer, "workspace");
  if (!refusal) refusal = checkInteger(draft, Role::EventId, "eventId");
  if (!refusal) refusal = checkQuantity(draft);
  if (!refusal) refusal = checkOrigin(draft, Role::OriginType);
  if (!refusal) refusal = checkOrigin(draft, Role::ItemOrigin);
  const std::string_view type = valueOf(draft, Role::ObjectType);
  if (!refusal && !type.empty() && !seatObjectType(type)) {
    refusal =
        Refusal{Reason::WrongType, "objectType is not seat, table, booth or generalAdmission"};
  }
  return refusal;
}

Hash128 seatRecordIdentity(const HashKey& key, const EventDraft& draft) {
  // Lengths keep the parts apart.
  std::string name;
  const std::string_view id = valueOf(draft, Role::Id);
  if (id.empty()) return {};
  name += std::to_string(readInteger(valueOf(draft, Role::EventId)).value_or(0));
  for (const std::string_view part :
       {seatRecordKind(draft), valueOf(draft, Role::ObjectLabel), id}) {
    name += '/';
    name += std::to_string(part.size());
    name += ':';
    name += part;
  }
  return sipHash13(key, name);
}

}  // namespace tallyfold
