// SPDX-License-Identifier: Apache-2.0
#include "catalog/catalog.h"

#include <utility>
#include <vector>

#include "catalog/lago_reader.h"
#include "json/object_text.h"
#include "json/utf8.h"
#include "json/value.h"

namespace tallyfold {
namespace {

constexpr int kLevelsAboveMembers = 1;

// Reads the document member by member. A member that is there twice counts as its last one, and
// the others need only be JSON.
class CatalogReader {
 public:
  CatalogReader(Catalog& catalog, std::vector<json::MemberText> members, const PriceRules* rules)
      : seats_(catalog.seats),
        lago_(catalog.lago, rules),
        members_(std::move(members)),
        problems_(members_.size()),
        is_read_(members_.size()) {}

  // False when something is not JSON.
  bool read() {
    return readTree("organization", &CatalogReader::readOrganization) &&
           readTree("billable_metrics", &CatalogReader::readMetrics) &&
           readTree("plans", &CatalogReader::readPlans) &&
           readList("customers", &LagoReader::readCustomers) &&
           readList("subscriptions", &LagoReader::readSubscriptions) &&
           readTree("seatsio", &CatalogReader::readSeats) && checkOthers();
  }
  CatalogProblems takeProblems() {
    CatalogProblems all;
    for (CatalogProblems& of_member : problems_) all.append(std::move(of_member));
    return all;
  }

 private:
  using TreeReader = void (CatalogReader::*)(const json::Value&, CatalogProblems&);
  using ListReader = bool (LagoReader::*)(std::string_view, CatalogProblems&);

  // The place of a member that is about to be read.
  std::optional<size_t> find(std::string_view name) {
    for (size_t i = members_.size(); i-- > 0;) {
      if (members_[i].key != name) continue;
      is_read_[i] = true;
      return i;
    }
    return std::nullopt;
  }
  bool readTree(std::string_view name, TreeReader reader) {
    const auto place = find(name);
    if (!place) return true;
    const Result<json::Value> tree = json::parse(members_[*place].value, kLevelsAboveMembers);
    if (!tree) return false;
    if (!tree.value().isNull()) (this->*reader)(tree.value(), problems_[*place]);
    return true;
  }
  bool readList(std::string_view name, ListReader reader) {
    const auto place = find(name);
    if (!place) return true;
    const std::string_view text = members_[*place].value;
    if (!text.empty() && text[0] == '[') return (lago_.*reader)(text, problems_[*place]);
    if (text != "null") problems_[*place].add("$." + std::string(name), kNoArray);
    return static_cast<bool>(json::check(text, kLevelsAboveMembers));
  }
  bool checkOthers() {
    for (size_t i = 0; i < members_.size(); ++i) {
      if (!is_read_[i] && !json::check(members_[i].value, kLevelsAboveMembers)) return false;
    }
    return true;
  }

  void readOrganization(const json::Value& value, CatalogProblems& problems) {
    lago_.readOrganization(value, problems);
  }
  void readMetrics(const json::Value& value, CatalogProblems& problems) {
    lago_.readMetrics(value, problems);
  }
  void readPlans(const json::Value& value, CatalogProblems& problems) {
    lago_.readPlans(value, problems);
  }
  void readSeats(const json::Value& value, CatalogProblems& problems) {
    seats_.read(value, problems);
  }

  SeatCatalog& seats_;
  LagoReader lago_;
  std::vector<json::MemberText> members_;
  std::vector<CatalogProblems> problems_;  // of each member
  std::vector<bool> is_read_;
};

// What the text is instead of a JSON object.
Error noObject(std::string_view json) {
  CatalogProblems problems;
  const Status readable = json::check(json);
  problems.add("$", kInvalidValue,
               readable ? "a catalog is a JSON object" : readable.error().message);
  return std::move(problems).error();
}

}  // namespace

Hash128 catalogFingerprint(std::string_view json) {
  return sipHash13({0x636174616c6f67, 0x6c61676f}, json);
}

Result<std::shared_ptr<const Catalog>> readCatalog(std::string_view json, const PriceRules* rules) {
  if (json::findInvalidUtf8(json) != std::string_view::npos) return noObject(json);
  auto members = json::splitObject(json);
  if (!members) return noObject(json);
  auto catalog = std::make_shared<Catalog>();
  CatalogReader reader(*catalog, *std::move(members), rules);
  if (!reader.read()) return noObject(json);
  CatalogProblems problems = reader.takeProblems();
  if (!problems.none()) return std::move(problems).error();
  catalog->lago.fingerprint = catalogFingerprint(json);
  return std::shared_ptr<const Catalog>(std::move(catalog));
}

}  // namespace tallyfold
