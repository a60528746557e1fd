// SPDX-License-Identifier: Apache-2.0
#include "evaluate_price.h"

#include "../../hosts/native/json_text.h"
#include "json/writer.h"
#include "price/fee.h"
#include "price/metric_rounding.h"
#include "price/pricing.h"
#include "time/civil.h"
#include "time/instant.h"

namespace tallyfold {
namespace {

const json::Value& member(const json::Value& object, std::string_view key) {
  static const json::Value kNothing;
  const json::Value* found = object.find(key);
  return found != nullptr ? *found : kNothing;
}

std::string problem(const std::string& message) {
  return json::Writer().object().key("error").text(message).objectEnd().take();
}

// Zero for what is no number.
Decimal decimal(const json::Value& value) { return Decimal::parse(value.text).value_or(Decimal()); }

int64_t integer(const json::Value& value) { return decimal(value).toInteger64().value_or(0); }

std::optional<Rational> number(const json::Value& value) {
  if (value.isNull()) return std::nullopt;
  return Rational(decimal(value));
}

// A charge's part of a request, as reports have it.
struct Charge {
  std::string model;
  std::string mode;
  json::Value properties;
  ChargeTerms terms;
  bool prorated = false;
  Currency currency;
};

// An estimate is of one event and knows no amount as 0.
json::Value propertiesOf(const json::Value& request, const Charge& charge) {
  json::Value properties = member(request, "properties");
  for (auto& [key, value] : properties.members) {
    const bool is_unknown = charge.model == "standard" && key == "amount" && value.isNull();
    if (is_unknown) value = {json::Kind::Text, "0", {}, {}};
  }
  return properties;
}

Result<Charge> chargeOf(const json::Value& request) {
  Charge charge;
  charge.model = member(request, "charge_model").text;
  charge.mode = member(request, "mode").text;
  charge.properties = propertiesOf(request, charge);
  charge.prorated = member(request, "prorated").kind == json::Kind::True;
  charge.currency = currencyNamed(member(request, "currency").text).value_or(Currency());
  const Result<ChargeModel> model = chargeModelNamed(charge.model);
  if (!model) return model.error();
  ChargeProblems problems;
  const bool premium = member(request, "premium").kind != json::Kind::False;
  auto terms = readChargeTerms(model.value(), charge.properties, "$.properties", premium, problems);
  if (!terms) {
    const ChargeProblem& first = problems.front();
    return Error{ErrorCode::InvalidCatalog, first.path + " " + first.code, first.path};
  }
  charge.terms = *std::move(terms);
  return charge;
}

Usage usageOf(const json::Value& request, const Charge& charge) {
  Usage usage;
  const json::Value& aggregation = member(request, "aggregation");
  usage.units =
      number(aggregation.isNull() ? member(request, "units") : aggregation).value_or(Rational());
  usage.full_units = number(member(request, "full_units_number"));
  usage.events = integer(member(request, "count"));
  usage.precise_amount_cents = decimal(member(request, "precise_total_amount_cents"));
  usage.subunit_to_unit = charge.currency.subunit_to_unit;
  return usage;
}

// The events of a request, each in the form that its charge model takes.
template <typename Sink>
void eachEvent(const json::Value& request, const Charge& charge, Sink sink) {
  const auto* percentage = std::get_if<PercentageTerms>(&charge.terms);
  const json::Value& full = member(member(request, "per_event"), "full");
  const json::Value& prorated = member(member(request, "per_event"), "prorated");
  for (size_t i = 0; i < full.items.size() && i < prorated.items.size(); ++i) {
    sink(decimal(full.items[i]), Rational(decimal(prorated.items[i])));
  }
  if (percentage != nullptr && percentage->isPerTransaction()) {
    for (const json::Value& units : member(request, "per_event_aggregation").items) {
      sink(decimal(units), Rational());
    }
    return;
  }
  Decimal before;
  for (const json::Value& total : member(request, "running_total").items) {
    sink(decimal(total) - before, Rational());
    before = decimal(total);
  }
}

Price priceOf(const json::Value& request, const Charge& charge, const Usage& usage) {
  Pricing pricing(charge.terms, charge.prorated, RunningTotals::Summed, Mode::AsIs);
  eachEvent(request, charge,
            [&](const Decimal& units, const Rational& prorated) { pricing.add(units, prorated); });
  return pricing.finish(usage);
}

// Details.

using program::jsonText;

void writeLine(json::Writer& out, const json::Value& range, const Tier& tier, const TierLine& line,
               bool has_rate) {
  out.object();
  out.key("from_value").raw(jsonText(member(range, "from_value")));
  out.key("to_value").raw(jsonText(member(range, "to_value")));
  out.key("flat_unit_amount").text(tier.flat.toText());
  if (has_rate) {
    out.key("rate").text(tier.unit_price.shifted(2).toText());
  } else {
    out.key("per_unit_amount").text(line.units.isZero() ? "0" : tier.unit_price.toText());
  }
  out.key("units").text(line.units.toText());
  out.key("per_unit_total_amount").text(line.unit_total.toText());
  out.key("total_with_flat_amount").text(line.total.toText());
  out.objectEnd();
}

void writeLines(json::Writer& out, const Charge& charge, const Tiers& tiers,
                const std::vector<TierLine>& lines, bool has_rate) {
  const std::string name = charge.model + "_ranges";
  const json::Value& ranges = member(charge.properties, name);
  out.key(name).array();
  for (const TierLine& line : lines) {
    writeLine(out, ranges.items[line.tier], tiers[line.tier], line, has_rate);
  }
  out.arrayEnd();
}

void writePackage(json::Writer& out, const PackageTerms& terms, const Usage& usage) {
  const PackagePrice price = packagePrice(terms, usage.units, Mode::AsIs);
  out.key("free_units").text(terms.free_units.toText());
  out.key("paid_units").text(price.paid_units.toText());
  out.key("per_package_size").raw(terms.size.toText());
  out.key("per_package_unit_amount").text(terms.amount.toText());
}

void writeVolume(json::Writer& out, const VolumeTerms& terms, const Usage& usage) {
  const VolumePrice price = volumePrice(terms, usage.units, usage.units);
  const Tier& tier = terms.tiers[price.tier];
  out.key("flat_unit_amount").text(tier.flat.toText());
  out.key("per_unit_amount").text(usage.units.isZero() ? "0" : tier.unit_price.toText());
  out.key("per_unit_total_amount").text(price.unit_total.toText());
}

void writePercentage(json::Writer& out, const json::Value& request, const Charge& charge,
                     const PercentageTerms& terms, const Usage& usage) {
  FreeAllowance free(terms);
  TransactionWalk walk(terms);
  eachEvent(request, charge, [&](const Decimal& units, const Rational&) {
    free.addEvent(units);
    walk.add(units);
  });
  const PercentagePrice price = percentagePrice(terms, usage.units, usage.events, free);
  Rational adjustment;
  if (terms.isPerTransaction()) adjustment = Rational(walk.amount()) - price.amount();
  out.key("units").text(usage.units.toText());
  out.key("free_units").text(price.free_units.toText());
  out.key("paid_units").text(price.paid_units.toText());
  out.key("free_events").integer(price.free_events);
  out.key("paid_events").integer(price.paid_events);
  out.key("rate").text(terms.rate.toText());
  out.key("per_unit_total_amount").text(price.rate_total.toText());
  const Decimal fixed = price.paid_events > 0 ? terms.fixed_amount : Decimal();
  out.key("fixed_fee_unit_amount").text(fixed.toText());
  out.key("fixed_fee_total_amount").text(price.fixed_total.toText());
  out.key("min_max_adjustment_total_amount").text(adjustment.toText());
}

void writeDetails(json::Writer& out, const json::Value& request, const Charge& charge,
                  const Usage& usage) {
  out.key("amount_details").object();
  if (const auto* terms = std::get_if<PackageTerms>(&charge.terms))
    writePackage(out, *terms, usage);
  if (const auto* terms = std::get_if<VolumeTerms>(&charge.terms)) writeVolume(out, *terms, usage);
  if (const auto* terms = std::get_if<PercentageTerms>(&charge.terms)) {
    writePercentage(out, request, charge, *terms, usage);
  }
  if (const auto* terms = std::get_if<GraduatedTerms>(&charge.terms); terms && !charge.prorated) {
    writeLines(out, charge, terms->tiers, graduatedLines(*terms, usage.units, Mode::AsIs), false);
  }
  if (const auto* terms = std::get_if<GraduatedPercentageTerms>(&charge.terms)) {
    const auto lines = graduatedPercentageLines(*terms, usage.units, Mode::AsIs);
    writeLines(out, charge, terms->tiers, lines, true);
  }
  out.objectEnd();
}

// The levels of an answer.

void writeAmounts(json::Writer& out, const FeeAmounts& amounts) {
  out.key("amount_cents").raw(amounts.amount_cents.toText());
  out.key("precise_amount_cents").text(amounts.precise_amount_cents.toText());
  out.key("unit_amount_cents").raw(amounts.unit_amount_cents.toText());
  out.key("precise_unit_amount").text(amounts.precise_unit_amount.toText());
}

// A charge's minimum, as far as the period reaches, less what was used; invoices have it, usage
// has not.
Rational trueUp(const json::Value& request, const Fee& fee, const Currency& currency) {
  const json::Value& boundaries = member(request, "boundaries");
  const auto from = readRfc3339(member(boundaries, "from").text);
  const auto to = readRfc3339(member(boundaries, "to").text);
  if (!from || !to) return Rational();
  const int64_t days =
      floorDiv(to->time_ns - from->time_ns, (kSecondsPerDay * kNanosecondsPerSecond)) + 1;
  const Rational minimum =
      Rational::of(decimal(member(request, "min_amount_cents")) * Decimal::fromInteger(days),
                   decimal(member(boundaries, "charges_duration_days")));
  return (minimum - Rational(fee.amounts.precise_amount_cents))
      .dividedBy(Rational(Decimal::fromInteger(currency.subunit_to_unit)));
}

std::string feeAnswer(const json::Value& request, const Charge& charge, const Usage& usage,
                      const Price& price) {
  const Fee fee = feeOf(usage.units, price, charge.currency, std::nullopt, Mode::AsIs);
  json::Writer out;
  out.object();
  if (!member(request, "min_amount_cents").isNull()) {
    const Rational missing = trueUp(request, fee, charge.currency);
    const Fee rest = feeOf(Rational(Decimal::fromInteger(1)), {missing, missing, {}},
                           charge.currency, std::nullopt, Mode::AsIs);
    out.key("fees").array();
    for (const Fee* one : {&fee, &rest}) {
      writeAmounts(out.object(), one->amounts);
      out.objectEnd();
    }
    return out.arrayEnd().objectEnd().take();
  }
  out.key("units").text(fee.units.toText());
  writeAmounts(out, fee.amounts);
  out.key("events_count").integer(usage.events);
  writeDetails(out, request, charge, usage);
  return out.objectEnd().take();
}

std::string modelAnswer(const json::Value& request, const Charge& charge, const Usage& usage,
                        const Price& price) {
  json::Writer out;
  out.object();
  out.key("units").text(usage.units.toText());
  out.key("count").integer(usage.events);
  if (const auto total = number(member(request, "total_aggregated_units"))) {
    out.key("total_aggregated_units").text(total->toText());
  }
  out.key("amount").text(price.amount.toText());
  out.key("unit_amount").text(price.unit_amount.toText());
  writeDetails(out, request, charge, usage);
  out.key("grouped_by").raw(jsonText(member(request, "grouped_by")));
  return out.objectEnd().take();
}

// One event's price: what a percentage with limits makes of its only event, with or without them.
std::string estimate(const Charge& charge, const Usage& usage) {
  Rational amount;
  if (const auto* terms = std::get_if<PercentageTerms>(&charge.terms)) {
    TransactionWalk walk(*terms);
    walk.add(usage.units.toDecimal().value_or(Decimal()));
    amount = Rational(walk.amount());
  } else if (const auto* standard = std::get_if<StandardTerms>(&charge.terms)) {
    amount = standardAmount(*standard, usage.units);
  } else {
    return problem("no estimate of " + charge.model);
  }
  json::Writer out;
  out.object().key("amount").text(amount.toText()).key("units").text(usage.units.toText());
  return out.objectEnd().take();
}

// The charge's amount counts as cents there as it is.
std::string calculated(const json::Value& request, const Price& price) {
  const Rational plan(decimal(member(request, "plan_amount_cents")));
  json::Writer out;
  out.object();
  out.key("charge_amount_cents").text(price.amount.toText());
  out.key("subscription_amount_cents").text(plan.toText());
  out.key("total_amount_cents").text((price.amount + plan).toText());
  return out.objectEnd().take();
}

// A tier by itself.
std::string tierAnswer(const json::Value& request, bool has_rate) {
  const json::Value& range = member(request, "range");
  const char* price = has_rate ? "rate" : "per_unit_amount";
  Tier tier;
  tier.from = decimal(member(range, "from_value"));
  if (!member(range, "to_value").isNull()) tier.to = decimal(member(range, "to_value"));
  tier.unit_price = decimal(member(range, price)).shifted(has_rate ? -2 : 0);
  tier.flat = decimal(member(range, "flat_amount"));
  const bool touching = member(request, "adjacent_model").kind == json::Kind::True;
  const Rational total(decimal(member(request, "total_units")));
  json::Writer out;
  writeLine(out, range, tier, tierLine(tier, total, touching), has_rate);
  return out.take();
}

std::string chargeModel(const json::Value& request) {
  const std::string& name = member(request, "charge_model").text;
  if (name == "graduated_tier") return tierAnswer(request, false);
  if (name == "graduated_percentage_tier") return tierAnswer(request, true);
  const Result<Charge> read = chargeOf(request);
  if (!read) return problem(read.error().message);
  const Charge& charge = read.value();
  const Usage usage = usageOf(request, charge);
  if (charge.mode == "estimate_instant") return estimate(charge, usage);
  const Price price = priceOf(request, charge, usage);
  if (charge.mode == "calculate_price") return calculated(request, price);
  const bool is_fee = member(request, "level").text == "fee";
  return is_fee ? feeAnswer(request, charge, usage, price)
                : modelAnswer(request, charge, usage, price);
}

std::string currency(const json::Value& request) {
  const auto found = currencyNamed(member(request, "currency").text);
  json::Writer out;
  out.object().key("accepted").boolean(found.has_value());
  if (found) out.key("subunit_to_unit").integer(found->subunit_to_unit);
  return out.objectEnd().take();
}

std::string rounding(const json::Value& request) {
  const std::string& name = member(request, "rounding_function").text;
  const LagoRounding function = name == "round"   ? LagoRounding::Round
                                : name == "ceil"  ? LagoRounding::Ceil
                                : name == "floor" ? LagoRounding::Floor
                                                  : LagoRounding::None;
  const auto precision = static_cast<int32_t>(integer(member(request, "rounding_precision")));
  const Rational units =
      roundedUnits(Rational(decimal(member(request, "units"))), function, precision);
  return json::Writer().object().key("units").text(units.toText()).objectEnd().take();
}

}  // namespace

std::optional<std::string> evaluatePrice(std::string_view kind, const json::Value& request) {
  if (kind == "charge_model") return chargeModel(request);
  if (kind == "currency") return currency(request);
  if (kind == "rounding") return rounding(request);
  return std::nullopt;
}

}  // namespace tallyfold
