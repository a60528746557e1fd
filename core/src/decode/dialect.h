// SPDX-License-Identifier: Apache-2.0
// Where in an input record do an event's facts stand? One description for every event shape, ours
// and the user's.
//
// A dialect is a small tree of keys. {"event_name": ...} is a child of the root with the role
// EventName; the value at "properties" is an object whose members are properties. JSON paths and
// CSV columns use the same tree.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "json/value.h"
#include "tallyfold/result.h"
#include "time/instant.h"

namespace tallyfold {

enum class Role : uint8_t {
  None,
  EventName,
  Customer,    ///< the customer as the sender knows it
  CustomerId,  ///< the customer as the service knows it
  Subscription,
  Source,
  Time,
  Received,
  Id,
  OtherId,        ///< a second name for the id, read where Id is absent
  SpecVersion,    ///< of CloudEvents
  PreciseAmount,  ///< an amount that the sender computed, in subunits of the currency
  // Of seating records, beside being properties.
  ChartKey,
  ChartName,
  EventId,
  EventKey,
  ObjectLabel,
  ObjectType,
  Quantity,
  ObjectStatus,
  OriginType,
  HoldToken,
  OrderId,
  ChannelKey,
  ItemOrigin,  ///< where an item of the status-changes API has its origin's type
  kCount
};

/// One key on the way to a value.
struct DialectNode {
  std::string key;
  std::vector<uint32_t> children;
  Role role = Role::None;
  bool holds_properties = false;  ///< an object here: its members are properties
  bool is_property = false;       ///< the value here is the property named `property`; it may
                                  ///< have a role too
  std::string property;
};

struct Dialect {
  std::string name;
  std::vector<DialectNode> nodes;    ///< node 0 is the record itself
  bool rest_are_properties = false;  ///< top-level members without a place are properties
  bool strict_text = false;          ///< roles must be texts, as the service's endpoint demands
  bool trims_name = false;           ///< white space around the event name is not part of it
  bool requires_customer = false;
  bool requires_id = false;
  bool id_needs_source = false;        ///< the identity is source and id together
  bool id_needs_subscription = false;  ///< the identity is subscription and id together
  bool is_cloudevents = false;         ///< id, source and specversion 1.0 are required
  bool is_seatsio = false;             ///< records of seating charts: seat_record.h
  bool time_is_text = false;           ///< a time is RFC 3339, never a number
  TimeUnit numeric_time = TimeUnit::Seconds;
  std::vector<std::pair<Role, std::string>>
      constants;  ///< facts that every event of this input shares

  /// The child of `node` with this key, or 0.
  [[nodiscard]] uint32_t child(uint32_t node, std::string_view key) const;
  /// The node at a path, made if it is not there.
  uint32_t place(const std::vector<std::string>& path);
};

/// A built-in dialect by name ("flexprice", "lago", "cloudevents", "seatsio"), or a mapping for any
/// other event shape:
///   {"name": "/type", "customer": "/account/id", "time": "/at", "timeUnit": "ms", "id": "/uuid",
///   "properties": "*"}
/// Each is a JSON Pointer, a top-level key or CSV column, or {"const": "text"}; `properties` is one
/// pointer to an object, a list of pointers to values, or "*" for every top-level field without
/// another role. Errors: InvalidMapping, naming every problem.
Result<Dialect> makeDialect(std::string_view name_or_mapping_json);

}  // namespace tallyfold
