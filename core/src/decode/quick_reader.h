// SPDX-License-Identifier: Apache-2.0
// The reader in front of the reader: an event laid out as others before it is not parsed, only
// compared with what is known, and its values picked up in passing.
//
// It takes an event or leaves it. What it takes becomes exactly the event that the other readers
// would have made of it; whatever is out of the ordinary (an escape, a list, a long number, a field
// that is missing or of another type, a key never seen here) it leaves to them, and with it every
// refusal. A fuzz target compares the two.
#pragma once

#include <array>
#include <optional>
#include <string_view>

#include "decode/event_assembler.h"
#include "decode/event_layout.h"
#include "events/event_batch.h"
#include "json/scalar.h"

namespace tallyfold {

class QuickReader {
 public:
  /// Behind a record so many bytes must be readable.
  static constexpr size_t kSlack = 128;

  explicit QuickReader(Dataset& dataset) : dataset_(dataset) {}

  /// What holds for the records to come. The dialect must outlive them; without one, every record
  /// is left to others.
  void begin(const Dialect* dialect, uint32_t source, std::optional<int64_t> received_ns);

  /// Reads the event that begins at `at`. Answers where it ends, or null when it is left to others
  /// or goes on behind `last`. kSlack bytes behind `last` must be readable. The event counts
  /// once it is kept, and its bytes must stand until `flush`.
  const char* read(const char* at, const char* last);
  /// Keeps the event that was read last.
  void keep(uint64_t line, uint64_t byte_offset);
  /// Forgets it instead.
  void leave() { batch_.drop(); }
  /// Hands the events that were kept to the dataset.
  void flush();

  /// How many events were kept so far.
  [[nodiscard]] uint64_t events() const { return events_; }

  /// Tells of an event that was left to others and was accepted.
  void learn(std::string_view record);

 private:
  [[nodiscard]] const LayoutStep* stepFrom(uint16_t place, const char* at) const;
  bool takeText(const LayoutPlace& place, std::string_view text);
  bool takeBare(const LayoutPlace& place, const json::Scalar& value);
  bool takeRole(Role role, json::Scalar::Kind kind, std::string_view text);
  bool finish();
  bool finishTime(RowFacts& facts) const;
  bool finishName(std::string_view& name) const;
  void finishAttributes();
  [[nodiscard]] bool has(Role role) const { return (filled_ >> static_cast<int>(role) & 1) != 0; }
  [[nodiscard]] std::string_view textOf(Role role) const {
    return has(role) ? roles_[static_cast<size_t>(role)] : std::string_view();
  }

  Dataset& dataset_;
  const Dialect* dialect_ = nullptr;
  uint32_t source_ = 0;
  std::optional<int64_t> received_ns_;
  bool usable_ = false;
  size_t room_ = 0;  // for events in the batch
  uint64_t events_ = 0;
  EventLayout layout_;
  EventBatch batch_;
  struct WantedAttribute {
    Role role;
    uint32_t column;
  };
  std::vector<WantedAttribute> attributes_;  // that are texts
  uint32_t amount_column_ = 0;
  uint32_t id_text_column_ = 0;
  // How often learning was of no use. Streams of many layouts would spend their time on it.
  int credit_ = 0;
  uint64_t left_ = 0;  // events since then

  // Of the event that is being read: one bit for each role.
  uint32_t seen_ = 0;    // it is there, if only as null
  uint32_t valued_ = 0;  // and not null
  uint32_t filled_ = 0;  // and not empty
  bool time_is_text_ = false;
  std::array<std::string_view, static_cast<size_t>(Role::kCount)> roles_;
};

}  // namespace tallyfold
