// SPDX-License-Identifier: Apache-2.0
#include "shape/tallyfold_measures.h"

#include <algorithm>

namespace tallyfold {
namespace {

class MeasureReader {
 public:
  MeasureReader(const json::Value& value, const std::string& path, QueryProblems& problems)
      : reader_(value, path, problems) {}

  Measure run(const std::string& name) {
    Measure measure;
    measure.name = name;
    reader_.allow({"type", "property", "expression", "p", "multiplier", "opening"});
    const auto type = reader_.text("type");
    measure.facts = measureNamed(type.value_or(""));
    if (measure.facts == nullptr) {
      reader_.problem("type", "must be one of " + measureNames());
      return measure;
    }
    readSource(measure);
    readPercent(measure);
    if (const auto multiplier = numberFor("multiplier", measure, "sum_with_multiplier", true))
      measure.multiplier = *multiplier;
    measure.opening = reader_.number("opening");
    if (measure.opening && !measure.facts->is_level)
      reader_.problem("opening", "is for weighted_sum and time_weighted_avg");
    return measure;
  }

 private:
  void readSource(Measure& measure) {
    const auto property = reader_.text("property");
    const auto formula = reader_.text("expression");
    if (property && formula) reader_.problem("expression", "cannot stand beside a property");
    if (property && property->empty()) reader_.problem("property", "must not be empty");
    if (property) measure.property = FieldName::ofProperty(*property);
    if (formula) readFormula(*formula, measure);
    const bool needs = measure.facts->needs_number || measure.facts->needs_text;
    const bool is_there =
        reader_.find("property") != nullptr || reader_.find("expression") != nullptr;
    if (needs && !is_there)
      reader_.problem("property",
                      "or an expression is required for " + std::string(measure.facts->name));
  }

  void readFormula(const std::string& text, Measure& measure) {
    Result<Expression> formula = Expression::parse(text);
    if (!formula) return reader_.problem("expression", formula.error().message);
    measure.formula_text = text;
    measure.formula = std::make_shared<const Expression>(std::move(formula).value());
  }

  // A number that one type needs and no other takes.
  std::optional<Decimal> numberFor(const char* key, const Measure& measure, std::string_view type,
                                   bool required) {
    const bool is_type = measure.facts->name == type;
    if (reader_.find(key) == nullptr) {
      if (is_type && required) reader_.problem(key, "is required for " + std::string(type));
      return std::nullopt;
    }
    if (is_type) return reader_.number(key);
    reader_.problem(key, "is for " + std::string(type));
    return std::nullopt;
  }

  void readPercent(Measure& measure) {
    const auto percent = numberFor("p", measure, "percentile", true);
    if (!percent) return;
    measure.percent = *percent;
    if (percent->sign() < 0 || *percent > Decimal::fromInteger(100))
      reader_.problem("p", "must be from 0 to 100");
  }

  QueryReader reader_;
};

}  // namespace

std::vector<Measure> readMeasures(const QueryReader& query) {
  std::vector<Measure> measures;
  const json::Value* all = query.find("aggregations");
  if (all == nullptr || !all->isObject() || all->members.empty()) {
    query.problem("aggregations", "must be an object of at least one named aggregation");
    return measures;
  }
  const std::string path = query.pathOf("aggregations");
  // No structured binding: Clang 14 lets no lambda capture one.
  for (const json::Value::Member& one : all->members) {
    const std::string member = path + "." + one.key;
    const bool repeats = std::any_of(measures.begin(), measures.end(),
                                     [&](const Measure& known) { return known.name == one.key; });
    if (repeats) query.problems().emplace_back(member, "is there twice");
    if (one.key == "group" || one.key == "window")
      query.problems().emplace_back(member, "cannot be a name, because order_by means it");
    measures.push_back(MeasureReader(one.value, member, query.problems()).run(one.key));
  }
  return measures;
}

}  // namespace tallyfold
