// SPDX-License-Identifier: Apache-2.0
#include "decode/dialect.h"

#include "decode/mapping.h"

namespace tallyfold {
namespace {

void setRole(Dialect& dialect, const char* key, Role role) {
  dialect.nodes[dialect.place({key})].role = role;
}

void setProperty(Dialect& dialect, const std::vector<std::string>& path, const char* property,
                 Role role) {
  DialectNode& node = dialect.nodes[dialect.place(path)];
  node.is_property = true;
  node.property = property;
  node.role = role;
}

// Source of the fields: the service's ingestion endpoint; `id` and `ingested_at` are what its event
// list gives back.
Dialect flexprice() {
  Dialect dialect;
  dialect.name = "flexprice";
  setRole(dialect, "event_name", Role::EventName);
  setRole(dialect, "external_customer_id", Role::Customer);
  setRole(dialect, "timestamp", Role::Time);
  setRole(dialect, "source", Role::Source);
  setRole(dialect, "event_id", Role::Id);
  setRole(dialect, "id", Role::OtherId);
  setRole(dialect, "customer_id", Role::CustomerId);
  setRole(dialect, "ingested_at", Role::Received);
  dialect.nodes[dialect.place({"properties"})].holds_properties = true;
  dialect.strict_text = true;
  dialect.trims_name = true;
  dialect.requires_customer = true;
  return dialect;
}

// Source of the fields: Lago's event endpoints. An event without a subscription is accepted there
// too, and never aggregated.
Dialect lago() {
  Dialect dialect;
  dialect.name = "lago";
  setRole(dialect, "code", Role::EventName);
  setRole(dialect, "transaction_id", Role::Id);
  setRole(dialect, "external_subscription_id", Role::Subscription);
  setRole(dialect, "external_customer_id", Role::Customer);
  setRole(dialect, "timestamp", Role::Time);
  setRole(dialect, "precise_total_amount_cents", Role::PreciseAmount);
  dialect.nodes[dialect.place({"properties"})].holds_properties = true;
  dialect.requires_id = true;
  dialect.id_needs_subscription = true;
  return dialect;
}

// Source: CloudEvents 1.0.2, JSON format; the subject is the customer, as usage meters read it.
Dialect cloudevents() {
  Dialect dialect;
  dialect.name = "cloudevents";
  setRole(dialect, "specversion", Role::SpecVersion);
  setRole(dialect, "type", Role::EventName);
  setRole(dialect, "subject", Role::Customer);
  setRole(dialect, "time", Role::Time);
  setRole(dialect, "source", Role::Source);
  setRole(dialect, "id", Role::Id);
  dialect.nodes[dialect.place({"data"})].holds_properties = true;
  dialect.strict_text = true;
  dialect.id_needs_source = true;
  dialect.requires_id = true;
  dialect.is_cloudevents = true;
  return dialect;
}

// The records of docs/dialects.md. The kind is the event's name and the workspace its customer;
// everything else is a property too, so that other reports can read it.
Dialect seatsio() {
  Dialect dialect;
  dialect.name = "seatsio";
  setRole(dialect, "kind", Role::EventName);
  setRole(dialect, "date", Role::Time);
  setRole(dialect, "workspace", Role::Customer);
  static constexpr std::pair<const char*, Role> kProperties[] = {{"id", Role::Id},
                                                                 {"chartKey", Role::ChartKey},
                                                                 {"chartName", Role::ChartName},
                                                                 {"eventId", Role::EventId},
                                                                 {"eventKey", Role::EventKey},
                                                                 {"objectLabel", Role::ObjectLabel},
                                                                 {"objectType", Role::ObjectType},
                                                                 {"quantity", Role::Quantity},
                                                                 {"status", Role::ObjectStatus},
                                                                 {"originType", Role::OriginType},
                                                                 {"holdToken", Role::HoldToken},
                                                                 {"orderId", Role::OrderId},
                                                                 {"channelKey", Role::ChannelKey}};
  for (const auto& [key, role] : kProperties) setProperty(dialect, {key}, key, role);
  setProperty(dialect, {"origin", "type"}, "originType", Role::ItemOrigin);
  dialect.is_seatsio = true;
  dialect.time_is_text = true;
  return dialect;
}

}  // namespace

uint32_t Dialect::child(uint32_t node, std::string_view key) const {
  for (const uint32_t at : nodes[node].children) {
    if (nodes[at].key == key) return at;
  }
  return 0;
}

uint32_t Dialect::place(const std::vector<std::string>& path) {
  if (nodes.empty()) nodes.emplace_back();
  uint32_t at = 0;
  for (const std::string& key : path) {
    uint32_t next = child(at, key);
    if (next == 0) {
      next = static_cast<uint32_t>(nodes.size());
      nodes.emplace_back().key = key;
      nodes[at].children.push_back(next);
    }
    at = next;
  }
  return at;
}

Result<Dialect> makeDialect(std::string_view name_or_mapping) {
  if (name_or_mapping.empty() || name_or_mapping == "flexprice") return flexprice();
  if (name_or_mapping == "lago") return lago();
  if (name_or_mapping == "cloudevents") return cloudevents();
  if (name_or_mapping == "seatsio") return seatsio();
  if (name_or_mapping.find('{') != std::string_view::npos) return makeMapping(name_or_mapping);
  return Error{ErrorCode::InvalidMapping,
               "unknown event dialect \"" + std::string(name_or_mapping) +
                   "\"; use flexprice, lago, cloudevents, seatsio or a mapping object",
               "$.dialect"};
}

}  // namespace tallyfold
