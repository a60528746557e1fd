// SPDX-License-Identifier: Apache-2.0
// Reading and checking the properties of a charge.
#include <algorithm>
#include <utility>

#include "price/charge_terms.h"

namespace tallyfold {

namespace {

// A number, or the text of one.
std::optional<Decimal> bound(const json::Value* value) {
  if (value == nullptr) return std::nullopt;
  if (value->kind != json::Kind::Number && !value->isText()) return std::nullopt;
  return Decimal::parse(value->text);
}

class TermsReader {
 public:
  TermsReader(const json::Value& properties, std::string path, bool premium,
              ChargeProblems& problems)
      : properties_(properties), path_(std::move(path)), premium_(premium), problems_(problems) {}

  [[nodiscard]] ChargeTerms read(ChargeModel model) {
    checkGroupKeys();
    switch (model) {
      case ChargeModel::Standard:
        return StandardTerms{required(properties_, path_, "amount", "invalid_amount")};
      case ChargeModel::Graduated:
        return GraduatedTerms{tiers("graduated_ranges", false)};
      case ChargeModel::GraduatedPercentage:
        return GraduatedPercentageTerms{tiers("graduated_percentage_ranges", true)};
      case ChargeModel::Package:
        return package();
      case ChargeModel::Percentage:
        return percentage();
      case ChargeModel::Volume:
        return VolumeTerms{tiers("volume_ranges", false)};
      case ChargeModel::Dynamic:
        break;
    }
    return DynamicTerms{};
  }

 private:
  void refuse(std::string path, std::string code, std::string message) {
    problems_.push_back({std::move(path), std::move(code), std::move(message)});
  }

  // Null for an absent member and for null.
  static const json::Value* member(const json::Value& object, const char* name) {
    const json::Value* value = object.find(name);
    return value == nullptr || value->isNull() ? nullptr : value;
  }

  void checkGroupKeys() {
    const char* const name =
        member(properties_, "pricing_group_keys") != nullptr ? "pricing_group_keys" : "grouped_by";
    const json::Value* keys = member(properties_, name);
    if (keys == nullptr) return;
    const bool are_texts = std::all_of(keys->items.begin(), keys->items.end(),
                                       [](const json::Value& key) { return key.isText(); });
    if (!keys->isArray() || !are_texts)
      refuse(path_ + "." + name, "invalid_type", "must be a list of property names");
  }

  // An amount has to be a text: a JSON number may have been through a double already.
  Decimal amount(const json::Value* value, const std::string& path, const char* code) {
    const auto read =
        value != nullptr && value->isText() ? Decimal::parse(value->text) : std::nullopt;
    if (read && read->sign() >= 0) return *read;
    refuse(path, code, "must be a decimal of 0 or more, as a text");
    return Decimal();
  }
  Decimal required(const json::Value& object, const std::string& path, const char* name,
                   const char* code) {
    return amount(member(object, name), path + "." + name, code);
  }
  Decimal optional(const char* name, const char* code) {
    const json::Value* value = member(properties_, name);
    return value == nullptr ? Decimal() : amount(value, path_ + "." + name, code);
  }
  // A JSON number without a fraction, at least `least`.
  Decimal integer(const char* name, std::int64_t least, const char* code) {
    const json::Value* value = member(properties_, name);
    const bool is_number = value != nullptr && value->kind == json::Kind::Number;
    const auto read = is_number ? Decimal::parse(value->text) : std::nullopt;
    if (read && read->isInteger() && *read >= Decimal::fromInteger(least)) return *read;
    refuse(path_ + "." + name, code, "must be an integer of " + std::to_string(least) + " or more");
    return Decimal();
  }

  PackageTerms package() {
    PackageTerms terms;
    terms.amount = required(properties_, path_, "amount", "invalid_amount");
    terms.free_units = integer("free_units", 0, "invalid_free_units");
    terms.size = integer("package_size", 1, "invalid_package_size");
    return terms;
  }

  PercentageTerms percentage() {
    PercentageTerms terms;
    terms.rate = required(properties_, path_, "rate", "invalid_rate");
    terms.fixed_amount = optional("fixed_amount", "invalid_fixed_amount");
    terms.free_units =
        optional("free_units_per_total_aggregation", "invalid_free_units_per_total_aggregation");
    if (member(properties_, "free_units_per_events") != nullptr) {
      // More events than 64 bits count are all events.
      terms.free_events = integer("free_units_per_events", 1, "invalid_free_units_per_events")
                              .toInteger64()
                              .value_or(INT64_MAX);
    }
    if (!premium_) return terms;
    terms.least = limit("per_transaction_min_amount");
    terms.most = limit("per_transaction_max_amount");
    if (terms.least && terms.most && *terms.most < *terms.least) {
      refuse(path_ + ".per_transaction_max_amount",
             "per_transaction_max_lower_than_per_transaction_min",
             "is below per_transaction_min_amount");
    }
    return terms;
  }
  std::optional<Decimal> limit(const char* name) {
    const json::Value* value = member(properties_, name);
    if (value == nullptr || (value->isText() && value->text.empty())) return std::nullopt;
    return amount(value, path_ + "." + name, "invalid_amount");
  }

  Tiers tiers(const char* name, bool has_rates) {
    const std::string list_path = path_ + "." + name;
    const json::Value* list = member(properties_, name);
    Tiers tiers;
    if (list == nullptr || !list->isArray() || list->items.empty()) {
      refuse(list_path, "missing_" + std::string(name), "must be a list of ranges");
      return tiers;
    }
    for (std::size_t i = 0; i < list->items.size(); ++i) {
      const std::string path = list_path + "[" + std::to_string(i) + "]";
      const bool is_last = i + 1 == list->items.size();
      tiers.push_back(tier(list->items[i], path, has_rates));
      if (!fits(tiers, list->items[i], is_last)) {
        refuse(path, "invalid_" + std::string(name),
               "must begin at 0 or where the range before it ends, or one above, and end above its "
               "begin; the last has no end");
      }
    }
    return tiers;
  }
  Tier tier(const json::Value& range, const std::string& path, bool has_rates) {
    Tier tier;
    tier.from = bound(member(range, "from_value")).value_or(Decimal());
    tier.to = bound(member(range, "to_value"));
    tier.unit_price = has_rates ? required(range, path, "rate", "invalid_rate").shifted(-2)
                                : required(range, path, "per_unit_amount", "invalid_amount");
    tier.flat = required(range, path, "flat_amount", "invalid_amount");
    return tier;
  }
  // Whether the bounds of the newest tier follow on those before it: the first begins at 0, each
  // other one where its predecessor ends or one unit later, and only the last has no end.
  static bool fits(const Tiers& tiers, const json::Value& range, bool is_last) {
    const Tier& tier = tiers.back();
    if (!bound(member(range, "from_value"))) return false;
    if (is_last != (member(range, "to_value") == nullptr)) return false;
    if (!is_last && (!tier.to || *tier.to <= tier.from)) return false;
    if (tiers.size() == 1) return tier.from.isZero();
    const auto& end = tiers[tiers.size() - 2].to;
    return end && (tier.from == *end || tier.from == *end + Decimal::fromInteger(1));
  }

  const json::Value& properties_;
  std::string path_;
  bool premium_;
  ChargeProblems& problems_;
};

}  // namespace

std::optional<ChargeTerms> readChargeTerms(ChargeModel model, const json::Value& properties,
                                           const std::string& path, bool premium,
                                           ChargeProblems& problems) {
  const std::size_t before = problems.size();
  ChargeTerms terms = TermsReader(properties, path, premium, problems).read(model);
  if (problems.size() != before) return std::nullopt;
  return terms;
}

}  // namespace tallyfold
