// SPDX-License-Identifier: Apache-2.0
#include "shape/lago_event.h"

#include "base/integer_text.h"
#include "decode/event_assembler.h"
#include "json/value_text.h"
#include "numeric/rational.h"
#include "time/civil.h"
#include "time/instant.h"

namespace tallyfold {
namespace {

using json::Kind;

constexpr std::string_view kSpace = " \t\r\n\v\f";
constexpr int64_t kNanosecondsPerMicrosecond = 1000;
constexpr int64_t kNanosecondsPerMillisecond = 1'000'000;
// The first whole second that an instant can be cut down to.
constexpr int64_t kFirstInstant = INT64_MIN + kNanosecondsPerSecond;
constexpr int kAmountScale = 15;  // digits after the point that the service keeps of an amount

std::string_view trimmed(std::string_view text) {
  const size_t begin = text.find_first_not_of(kSpace);
  if (begin == std::string_view::npos) return {};
  return text.substr(begin, text.find_last_not_of(kSpace) - begin + 1);
}

// A member that is a number, a text or a boolean. The service lets nothing else through there.
const json::Value* scalar(const json::Value& object, std::string_view key) {
  const json::Value* value = object.find(key);
  const bool absent = value == nullptr || value->isNull() || value->isArray() || value->isObject();
  return absent ? nullptr : value;
}

// The text that the service's database makes of it.
std::optional<std::string> columnText(const json::Value* value) {
  if (value == nullptr) return std::nullopt;
  if (value->kind == Kind::True) return "t";
  if (value->kind == Kind::False) return "f";
  return value->text;
}

// The text that it makes a number of; an empty one is none.
std::optional<std::string> amountText(const json::Value* value) {
  if (value == nullptr) return std::nullopt;
  if (value->kind == Kind::True) return "1";
  if (value->kind == Kind::False) return "0";
  const std::string_view text = trimmed(value->text);
  if (text.empty()) return std::nullopt;
  return std::string(text);
}

bool isBlank(const std::optional<std::string>& text) { return !text || trimmed(*text).empty(); }

std::string decimalText(const Decimal& number) {
  std::string text = number.toText();
  if (text.find('.') == std::string::npos) text += ".0";
  return text;
}

std::string withMilliseconds(int64_t time_ns) {
  const int64_t fraction_ns = floorMod(time_ns, kNanosecondsPerSecond);
  std::string text = writeRfc3339(time_ns - fraction_ns, 0);
  const auto milliseconds = static_cast<uint64_t>(fraction_ns / kNanosecondsPerMillisecond);
  return text.replace(text.size() - 1, 1, "." + lastDigits(milliseconds, 3, "0123456789") + "Z");
}

// The event as a formula sees it.
class EventOfFormula final : public ExpressionEvent {
 public:
  EventOfFormula(std::string_view code, int64_t time_ns, const json::Value* properties)
      : code_(code), time_ns_(time_ns), properties_(properties) {}

  [[nodiscard]] std::string_view code() const override { return code_; }
  [[nodiscard]] Decimal timestamp() const override {
    return Decimal::fromInteger(floorDiv(time_ns_, kNanosecondsPerSecond));
  }
  [[nodiscard]] std::optional<std::string_view> property(std::string_view name) const override {
    const json::Value* value = properties_ == nullptr ? nullptr : properties_->find(name);
    if (value == nullptr || value->isNull()) return std::nullopt;
    if (value->isText() || value->kind == Kind::Number) return value->text;
    scratch_ = json::valueText(*value);
    return scratch_;
  }

 private:
  std::string_view code_;
  int64_t time_ns_;
  const json::Value* properties_;
  mutable std::string scratch_;
};

}  // namespace

LagoEvent::LagoEvent(const json::Value& object, const IntakeInput& input)
    : object_(object),
      input_(input),
      transaction_id_(columnText(scalar(object, "transaction_id"))),
      code_(columnText(scalar(object, "code"))),
      subscription_(columnText(scalar(object, "external_subscription_id"))),
      amount_(amountText(scalar(object, "precise_total_amount_cents"))),
      time_ns_(readTime()) {
  const json::Value* properties = object.find("properties");
  if (properties != nullptr && properties->isObject()) properties_ = properties;
  if (time_ns_) compute();
}

// Seconds since 1970, cut to the microseconds that the service stores.
std::optional<int64_t> LagoEvent::readTime() const {
  const json::Value* value = scalar(object_, "timestamp");
  std::optional<int64_t> time_ns = input_.received_ns;
  if (value != nullptr && value->kind != Kind::False)
    time_ns = readUnixTime(trimmed(value->text), TimeUnit::Seconds);
  if (!time_ns || *time_ns < kFirstInstant) return std::nullopt;
  return *time_ns - floorMod(*time_ns, kNanosecondsPerMicrosecond);
}

void LagoEvent::compute() {
  const LagoMetric* metric = code_ ? input_.catalog.lago.metric(*code_) : nullptr;
  if (metric == nullptr || metric->deleted || metric->expression == nullptr) return;
  const Result<ExpressionValue> value =
      metric->expression->evaluate(EventOfFormula(*code_, *time_ns_, properties_));
  if (!value) {
    failure_ = "expression_evaluation_failed: " + value.error().message;
    return;
  }
  const auto* number = std::get_if<Decimal>(&value.value());
  computed_field_ = metric->field_name;
  json::appendQuoted(
      computed_, number != nullptr ? decimalText(*number) : std::get<std::string>(value.value()));
}

std::optional<std::string> LagoEvent::missing() const {
  json::Writer out;
  out.object();
  bool any = false;
  const auto require = [&](const char* name, const std::optional<std::string>& text) {
    if (!isBlank(text)) return;
    out.key(name).array().text("value_is_mandatory").arrayEnd();
    any = true;
  };
  require("transaction_id", transaction_id_);
  require("code", code_);
  if (any) return out.objectEnd().take();
  return std::nullopt;
}

std::optional<std::string> LagoEvent::problem(bool in_batch) const {
  if (!time_ns_) return R"({"timestamp":["invalid_format"]})";
  std::optional<std::string> absent = missing();
  if (!failure_.empty() && !(in_batch && absent)) {
    std::string text;
    json::appendQuoted(text, failure_);
    return text;
  }
  return absent;
}

std::optional<Hash128> LagoEvent::identity() const {
  if (!subscription_) return std::nullopt;
  return ownedIdentity(input_.stored.options().id_key, *subscription_, *transaction_id_);
}

// A UUID of version 8: a hash of the identity where the service has random bits.
std::string LagoEvent::lagoId() const {
  const std::string owner = subscription_ ? "s" + *subscription_ : std::string();
  const Hash128 hash = ownedIdentity({0x6c61676f, 0x6964}, owner, *transaction_id_);
  const uint64_t high = (hash.high & ~uint64_t{0xf000}) | 0x8000;
  const uint64_t low = (hash.low & ~(uint64_t{3} << 62)) | (uint64_t{2} << 62);
  const auto hex = [](uint64_t number, size_t count) {
    return lastDigits(number, count, "0123456789abcdef");
  };
  return hex(high >> 32, 8) + "-" + hex(high >> 16, 4) + "-" + hex(high, 4) + "-" +
         hex(low >> 48, 4) + "-" + hex(low, 12);
}

// The properties as they came, of a repeated key the last, and what the formula made.
void LagoEvent::showProperties(json::Writer& out) const {
  out.object();
  bool shown = computed_.empty();
  if (properties_ != nullptr) {
    for (const auto& [key, value] : properties_->members) {
      if (properties_->find(key) != &value) continue;
      out.key(key);
      const bool is_computed = !computed_.empty() && key == computed_field_;
      if (is_computed) out.raw(computed_);
      if (!is_computed) json::writeValue(out, value);
      shown = shown || is_computed;
    }
  }
  if (!shown) out.key(computed_field_).raw(computed_);
  out.objectEnd();
}

// What is no number is 0.
void LagoEvent::showAmount(json::Writer& out) const {
  if (!amount_) {
    out.null();
    return;
  }
  const Decimal amount = Decimal::parse(*amount_).value_or(Decimal());
  out.text(decimalText(Rational(amount).rounded(kAmountScale, Rounding::HalfUp)));
}

void LagoEvent::show(json::Writer& out) const {
  const auto textOrNull = [&out](const char* key, const std::optional<std::string>& text) {
    out.key(key);
    if (text) out.text(*text);
    if (!text) out.null();
  };
  const int64_t received_ns = input_.received_ns;
  const std::string created =
      writeRfc3339(received_ns - floorMod(received_ns, kNanosecondsPerSecond), 0);
  // The store that refuses no duplicates is written to later: nothing has an id yet.
  const bool is_stored = !input_.clickhouse;
  out.object();
  textOrNull("lago_id", is_stored ? std::optional(lagoId()) : std::nullopt);
  textOrNull("transaction_id", transaction_id_);
  out.key("lago_customer_id").null();
  textOrNull("code", code_);
  out.key("timestamp").text(withMilliseconds(*time_ns_));
  showAmount(out.key("precise_total_amount_cents"));
  showProperties(out.key("properties"));
  out.key("lago_subscription_id").null();
  textOrNull("external_subscription_id", subscription_);
  textOrNull("created_at", is_stored ? std::optional(created) : std::nullopt);
  out.objectEnd();
}

std::string LagoEvent::record() const {
  json::Writer out;
  out.object().key("transaction_id").text(*transaction_id_).key("code").text(*code_);
  if (subscription_) out.key("external_subscription_id").text(*subscription_);
  const auto customer = columnText(scalar(object_, "external_customer_id"));
  if (customer) out.key("external_customer_id").text(*customer);
  const json::Value* time = scalar(object_, "timestamp");
  if (time != nullptr && time->kind != Kind::False) out.key("timestamp").text(trimmed(time->text));
  if (amount_) out.key("precise_total_amount_cents").text(*amount_);
  if (properties_ != nullptr) json::writeValue(out.key("properties"), *properties_);
  return out.objectEnd().take() + "\n";
}

}  // namespace tallyfold
