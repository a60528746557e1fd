// SPDX-License-Identifier: Apache-2.0
#include "query/native_query.h"

namespace tallyfold {
namespace {

void writeInterval(ByteWriter& out, const IntervalRule& rule) {
  out.text(rule.zone ? rule.zone->name() : "");
  for (const int64_t number : {rule.size.months, rule.size.days, rule.size.nanoseconds,
                               rule.anchor_day, rule.anchor_clock_s, rule.anchor_s}) {
    out.i64(number);
  }
}

}  // namespace

void Measure::write(ByteWriter& out) const {
  out.text(name);
  out.text(facts->name);
  out.u8(property ? 1 : 0);
  out.text(property ? property->property : formula_text);
  out.text(percent.toText());
  out.text(multiplier.toText());
  out.text(opening ? opening->toText() : "");
}

std::vector<FieldName> NativeQuery::fields() const {
  std::vector<Dimension> dimensions = groups;
  if (where) where->addFields(dimensions);
  std::vector<FieldName> all;
  for (const Dimension& dimension : dimensions) {
    if (!dimension.is_event_name) all.push_back(dimension.field);
  }
  for (const Measure& measure : measures) {
    if (measure.property) all.push_back(*measure.property);
    if (!measure.formula) continue;
    for (const std::string& name : measure.formula->properties())
      all.push_back(FieldName::ofProperty(name));
  }
  return all;
}

std::string NativeQuery::canonicalBytes() const {
  ByteWriter out;
  out.u64(events.size());
  for (const std::string& event : events) out.text(event);
  out.u8(where ? 1 : 0);
  if (where) where->write(out);
  out.i64(start_ns);
  out.i64(end_ns);
  out.i64(foldedStart());
  out.u64(measures.size());
  for (const Measure& measure : measures) measure.write(out);
  out.u64(groups.size());
  for (const Dimension& group : groups) writeDimension(out, group);
  out.u8(window ? 1 : 0);
  if (window) writeInterval(out, *window);
  out.u8(counts_ids_once ? 1 : 0);
  out.i64(lateness_ns.value_or(-1));
  return out.take();
}

}  // namespace tallyfold
