// SPDX-License-Identifier: Apache-2.0
// One event as Lago's ingestion endpoints take it: checked, with what its metric's formula makes of
// it, as the service shows it, and as a record to keep.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/siphash.h"
#include "json/value.h"
#include "json/writer.h"
#include "shape/intake.h"

namespace tallyfold {

class LagoEvent {
 public:
  /// Reads the members that the service lets through; any other type than it allows there counts as
  /// absent. `object` must outlive this.
  LagoEvent(const json::Value& object, const IntakeInput& input);

  /// What is wrong with it, as JSON: {"timestamp":["invalid_format"]}, or the text of a formula's
  /// failure. Absent when all is right. In a batch a missing member is named even when the formula
  /// fails too; alone the failure is.
  [[nodiscard]] std::optional<std::string> problem(bool in_batch) const;
  /// Under which the event counts once; absent without a subscription, where every event counts.
  [[nodiscard]] std::optional<Hash128> identity() const;
  /// Writes {"lago_id":...,"transaction_id":...}.
  void show(json::Writer& out) const;
  /// The record, with a newline.
  [[nodiscard]] std::string record() const;

 private:
  [[nodiscard]] std::optional<int64_t> readTime() const;
  void compute();
  [[nodiscard]] std::optional<std::string> missing() const;
  [[nodiscard]] std::string lagoId() const;
  void showProperties(json::Writer& out) const;
  void showAmount(json::Writer& out) const;

  const json::Value& object_;
  const IntakeInput& input_;
  std::optional<std::string> transaction_id_, code_, subscription_, amount_;
  const json::Value* properties_ = nullptr;  // an object; null: there are none
  std::optional<int64_t> time_ns_;           // absent: what it has is no time
  std::string computed_field_, computed_;    // what the formula made, as JSON
  std::string failure_;                      // why it could not
};

}  // namespace tallyfold
