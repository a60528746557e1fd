// SPDX-License-Identifier: Apache-2.0
#include "query/lago_fold.h"

#include <algorithm>

namespace tallyfold {

LagoFold::LagoFold(const LagoQuery& query, const LagoMetrics& metrics, Dataset& dataset,
                   LagoLog& log, IdsFrom ids)
    : query_(query),
      metrics_(metrics),
      dataset_(dataset),
      log_(log),
      ids_(dataset, ids, query.identity != LagoIdentity::Every),
      scope_of_(dataset.account()) {}

Status LagoFold::consume(const Block& block) {
  ids_.begin(block);
  log_.seen += block.rows;
  if (ids_.any()) noteCopies(block);
  for (const Run& run : block.runs) {
    const Status status = consumeRun(block, run);
    if (!status) return status;
  }
  return Done{};
}

// Which copy of an id counts is a matter of all events, whatever is asked for.
void LagoFold::noteCopies(const Block& block) {
  for (const Run& run : block.runs) {
    const uint32_t code = log_.texts.intern(dataset_.names.text(run.name_code));
    for (uint32_t row = run.begin; row < run.end; ++row) {
      LagoCopy copy;
      copy.id = ids_.idOf(row);
      if (copy.id == Hash128()) continue;
      const LedgerEntry place = placeOf(block, row, Reason::Duplicate);
      copy.time_ns = block.times.at(row);
      copy.offset = static_cast<int64_t>(place.byte_offset);
      copy.line = place.line;
      copy.source = place.source;
      copy.code = code;
      copy.id_text = log_.texts.intern(place.id);
      log_.addCopy(copy);
    }
  }
}

Status LagoFold::consumeRun(const Block& block, const Run& run) {
  const std::string code(dataset_.names.text(run.name_code));
  const std::vector<LagoMetricPlan>& plans = metrics_.ofCode(code);
  std::vector<Bound> bounds;
  for (const LagoMetricPlan& plan : plans) {
    Bound bound;
    bound.plan = &plan;
    bound.field = dataset_.keys.find(FieldName::ofProperty(plan.facts->field_name));
    for (const std::string& key : plan.shape_keys) {
      bound.shape_fields.push_back(dataset_.keys.find(FieldName::ofProperty(key)));
      const bool is_made = plan.facts->expression != nullptr && key == plan.facts->field_name;
      bound.formula_in_shape = bound.formula_in_shape || is_made;
    }
    bounds.push_back(std::move(bound));
  }
  for (size_t first = run.begin; first < run.end;) {
    const size_t count = std::min<size_t>(run.end - first, kZoneRows);
    if (!dataset_.account().canTake(log_.bytesToAdd(count * std::max<size_t>(1, plans.size())))) {
      return Error{ErrorCode::OutOfMemory,
                   "the memory limit of " + std::to_string(dataset_.account().limitBytes()) +
                       " bytes leaves no room for this report's events",
                   ""};
    }
    chunk_.begin(block, first, count);
    for (size_t index = 0; index < count; ++index) {
      if (plans.empty()) {
        refuseUnpriced(code, index);
      } else {
        readRow(bounds, index);
      }
    }
    first += count;
  }
  return Done{};
}

// An event whose code no charge prices: a hole in the bill, unless something else is asked for.
void LagoFold::refuseUnpriced(const std::string& code, size_t index) {
  const uint32_t subscription = subscriptionOf(index);
  const std::string_view id =
      subscription == kAbsentText ? std::string_view() : log_.texts.text(subscription);
  if (chunk_.times_ns[index] > query_.now_ns || !metrics_.asksAbout(code, id)) {
    ++log_.not_asked;
    return;
  }
  refuse(index, Reason::NoPrice, "no charge prices the metric \"" + code + "\"");
}

void LagoFold::refuse(size_t index, Reason reason, std::string detail) {
  LedgerEntry entry = placeOf(*chunk_.block, chunk_.first + index, reason);
  entry.detail = std::move(detail);
  log_.rejected.add(std::move(entry));
}

LagoScope& LagoFold::scopeOf(const LagoMetricPlan& plan, uint32_t subscription) {
  const uint64_t key = static_cast<uint64_t>(subscription) << 32 | plan.metric;
  const auto known = scope_of_.insert(key, static_cast<uint32_t>(scopes_.size()));
  if (!known.fresh) return scopes_[known.value];
  const std::string_view id =
      subscription == kAbsentText ? std::string_view() : log_.texts.text(subscription);
  return scopes_.emplace_back(metrics_.scopeOf(id, plan));
}

// An event may count for several metrics of its code; it is refused only when it counts for none.
void LagoFold::readRow(const std::vector<Bound>& bounds, size_t index) {
  const uint32_t subscription = subscriptionOf(index);
  bool not_asked = chunk_.times_ns[index] > query_.now_ns;
  Reason reason = Reason::OutsideSubscription;
  std::string detail;
  bool counted = false;
  for (const Bound& bound : bounds) {
    if (not_asked) break;
    LagoScope& scope = scopeOf(*bound.plan, subscription);
    const LagoScope::Verdict verdict = scope.at(query_.storedTime(chunk_.times_ns[index]));
    if (verdict == LagoScope::Verdict::NotAsked) {
      not_asked = true;
    } else if (verdict == LagoScope::Verdict::NoPrice) {
      reason = Reason::NoPrice;
      detail = "no charge of this subscription's plan prices the metric";
    } else if (verdict == LagoScope::Verdict::NoSubscription && !scope.spans.empty()) {
      detail = "the subscription had not begun, or had ended";
    } else if (verdict == LagoScope::Verdict::Counts) {
      LagoEntry entry;
      if (!readEntry(bound, index, entry, reason, detail)) continue;
      const uint32_t account = log_.accountOf(subscription, bound.plan->metric);
      entry.line = log_.lineOf({account, shapeOf(bound, index)});
      // What another copy may count for stays apart, so that it can be taken out.
      if (scope.slots && ids_.idOf(chunk_.first + index) == Hash128()) {
        log_.addTo(scope.slots->at(entry.time_ns), entry);
      } else {
        log_.add(entry);
      }
      counted = true;
    }
  }
  if (counted) {
    ++log_.counted;
  } else if (not_asked) {
    ++log_.not_asked;
  } else {
    if (detail.empty()) detail = "no subscription has this event's external_subscription_id";
    refuse(index, reason, std::move(detail));
  }
}

bool LagoFold::readEntry(const Bound& bound, size_t index, LagoEntry& entry, Reason& reason,
                         std::string& detail) {
  const size_t row = chunk_.first + index;
  entry.time_ns = query_.storedTime(chunk_.times_ns[index]);
  entry.source = chunk_.block->source;
  entry.offset = chunk_.block->offsets.at(row);
  reason = Reason::NotANumber;
  if (!readValue(bound, index, entry, reason, detail)) {
    if (detail.empty())
      detail = "the property \"" + bound.plan->facts->field_name + "\" is no number";
    return false;
  }
  if (bound.plan->reads_amounts) readAmount(index, entry);
  return true;
}

uint32_t LagoFold::subscriptionOf(size_t index) {
  return textOf(FieldName::ofAttribute(Attribute::Subscription),
                attributeKey(Attribute::Subscription), index);
}

uint32_t LagoFold::textOf(const FieldName& name, FieldKey key, size_t index) {
  if (key == kNoField) return kAbsentText;
  const FieldCells& at = chunk_.cells(name, key, false);
  const auto reader = text_readers_.try_emplace(key, dataset_, log_.texts, writtenCellText).first;
  return reader->second.read(*chunk_.block, key, at.tags[index], at.payloads[index]);
}

uint32_t LagoFold::shapeOf(const Bound& bound, size_t index) {
  std::vector<uint32_t> shape;
  for (size_t i = 0; i < bound.shape_fields.size(); ++i) {
    const std::string& key = bound.plan->shape_keys[i];
    const bool is_made = bound.formula_in_shape && key == bound.plan->facts->field_name;
    shape.push_back(is_made ? formula_text_
                            : textOf(FieldName::ofProperty(key), bound.shape_fields[i], index));
  }
  return log_.shapeOf(shape);
}

}  // namespace tallyfold
