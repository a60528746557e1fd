// SPDX-License-Identifier: Apache-2.0
#include "shape/lago_request.h"

#include <algorithm>

#include "base/integer_text.h"
#include "json/value.h"
#include "json/writer.h"
#include "time/civil.h"
#include "time/local_day.h"
#include "time/month.h"

namespace tallyfold {
namespace {

// {"status":422,...,"error_details":{"time_granularity":["value_is_invalid"]}}
class Invalid {
 public:
  void add(std::string_view field, std::string_view code) {
    details_.key(field).array().text(code).arrayEnd();
    any_ = true;
  }
  [[nodiscard]] bool any() const { return any_; }
  RefusedRequest refused() { return lagoUnprocessable(details_.objectEnd().take()); }
  Invalid() { details_.object(); }

 private:
  json::Writer details_;
  bool any_ = false;
};

std::optional<int64_t> readDay(const std::string& text) {
  if (text.size() != 10 || text[7] != '-') return std::nullopt;
  const auto month = readMonth(std::string_view(text).substr(0, 7));
  const auto day = readInteger(std::string_view(text).substr(8));
  if (!month || !day || text[8] < '0' || text[8] > '9') return std::nullopt;
  if (*day < 1 || *day > daysInMonth(yearOf(*month), monthOf(*month))) return std::nullopt;
  return daysFromCivil(
      {yearOf(*month), static_cast<uint8_t>(monthOf(*month)), static_cast<uint8_t>(*day)});
}

class Parameters {
 public:
  explicit Parameters(const json::Value& object) : object_(object) {}

  // A parameter's text. Some clients wrap it in double quotes.
  std::optional<std::string> text(const char* name) {
    const json::Value* value = object_.find(name);
    if (value == nullptr || value->isNull()) return std::nullopt;
    if (value->kind == json::Kind::True) return "true";
    if (value->kind == json::Kind::False) return "false";
    if (!value->isText() && value->kind != json::Kind::Number) {
      invalid.add(name, "value_is_invalid");
      return std::nullopt;
    }
    std::string text = value->text;
    if (text.size() >= 2 && text.front() == '"' && text.back() == '"')
      text = text.substr(1, text.size() - 2);
    if (text.empty()) return std::nullopt;
    return text;
  }
  std::optional<size_t> choice(const char* name, std::initializer_list<std::string_view> words) {
    const auto chosen = text(name);
    if (!chosen) return std::nullopt;
    const auto found = std::find(words.begin(), words.end(), *chosen);
    if (found != words.end()) return static_cast<size_t>(found - words.begin());
    invalid.add(name, "value_is_invalid");
    return std::nullopt;
  }
  std::optional<int64_t> day(const char* name) {
    const auto written = text(name);
    if (!written) return std::nullopt;
    const auto day = readDay(*written);
    if (!day) invalid.add(name, "invalid_date");
    return day;
  }

  Invalid invalid;

 private:
  const json::Value& object_;
};

Result<json::Value> readObject(const RequestInput& input) {
  Result<json::Value> body = json::parse(input.request_json);
  if (body && !body.value().isObject()) return Error{ErrorCode::InvalidRequest, "no object", "$"};
  return body;
}

RefusedRequest notAnObject() {
  Invalid wrong;
  wrong.add("request", "value_is_invalid");
  return wrong.refused();
}

LagoRequest requestFor(const RequestInput& input) {
  LagoRequest request;
  request.query.catalog = input.catalog;
  request.query.now_ns = input.now_ns;
  request.query.exact = input.mode == Mode::Exact;
  return request;
}

// Our additions, which hold for both reports. Identity is a store's unless it is given.
void readRules(Parameters& parameters, LagoQuery& query) {
  const auto store = parameters.choice("store", {"postgres", "clickhouse"});
  query.store = static_cast<LagoStore>(store.value_or(0));
  const auto identity = parameters.choice("identity", {"postgres", "clickhouse"});
  const bool is_first = identity.value_or(store.value_or(0)) == 0;
  query.identity = is_first ? LagoIdentity::First : LagoIdentity::Latest;
  const auto dedupe = parameters.choice("dedupe", {"dialect", "id", "none"});
  if (dedupe == 2) query.identity = LagoIdentity::Every;
}

void readFilters(Parameters& parameters, LagoQuery& query) {
  query.currency = parameters.text("currency");
  const auto type = parameters.choice("customer_type", {"individual", "company"});
  if (type) query.is_company = *type == 1;
  query.customer = parameters.text("external_customer_id");
  query.country = parameters.text("customer_country");
  query.subscription = parameters.text("external_subscription_id");
  const auto recurring = parameters.choice("is_billable_metric_recurring", {"false", "true"});
  if (recurring) query.is_recurring = *recurring == 1;
  query.plan_code = parameters.text("plan_code");
}

// One name, several between commas, or an array of them.
void readGroupBy(const json::Value& body, Parameters& parameters, LagoGroupBy& by) {
  static constexpr std::pair<std::string_view, bool LagoGroupBy::*> kNames[] = {
      {"external_customer_id", &LagoGroupBy::customer},
      {"external_subscription_id", &LagoGroupBy::subscription},
      {"plan_code", &LagoGroupBy::plan},
      {"charge", &LagoGroupBy::charge},
      {"filter", &LagoGroupBy::filter}};
  const auto add = [&](std::string_view name) {
    const auto* found = std::find_if(std::begin(kNames), std::end(kNames),
                                     [name](const auto& known) { return known.first == name; });
    if (found == std::end(kNames)) return false;
    by.*found->second = true;
    return true;
  };
  const json::Value* asked = body.find("group_by");
  if (asked == nullptr || asked->isNull()) return;
  bool known = true;
  if (asked->isArray()) {
    for (const json::Value& name : asked->items) known = known && name.isText() && add(name.text);
  } else {
    const std::string names = parameters.text("group_by").value_or("");
    for (size_t at = 0; known && !names.empty() && at <= names.size();) {
      const size_t comma = std::min(names.find(',', at), names.size());
      known = add(std::string_view(names).substr(at, comma - at));
      at = comma + 1;
    }
  }
  if (!known) parameters.invalid.add("group_by", "value_is_invalid");
}

// Without a premium licence: the last 30 days, by day, of one metric or all.
void limitToFree(LagoRequest& request) {
  const LocalDays days(request.query.catalog->lago.zone);
  request.from_day = days.at(request.query.now_ns) - 30;
  request.granularity = LagoGranularity::Daily;
}

}  // namespace

RefusedRequest lagoNotFound(std::string_view code) {
  json::Writer out;
  out.object().key("status").integer(404).key("error").text("Not Found");
  return {404, out.key("code").text(code).objectEnd().take()};
}

RefusedRequest lagoUnprocessable(std::string_view details_json) {
  json::Writer out;
  out.object().key("status").integer(422).key("error").text("Unprocessable Entity");
  out.key("code").text("validation_errors").key("error_details").raw(details_json);
  return {422, out.objectEnd().take()};
}

LagoRead readLagoAnalyticsUsage(const RequestInput& input) {
  const Result<json::Value> body = readObject(input);
  if (!body) return notAnObject();
  Parameters parameters(body.value());
  LagoRequest request = requestFor(input);
  request.query.metric_code = parameters.text("billable_metric_code");
  readRules(parameters, request.query);
  if (!input.catalog->lago.premium) {
    limitToFree(request);
  } else {
    const auto granularity =
        parameters.choice("time_granularity", {"daily", "weekly", "monthly", "yearly"});
    request.granularity = static_cast<LagoGranularity>(granularity.value_or(0));
    request.from_day = parameters.day("from_date");
    request.to_day = parameters.day("to_date");
    readFilters(parameters, request.query);
    readGroupBy(body.value(), parameters, request.group_by);
    if (request.from_day && request.to_day && *request.from_day > *request.to_day)
      parameters.invalid.add("from_date", "from_date_after_to_date");
  }
  if (parameters.invalid.any()) return parameters.invalid.refused();
  return request;
}

LagoRead readLagoCurrentUsage(const RequestInput& input) {
  const Result<json::Value> body = readObject(input);
  if (!body) return notAnObject();
  Parameters parameters(body.value());
  LagoRequest request = requestFor(input);
  readRules(parameters, request.query);
  request.query.customer = parameters.text("external_customer_id");
  request.query.subscription = parameters.text("external_subscription_id");
  if (parameters.invalid.any()) return parameters.invalid.refused();
  const LagoCatalog& lago = input.catalog->lago;
  const bool known = std::any_of(lago.customers.begin(), lago.customers.end(), [&](const auto& c) {
    return request.query.customer == c.external_id;
  });
  if (!known) return lagoNotFound("customer_not_found");
  // Of the subscriptions of this name the one that has begun last.
  std::optional<uint32_t> chosen;
  for (const uint32_t number : lago.subscriptionsOf(request.query.subscription.value_or(""))) {
    const LagoSubscription& subscription = lago.subscriptions[number];
    const bool is_theirs =
        lago.customers[subscription.customer].external_id == *request.query.customer;
    if (is_theirs && (!chosen || subscription.started_ns <= input.now_ns)) chosen = number;
  }
  if (!chosen) return lagoNotFound("subscription_not_found");
  request.subscription = *chosen;
  return request;
}

}  // namespace tallyfold
