// SPDX-License-Identifier: Apache-2.0
// What happens to the objects of a seating chart, in the order in which it counts.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "base/bytes.h"
#include "base/memory_account.h"
#include "events/dictionary.h"

namespace tallyfold {

enum class SeatAct : uint8_t {
  Nothing,   ///< a hold that expired, for example: known, and without effect
  Deselect,  ///< takes selections back
  Select,
  Book,     ///< a change to any status that is not free
  Release,  ///< a change to free through the API
  Assign,   ///< to a channel
};

/// One change of one object.
struct SeatChange {
  int64_t time_ns = 0;
  uint64_t order = 0;   ///< among changes of the same time: SeatOrder
  uint64_t detail = 0;  ///< of Select and Deselect: hash of the hold token, 0 without one; of Book:
                        ///< code of the status
  uint32_t slot = 0;
  uint32_t quantity : 28;
  uint32_t act_number : 4;

  SeatChange() : quantity(0), act_number(0) {}
  [[nodiscard]] SeatAct act() const { return static_cast<SeatAct>(act_number); }
  void setAct(SeatAct act) { act_number = static_cast<uint32_t>(act) & 15U; }
};
static_assert(sizeof(SeatChange) == 32, "a log entry has 32 bytes");

/// How changes of the same time follow each other: those without an id first, by arrival; then
/// integer ids by number; then other ids by their bytes. An order is one word, and means something
/// only together with its texts and its SeatOrder.
class SeatOrder {
 public:
  explicit SeatOrder(MemoryAccount& account) : rare_(makeAccounted<Rare>(account)) {}

  uint64_t ofArrival(uint32_t source, int64_t offset);
  uint64_t ofInteger(int64_t id);
  /// An id that is no integer, by its code in `texts`.
  static uint64_t ofText(uint32_t code) { return kText << kKindShift | code; }

  /// Negative, zero or positive, as a stands before b, is it, or stands after it.
  [[nodiscard]] int compare(uint64_t a, uint64_t b, const Dictionary& texts) const;
  /// What an order of another SeatOrder, whose text t is texts[t] here, becomes here.
  uint64_t adopt(uint64_t order, const SeatOrder& other, const std::vector<uint32_t>& texts);

  void write(ByteWriter& out) const;
  void read(ByteReader& in);
  /// Whether an order that was read can be one of this.
  [[nodiscard]] bool knows(uint64_t order, uint32_t text_count) const;

 private:
  static constexpr int kKindShift = 62;
  static constexpr uint64_t kArrival = 0, kInteger = 1, kText = 2, kRare = 3;
  static constexpr int kOffsetBits = 42;  // 4 TiB of one input
  /// What does not fit in 62 bits.
  struct Rare {
    bool is_integer = false;
    uint32_t source = 0;
    int64_t value = 0;  // the offset, or the integer
  };
  struct Place {
    uint64_t kind;  // kArrival, kInteger or kText
    uint32_t source;
    int64_t value;
  };
  [[nodiscard]] Place placeOf(uint64_t order) const;
  uint64_t addRare(const Rare& rare);

  AccountedVector<Rare> rare_;
};

}  // namespace tallyfold
