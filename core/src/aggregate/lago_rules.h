// SPDX-License-Identifier: Apache-2.0
// Which rules of Lago changed an answer, that the exact mode does not have?
//
// The rules are the closed list in docs/dialects.md. Each is noted at the place where it acts, and
// only when the answer is another for it.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace tallyfold {

/// Which of the service's two event stores is followed where they differ. Answers of the exact mode
/// do not depend on it.
enum class LagoStore : uint8_t { Postgres, ClickHouse };

enum class LagoRule : uint8_t {
  UnreadableIsZero,
  StoredDigits,
  WeightedSumDigits,
  GoneValueCountsADay,
  CarriedUnitsOfAllGroups,
  FreeUnitsNeverApply,
  PackagesByDoubles,
  TierBoundCountsTwice,
  HalfSubunitDropped,
  FiltersOverlap,
  FiltersLeaveOut,
  CodeOfDeletedMetric,
  NegativeTotalsCutFreeEvents,
  kCount
};

class LagoRules {
 public:
  void add(LagoRule rule) { bits_ |= 1U << static_cast<unsigned>(rule); }
  void add(const LagoRules& others) { bits_ |= others.bits_; }
  [[nodiscard]] bool has(LagoRule rule) const {
    return (bits_ >> static_cast<unsigned>(rule) & 1U) != 0;
  }
  /// All of them as a number, and back.
  [[nodiscard]] uint32_t bits() const { return bits_; }
  static LagoRules ofBits(uint32_t bits) {
    LagoRules rules;
    rules.bits_ = bits;
    return rules;
  }
  /// In the order of the alphabet: {"filters_overlap", "packages_by_doubles"}.
  [[nodiscard]] std::vector<std::string> names() const;

 private:
  uint32_t bits_ = 0;
};

}  // namespace tallyfold
