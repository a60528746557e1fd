// SPDX-License-Identifier: Apache-2.0
// Reading and checking the catalog's "seatsio".
#include "base/integer_text.h"
#include "catalog/problems.h"
#include "catalog/seats.h"
#include "json/value.h"

namespace tallyfold {

class SeatCatalogReader {
 public:
  SeatCatalogReader(SeatCatalog& catalog, CatalogProblems& problems)
      : catalog_(catalog), problems_(problems) {}

  void read(const json::Value& value) {
    if (!value.isObject()) return problems_.add("$.seatsio", kNoObject);
    for (const auto& [key, member] : value.members) {
      if (key == "workspaces") {
        each(key, member, &SeatCatalogReader::readWorkspace);
      } else if (key == "events") {
        each(key, member, &SeatCatalogReader::readEvent);
      } else if (key == "objects") {
        each(key, member, &SeatCatalogReader::readObject);
      } else {
        problems_.add("$.seatsio." + key, kInvalidValue,
                      "is unknown; there are workspaces, events and objects");
      }
    }
    catalog_.canonical_ = canonical_.take();
  }

 private:
  using Reader = void (SeatCatalogReader::*)(const json::Value&);

  void each(const std::string& name, const json::Value& list, Reader reader) {
    if (!list.isArray()) return problems_.add("$.seatsio." + name, kNoArray);
    canonical_.text(name);
    for (size_t i = 0; i < list.items.size(); ++i) {
      path_ = "$.seatsio." + name + "[" + std::to_string(i) + "]";
      if (!list.items[i].isObject()) {
        problems_.add(path_, kNoObject);
      } else {
        (this->*reader)(list.items[i]);
      }
    }
  }

  // An absent member and null are the same. Members that are not asked for are passed over: users
  // paste what the API returns.
  static const json::Value* member(const json::Value& object, const char* name) {
    const json::Value* value = object.find(name);
    return value == nullptr || value->isNull() ? nullptr : value;
  }
  std::optional<int64_t> integer(const json::Value& object, const char* name, int64_t least) {
    const json::Value* value = member(object, name);
    canonical_.u8(value != nullptr);
    if (value == nullptr) return std::nullopt;
    const bool is_number = value->kind == json::Kind::Number || value->isText();
    const auto number = is_number ? readInteger(value->text) : std::nullopt;
    canonical_.i64(number.value_or(0));
    if (number && *number >= least) return number;
    problems_.add(path_ + "." + name, kInvalidValue,
                  least > INT64_MIN ? "must be an integer of " + std::to_string(least) + " or more"
                                    : "must be an integer");
    return std::nullopt;
  }
  std::optional<int64_t> places(const json::Value& object, const char* name) {
    const auto number = integer(object, name, 0);
    if (!number || *number <= kMostPlaces) return number;
    problems_.add(path_ + "." + name, kInvalidValue,
                  "must be at most " + std::to_string(kMostPlaces));
    return std::nullopt;
  }
  std::optional<std::string> text(const json::Value& object, const char* name) {
    const json::Value* value = member(object, name);
    canonical_.u8(value != nullptr);
    if (value == nullptr) return std::nullopt;
    canonical_.text(value->text);
    if (value->isText()) return value->text;
    problems_.add(path_ + "." + name, kNoText);
    return std::nullopt;
  }
  bool flag(const json::Value& object, const char* name) {
    const json::Value* value = member(object, name);
    const bool is_true = value != nullptr && value->kind == json::Kind::True;
    canonical_.u8(is_true);
    if (value != nullptr && !is_true && value->kind != json::Kind::False)
      problems_.add(path_ + "." + name, kNoFlag);
    return is_true;
  }
  std::optional<int64_t> requiredId(const json::Value& object) {
    if (member(object, "id") == nullptr) problems_.add(path_ + ".id", kMissing);
    return integer(object, "id", INT64_MIN);
  }

  void readWorkspace(const json::Value& object) {
    const auto id = requiredId(object);
    const bool is_test = flag(object, "isTest");
    if (id && !catalog_.workspaces_.emplace(*id, is_test).second)
      problems_.add(path_ + ".id", kRepeated);
  }
  void readEvent(const json::Value& object) {
    SeatEvent event;
    const auto id = requiredId(object);
    event.key = text(object, "key");
    event.chart_key = text(object, "chartKey");
    event.chart_name = text(object, "chartName");
    event.workspace = integer(object, "workspace", INT64_MIN);
    event.deleted = flag(object, "deleted");
    if (!id) return;
    event.id = *id;
    const SeatEvent* known = catalog_.event(event.id, event.workspace);
    if (known != nullptr && known->workspace == event.workspace)
      problems_.add(path_ + ".id", kRepeated);
    catalog_.events_of_id_.emplace(event.id, catalog_.events_.size());
    catalog_.events_.push_back(std::move(event));
  }
  void readObject(const json::Value& value) {
    SeatObject object;
    const auto event_id = integer(value, "eventId", INT64_MIN);
    const auto chart_key = text(value, "chartKey");
    const auto label = text(value, "label");
    if (event_id.has_value() == chart_key.has_value())
      problems_.add(path_, kInvalidValue, "needs either eventId or chartKey");
    if (!label) problems_.add(path_ + ".label", kMissing);
    if (const auto type = text(value, "type")) {
      object.type = seatObjectType(*type);
      if (!object.type)
        problems_.add(path_ + ".type", kInvalidValue,
                      "must be seat, table, booth or generalAdmission");
    }
    object.capacity = places(value, "capacity");
    object.num_seats = places(value, "numSeats");
    const std::string owner = event_id ? "e" + std::to_string(*event_id)
                                       : "c" + std::to_string(chart_key.value_or("").size());
    const std::string key = owner + "/" + chart_key.value_or("") + label.value_or("");
    if (!catalog_.objects_.emplace(key, object).second) problems_.add(path_ + ".label", kRepeated);
  }

  SeatCatalog& catalog_;
  CatalogProblems& problems_;
  ByteWriter canonical_;
  std::string path_;
};

void SeatCatalog::read(const json::Value& value, CatalogProblems& problems) {
  SeatCatalogReader(*this, problems).read(value);
}

}  // namespace tallyfold
