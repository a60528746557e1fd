// SPDX-License-Identifier: Apache-2.0
#include "shape/flexprice_query.h"

#include <algorithm>

#include "time/civil.h"
#include "time/duration.h"

namespace tallyfold {
namespace {

constexpr int64_t kSecond = kNanosecondsPerSecond;
constexpr int64_t kSevenDays = 7 * kSecondsPerDay * kSecond;

std::string upperCase(std::string text) {
  for (char& c : text) {
    if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 'a' + 'A');
  }
  return text;
}

std::string unknown(std::string_view what, const std::string& text) {
  return "unknown " + std::string(what) + " \"" + text + "\"";
}

class Planner {
 public:
  Planner(const FlexpriceFields& fields, Mode mode, int64_t now_ns)
      : fields_(fields), exact_(mode == Mode::Exact), now_ns_(now_ns) {
    plan_.mode = mode;
    plan_.event_name = fields.event_name;
    plan_.adds_history = fields.adds_history;
  }

  std::variant<FlexpricePlan, RefusedRequest> run() {
    range();
    if (!problems_.empty()) return payloadError();
    if (auto refused = aggregation()) return *refused;
    rows();
    window();
    groups();
    additions();
    if (!problems_.empty()) return payloadError();
    return std::move(plan_);
  }

 private:
  Query& query() { return plan_.query; }
  void note(const char* name) { plan_.notes.emplace_back(name); }
  void problem(const char* path, std::string what) {
    problems_.emplace_back(path, std::move(what));
  }
  RefusedRequest payloadError() const {
    return flexpriceError(kBadPayload, exact_ ? problems_ : Problems());
  }

  void range() {
    const int64_t end = fields_.end_time ? fields_.end_time->time_ns : now_ns_;
    const int64_t start = fields_.start_time             ? fields_.start_time->time_ns
                          : end < INT64_MIN + kSevenDays ? INT64_MIN
                                                         : end - kSevenDays;
    if (end < start) problem("$.end_time", "is before the start");
    query().start_ns = exact_ ? start : wholeSeconds(start);
    query().end_ns = exact_ ? end : wholeSeconds(end);
    if (query().start_ns != start || query().end_ns != end) note("bounds_cut_to_seconds");
    if (exact_) return;
    query().time_unit_ns = 1'000'000;
    query().weight_unit_ns = kSecond;
  }

  // The service hands bounds to its database as whole seconds of an unsigned 32-bit clock.
  static int64_t wholeSeconds(int64_t time_ns) {
    return std::clamp<int64_t>(floorDiv(time_ns, kSecond), 0, 4294967295) * kSecond;
  }

  std::optional<RefusedRequest> aggregation() {
    std::string type = upperCase(fields_.aggregation_type);
    if (fields_.property_name.empty()) {
      if (exact_ && type != "COUNT") problem("$.property_name", "is required for " + type);
      if (!exact_ && type != "COUNT") note("count_without_property");
      if (!exact_) type = "COUNT";
    }
    if (fields_.multiplier && fields_.multiplier->sign() <= 0) {
      return flexpriceError("Multiplier must be greater than zero",
                            {{"multiplier", fields_.multiplier->toText()}});
    }
    if (fields_.multiplier && type != "SUM_WITH_MULTIPLIER") {
      return flexpriceError("Multiplier can only be used with SUM_WITH_MULTIPLIER aggregations",
                            {{"aggregation_type", type}});
    }
    const AggregationFacts* facts = aggregationNamed(type);
    if (facts == nullptr) {
      return flexpriceError("The specified aggregation type is not supported",
                            {{"aggregation_type", type}});
    }
    plan_.type = type;
    query().aggregation = facts->kind;
    query().property = FieldName::ofProperty(fields_.property_name);
    if (fields_.multiplier) query().multiplier = *fields_.multiplier;
    return std::nullopt;
  }

  void rows() {
    query().event_name = fields_.event_name;
    query().absent_is_empty = query().huge_integers_hide = query().doubles_end = !exact_;
    if (!fields_.external_customer_id.empty()) {
      query().filters.push_back(
          {FieldName::ofAttribute(Attribute::Customer), {fields_.external_customer_id}});
    }
    if (!fields_.customer_id.empty()) {
      query().filters.push_back(
          {FieldName::ofAttribute(Attribute::CustomerId), {fields_.customer_id}});
    }
    for (const auto& [name, texts] : fields_.filters) {
      if (!texts.empty()) query().filters.push_back({FieldName::ofProperty(name), texts});
    }
  }

  void window() {
    const bool buckets =
        query().aggregation == AggregationKind::Max || query().aggregation == AggregationKind::Sum;
    plan_.bucketed = buckets && !fields_.bucket_size.empty();
    if (!buckets && !fields_.bucket_size.empty()) {
      if (exact_) sizeOf("$.bucket_size", "bucket size", fields_.bucket_size);
      note("bucket_size_ignored");
    }
    if (plan_.bucketed && exact_ && !fields_.window_size.empty())
      sizeOf("$.window_size", "window size", fields_.window_size);
    const std::shared_ptr<const Zone> zone = zoneOf();
    plan_.windowed = plan_.bucketed || !fields_.window_size.empty();
    query().total = plan_.bucketed ? TotalRule::SumOfRows : TotalRule::OfRange;
    if (!plan_.windowed) return;
    if (!plan_.bucketed && !exact_) {
      query().total = TotalRule::None;
      note("no_total_with_windows");
    }
    WindowRule rule;
    rule.size = plan_.bucketed ? sizeOf("$.bucket_size", "bucket size", fields_.bucket_size)
                               : sizeOf("$.window_size", "window size", fields_.window_size);
    rule.zone = zone;
    if (!exact_) asIsWindow(rule);
    anchor(rule);
    query().window = rule;
  }

  WindowSize sizeOf(const char* path, const char* what, const std::string& text) {
    const auto size = windowSizeNamed(exact_ ? upperCase(text) : text);
    if (size) return *size;
    if (exact_) {
      problem(path, unknown(what, text));
    } else {
      note("unknown_size_is_day");
    }
    return WindowSize::Day;
  }

  std::shared_ptr<const Zone> zoneOf() {
    if (fields_.timezone.empty()) return nullptr;
    std::shared_ptr<const Zone> zone = Zone::find(fields_.timezone);
    if (!zone && exact_) problem("$.timezone", unknown("time zone", fields_.timezone));
    if (!zone && !exact_) note("unknown_zone_is_utc");
    return zone;
  }

  void asIsWindow(WindowRule& rule) {
    rule.first_weekday = 0;
    rule.hours_from_midnight = rule.minutes_in_utc = rule.minute_label_in_utc = rule.date_labels =
        true;
    if (rule.size == WindowSize::Week) note("weeks_start_on_sunday");
    if (!rule.zone) return;
    if (rule.size == WindowSize::Week || rule.size == WindowSize::Month) note("labels_are_dates");
    if (rule.size <= WindowSize::Minutes30) note("minutes_count_in_utc");
  }

  void anchor(WindowRule& rule) {
    if (!fields_.billing_anchor || rule.size != WindowSize::Month) return;
    const int64_t anchor_s = floorDiv(fields_.billing_anchor->time_ns, kSecond);
    const int64_t zone_offset = rule.zone ? rule.zone->spanAt(anchor_s).offset_s : 0;
    const int64_t local_s = anchor_s + (exact_ ? zone_offset : fields_.billing_anchor->offset_s);
    MonthAnchor anchor;
    anchor.day = civilFromDays(floorDiv(local_s, kSecondsPerDay)).day;
    anchor.overflows = !exact_;
    const int64_t time_of_day_ns = floorMod(local_s, kSecondsPerDay) * kSecond +
                                   floorMod(fields_.billing_anchor->time_ns, kSecond);
    if (exact_) anchor.time_of_day_ns = time_of_day_ns;
    if (!exact_ && time_of_day_ns != 0) note("anchor_day_only");
    if (!exact_ && anchor.day > 28) note("anchor_overflows");
    rule.anchor = anchor;
  }

  void groups() {
    std::vector<std::string> names = fields_.group_by;
    const bool by_property = names.empty() && !fields_.group_by_property.empty();
    if (by_property) names = {"properties." + fields_.group_by_property};
    if (names.empty()) return;
    if (exact_) {
      for (size_t i = 0; i < names.size(); ++i) exactGroup(names[i], by_property, i);
      return;
    }
    constexpr std::string_view kPrefix = "properties.";
    const bool effective = query().aggregation == AggregationKind::Max && plan_.bucketed &&
                           names[0].rfind(kPrefix, 0) == 0 &&
                           isGroupName(names[0].substr(kPrefix.size()));
    if (!effective || names.size() > 1) note("grouping_ignored");
    if (effective) query().groups.push_back(FieldName::ofProperty(names[0].substr(kPrefix.size())));
  }

  void exactGroup(const std::string& name, bool by_property, size_t index) {
    static constexpr std::pair<std::string_view, Attribute> kAttributes[] = {
        {"source", Attribute::Source},
        {"customer_id", Attribute::CustomerId},
        {"external_customer_id", Attribute::Customer}};
    constexpr std::string_view kPrefix = "properties.";
    plan_.group_names.push_back(by_property ? fields_.group_by_property : name);
    for (const auto& [known, attribute] : kAttributes) {
      if (name == known) return query().groups.push_back(FieldName::ofAttribute(attribute));
    }
    const bool is_property =
        name.rfind(kPrefix, 0) == 0 && isGroupName(name.substr(kPrefix.size()));
    if (is_property)
      return query().groups.push_back(FieldName::ofProperty(name.substr(kPrefix.size())));
    const std::string path =
        by_property ? "$.group_by_property" : "$.group_by[" + std::to_string(index) + "]";
    problem(path.c_str(),
            unknown("group name", plan_.group_names.back()) +
                "; use properties.<name> (letters, digits, _ and .), source, customer_id or "
                "external_customer_id");
  }

  void additions() {
    query().identity = identity();
    if (!fields_.numbers.empty() && exact_) {
      plan_.numbers_as_text = fields_.numbers == "text";
      if (fields_.numbers != "text" && fields_.numbers != "json")
        problem("$.numbers", "must be \"text\" or \"json\"");
    }
    if (fields_.lateness.empty()) return;
    query().lateness_ns = readFixedDuration(fields_.lateness);
    if (query().lateness_ns) return;
    problem("$.lateness", "must be an ISO 8601 duration of days and time, such as PT24H");
  }

  IdentityRule identity() {
    if (fields_.dedupe == "none") return IdentityRule::EveryCopy;
    if (fields_.dedupe == "id") return IdentityRule::OncePerRange;
    if (!fields_.dedupe.empty() && fields_.dedupe != "dialect") {
      problem("$.dedupe", "must be \"dialect\", \"id\" or \"none\"");
    }
    if (exact_) return IdentityRule::OncePerRange;
    if (plan_.bucketed) return IdentityRule::OncePerMoment;
    switch (query().aggregation) {
      case AggregationKind::CountUnique:
      case AggregationKind::Latest:
      case AggregationKind::WeightedSum:
        return IdentityRule::EveryCopy;
      default:
        return IdentityRule::OncePerResult;
    }
  }

  const FlexpriceFields& fields_;
  bool exact_;
  int64_t now_ns_;
  FlexpricePlan plan_;
  Problems problems_;
};

}  // namespace

bool isGroupName(std::string_view name) {
  return !name.empty() && std::all_of(name.begin(), name.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' ||
           c == '.';
  });
}

std::variant<FlexpricePlan, RefusedRequest> planFlexprice(const FlexpriceFields& fields, Mode mode,
                                                          int64_t now_ns) {
  return Planner(fields, mode, now_ns).run();
}

}  // namespace tallyfold
