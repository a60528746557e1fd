// SPDX-License-Identifier: Apache-2.0
#include "decode/mapping.h"

#include <optional>

namespace tallyfold {
namespace {

// Deeper than any record may nest; see json::kMaxDepth.
constexpr size_t kMaxPathLength = 64;

// Splits a JSON Pointer (RFC 6901); any other text is one key, a CSV column among them.
std::optional<std::vector<std::string>> readPath(const std::string& text) {
  if (text.empty()) return std::nullopt;
  if (text[0] != '/') return std::vector<std::string>{text};
  std::vector<std::string> path;
  for (size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '/') {
      path.emplace_back();
    } else if (text[i] != '~') {
      path.back().push_back(text[i]);
    } else if (i + 1 < text.size() && (text[i + 1] == '0' || text[i + 1] == '1')) {
      path.back().push_back(text[++i] == '0' ? '~' : '/');
    } else {
      return std::nullopt;
    }
  }
  if (path.size() > kMaxPathLength) return std::nullopt;
  return path;
}

class MappingReader {
 public:
  explicit MappingReader(Dialect& dialect) : dialect_(dialect) {}

  void member(const std::string& key, const json::Value& value) {
    static constexpr std::pair<const char*, Role> kRoles[] = {{"name", Role::EventName},
                                                              {"customer", Role::Customer},
                                                              {"subscription", Role::Subscription},
                                                              {"time", Role::Time},
                                                              {"id", Role::Id},
                                                              {"source", Role::Source}};
    for (const auto& [name, role] : kRoles) {
      if (key == name) return readRole(key, role, value);
    }
    if (key == "timeUnit") return readUnit(value);
    if (key == "properties") return readProperties(value);
    problem("$." + key, "is not part of a mapping");
  }
  void problem(const std::string& path, const std::string& what) {
    if (!problems_.empty()) problems_ += "; ";
    problems_ += path + " " + what;
    if (first_path_.empty()) first_path_ = path;
  }
  [[nodiscard]] const std::string& problems() const { return problems_; }
  [[nodiscard]] const std::string& firstPath() const { return first_path_; }
  /// What can only be seen when every member is read.
  void checkWhole() {
    if (!has_name_) problem("$.name", "is missing: say where the event's name stands");
    for (const DialectNode& node : dialect_.nodes) {
      // A property's value is kept as it stands, so nothing is looked for inside it.
      if (node.is_property && !node.children.empty()) {
        problem("$.properties",
                "has \"" + node.property + "\", which holds another field of the mapping");
      }
    }
  }

 private:
  void readRole(const std::string& key, Role role, const json::Value& value) {
    has_name_ = has_name_ || role == Role::EventName;
    const json::Value* constant = value.find("const");
    if (value.isObject() && constant != nullptr && constant->isText()) {
      return dialect_.constants.push_back({role, constant->text}), void();
    }
    const auto path = value.isText() ? readPath(value.text) : std::nullopt;
    if (!path) return problem("$." + key, "must be a JSON Pointer, a column or {\"const\": text}");
    DialectNode* node = claim("$." + key, *path);
    if (node != nullptr) node->role = role;
  }
  // The node at a path. One value goes to one place, so a path that is taken is a problem, not a
  // lost field.
  DialectNode* claim(const std::string& where, const std::vector<std::string>& path) {
    DialectNode& node = dialect_.nodes[dialect_.place(path)];
    if (node.role == Role::None && !node.is_property && !node.holds_properties) return &node;
    problem(where, "names a place that another field of the mapping has");
    return nullptr;
  }
  void readUnit(const json::Value& value) {
    static constexpr std::pair<const char*, TimeUnit> kUnits[] = {{"s", TimeUnit::Seconds},
                                                                  {"ms", TimeUnit::Milliseconds},
                                                                  {"us", TimeUnit::Microseconds},
                                                                  {"ns", TimeUnit::Nanoseconds}};
    for (const auto& [name, unit] : kUnits) {
      if (value.isText() && value.text == name) return dialect_.numeric_time = unit, void();
    }
    problem("$.timeUnit", "must be \"s\", \"ms\", \"us\" or \"ns\"");
  }
  void readProperties(const json::Value& value) {
    if (value.isText() && value.text == "*") return dialect_.rest_are_properties = true, void();
    if (value.isText()) {
      const auto path = readPath(value.text);
      if (!path) return problem("$.properties", "must be a JSON Pointer, a list of them or \"*\"");
      DialectNode* node = claim("$.properties", *path);
      if (node != nullptr) node->holds_properties = true;
      return;
    }
    if (!value.isArray())
      return problem("$.properties", "must be a JSON Pointer, a list of them or \"*\"");
    for (size_t i = 0; i < value.items.size(); ++i) readProperty(value.items[i], i);
  }
  void readProperty(const json::Value& value, size_t index) {
    const auto path = value.isText() ? readPath(value.text) : std::nullopt;
    if (!path) {
      return problem("$.properties[" + std::to_string(index) + "]",
                     "must be a JSON Pointer or a column");
    }
    DialectNode* node = claim("$.properties[" + std::to_string(index) + "]", *path);
    if (node == nullptr) return;
    node->is_property = true;
    node->property = path->back();
  }

  Dialect& dialect_;
  std::string problems_;
  std::string first_path_;
  bool has_name_ = false;
};

}  // namespace

Result<Dialect> makeMapping(std::string_view mapping_json) {
  Result<json::Value> parsed = json::parse(mapping_json);
  if (!parsed) return Error{ErrorCode::InvalidMapping, "mapping: " + parsed.error().message, "$"};
  const json::Value& mapping = parsed.value();
  if (!mapping.isObject())
    return Error{ErrorCode::InvalidMapping, "a mapping is a JSON object", "$"};
  Dialect dialect;
  dialect.name = "mapping";
  dialect.place({});
  MappingReader reader(dialect);
  for (const auto& [key, value] : mapping.members) reader.member(key, value);
  reader.checkWhole();
  if (reader.problems().empty()) return dialect;
  return Error{ErrorCode::InvalidMapping, "mapping: " + reader.problems(), reader.firstPath()};
}

}  // namespace tallyfold
