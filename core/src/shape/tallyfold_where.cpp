// SPDX-License-Identifier: Apache-2.0
#include "shape/tallyfold_where.h"

#include <algorithm>

namespace tallyfold {
namespace {

using Kind = Condition::Kind;

struct Operator {
  std::string_view name;
  Kind kind;
  bool negated;
  bool takes_list;
};
constexpr Operator kOperators[] = {{"eq", Kind::In, false, false},
                                   {"ne", Kind::In, true, false},
                                   {"in", Kind::In, false, true},
                                   {"not_in", Kind::In, true, true},
                                   {"lt", Kind::Below, false, false},
                                   {"lte", Kind::AtMost, false, false},
                                   {"gt", Kind::Above, false, false},
                                   {"gte", Kind::AtLeast, false, false},
                                   {"exists", Kind::Exists, false, false},
                                   {"contains", Kind::Contains, false, false},
                                   {"starts_with", Kind::StartsWith, false, false}};

std::string itemPath(const std::string& path, size_t index) {
  return path + "[" + std::to_string(index) + "]";
}

Condition negation(Condition condition) {
  Condition made;
  made.kind = Kind::Not;
  made.parts.push_back(std::move(condition));
  return made;
}

// A value that fields are compared with: numbers as numbers, everything else as text.
void addValue(const json::Value& value, const std::string& path, Condition& test,
              QueryProblems& problems) {
  switch (value.kind) {
    case json::Kind::Text:
      return test.texts.push_back(value.text);
    case json::Kind::True:
      return test.texts.push_back("true");
    case json::Kind::False:
      return test.texts.push_back("false");
    case json::Kind::Number:
      if (auto number = numberOf(value)) return test.numbers.push_back(*std::move(number));
      [[fallthrough]];
    default:
      problems.emplace_back(path, "must be a text, a number, true or false");
  }
}

class TestReader {
 public:
  TestReader(const json::Value& value, const std::string& path, QueryProblems& problems)
      : reader_(value, path, problems) {}

  Condition run() {
    reader_.allow({"field", "op", "value", "values"});
    readField();
    const Operator* op = readOperator();
    if (op == nullptr) return std::move(test_);
    test_.kind = op->kind;
    const char* unused = op->takes_list ? "value" : "values";
    if (reader_.find(unused) != nullptr)
      reader_.problem(unused, std::string("is not for ") + std::string(op->name));
    if (op->kind == Kind::Exists) return readExists();
    if (op->takes_list) {
      readList();
    } else {
      readValue();
    }
    return op->negated ? negation(std::move(test_)) : std::move(test_);
  }

 private:
  void readField() {
    const json::Value* field = reader_.find("field");
    if (field == nullptr) return reader_.problem("field", "is required");
    const auto dimension = field->isText() ? dimensionNamed(field->text) : std::nullopt;
    if (!dimension) return reader_.problem("field", "is no field; " + std::string(kDimensionNames));
    test_.field = *dimension;
  }

  const Operator* readOperator() {
    const json::Value* op = reader_.find("op");
    for (const Operator& known : kOperators) {
      if (op != nullptr && op->isText() && op->text == known.name) return &known;
    }
    std::string names;
    for (const Operator& known : kOperators)
      names += (names.empty() ? "" : ", ") + std::string(known.name);
    reader_.problem("op", "must be one of " + names);
    return nullptr;
  }

  Condition readExists() {
    const json::Value* value = reader_.find("value");
    const bool wanted = value == nullptr || reader_.boolean("value");
    return wanted ? std::move(test_) : negation(std::move(test_));
  }

  void readList() {
    const json::Value* values = reader_.find("values");
    if (values == nullptr || !values->isArray())
      return reader_.problem("values", "must be a list of texts and numbers");
    for (size_t i = 0; i < values->items.size(); ++i)
      addValue(values->items[i], itemPath(reader_.pathOf("values"), i), test_, reader_.problems());
  }

  void readValue() {
    const json::Value* value = reader_.find("value");
    if (value == nullptr) return reader_.problem("value", "is required");
    if (test_.kind == Kind::In)
      return addValue(*value, reader_.pathOf("value"), test_, reader_.problems());
    if (test_.kind == Kind::Contains || test_.kind == Kind::StartsWith) {
      if (!value->isText()) return reader_.problem("value", "must be a text");
      return test_.texts.push_back(value->text);
    }
    if (auto number = reader_.number("value")) test_.numbers.push_back(*std::move(number));
  }

  QueryReader reader_;
  Condition test_;
};

Condition readParts(const json::Value& list, const std::string& path, Kind kind,
                    QueryProblems& problems) {
  Condition made;
  made.kind = kind;
  if (!list.isArray() || list.items.empty()) {
    problems.emplace_back(path, "must be a list of conditions");
    return made;
  }
  for (size_t i = 0; i < list.items.size(); ++i)
    made.parts.push_back(readWhere(list.items[i], itemPath(path, i), problems));
  return made;
}

}  // namespace

// As deep as JSON itself may nest, which bounds the recursion.
Condition readWhere(const json::Value& value, const std::string& path, QueryProblems& problems) {
  static constexpr std::pair<std::string_view, Kind> kTrees[] = {
      {"and", Kind::All}, {"or", Kind::Any}, {"not", Kind::Not}};
  for (const auto& [name, kind] : kTrees) {
    const json::Value* parts = value.find(name);
    if (parts == nullptr) continue;
    const QueryReader reader(value, path, problems);
    reader.allow({name});
    if (kind == Kind::Not) return negation(readWhere(*parts, reader.pathOf(name), problems));
    return readParts(*parts, reader.pathOf(name), kind, problems);
  }
  return TestReader(value, path, problems).run();
}

}  // namespace tallyfold
