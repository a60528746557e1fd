// SPDX-License-Identifier: Apache-2.0
#include "query/query.h"

#include "time/civil.h"

namespace tallyfold {
namespace {

void writeField(ByteWriter& out, const FieldName& field) {
  out.u8(field.is_attribute ? 1 : 0);
  out.u32(static_cast<uint32_t>(field.attribute));
  out.text(field.property);
}

void writeWindow(ByteWriter& out, const WindowRule& rule) {
  out.u8(static_cast<uint8_t>(rule.size));
  out.text(rule.zone ? rule.zone->name() : "");
  out.u8(static_cast<uint8_t>(rule.first_weekday));
  out.u8(static_cast<uint8_t>(rule.anchor ? rule.anchor->day : 0));
  out.i64(rule.anchor ? rule.anchor->time_of_day_ns : 0);
  out.u8(rule.anchor && rule.anchor->overflows ? 1 : 0);
  out.u8(static_cast<uint8_t>((rule.minutes_in_utc ? 1 : 0) | (rule.minute_label_in_utc ? 2 : 0) |
                              (rule.date_labels ? 4 : 0) | (rule.hours_from_midnight ? 8 : 0)));
}

}  // namespace

std::vector<FieldName> Query::fields() const {
  std::vector<FieldName> all = groups;
  for (const Filter& filter : filters) all.push_back(filter.field);
  all.push_back(property);
  return all;
}

int64_t Query::roundedTime(int64_t time_ns) const {
  if (time_unit_ns == 1 || time_ns < INT64_MIN + time_unit_ns) return time_ns;
  return floorDiv(time_ns, time_unit_ns) * time_unit_ns;
}

uint64_t Query::weightOf(int64_t time_ns) const {
  // Unsigned: a range can be longer than half of all time, and then the difference has 64 bits.
  return static_cast<uint64_t>(floorDiv(end_ns, weight_unit_ns)) -
         static_cast<uint64_t>(floorDiv(time_ns, weight_unit_ns));
}

Decimal Query::period() const {
  // The ends of the span of instants are 2^64 nanoseconds apart: subtract in 128 bits.
  const Int128 units =
      static_cast<Int128>(floorDiv(end_ns, weight_unit_ns)) - floorDiv(start_ns, weight_unit_ns);
  return Decimal::fromScaled(units > 0 ? units : 1, 0);
}

std::string Query::canonicalBytes() const {
  ByteWriter out;
  out.text(event_name);
  out.u64(filters.size());
  for (const Filter& filter : filters) {
    writeField(out, filter.field);
    out.u64(filter.texts.size());
    for (const std::string& text : filter.texts) out.text(text);
  }
  for (const int64_t number :
       {start_ns, end_ns, time_unit_ns, weight_unit_ns, lateness_ns.value_or(-1)}) {
    out.i64(number);
  }
  out.u8(static_cast<uint8_t>(aggregation));
  writeField(out, property);
  out.text(multiplier.toText());
  out.u8(window ? 1 : 0);
  if (window) writeWindow(out, *window);
  out.u64(groups.size());
  for (const FieldName& group : groups) writeField(out, group);
  out.u8(static_cast<uint8_t>(identity));
  out.u8(static_cast<uint8_t>(total));
  out.u8(static_cast<uint8_t>((absent_is_empty ? 1 : 0) | (huge_integers_hide ? 2 : 0) |
                              (doubles_end ? 4 : 0)));
  return out.take();
}

}  // namespace tallyfold
