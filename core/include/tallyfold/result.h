// SPDX-License-Identifier: Apache-2.0
/// @file
/// How Tallyfold says that something did not work: an error is a value, never an exception.
///
/// ```cpp
/// tallyfold::Result<tallyfold::AppendResult> added = engine.append("{}", {.format = "xml"});
/// added.ok()                                    // false
/// tallyfold::errorCodeName(added.error().code)  // misuse
/// added.error().message                         // unknown format "xml"; use ndjson, json or csv
/// ```
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "tallyfold/api.h"

namespace tallyfold {

/// Stable names of what can go wrong; `errorCodeName` gives the text that hosts show.
enum class ErrorCode {
  InvalidEvent,     ///< never answered: what is wrong with an event stands in the ledger
  InvalidRequest,   ///< a report request with a wrong name, type or value
  InvalidCatalog,   ///< a catalog with problems
  InvalidMapping,   ///< a dialect mapping that names no usable fields
  InvalidSnapshot,  ///< a snapshot of another query, format or zone data, or a damaged one
  UnknownReport,    ///< a report name that does not exist
  OutOfMemory,      ///< the engine's memory limit would be passed
  Misuse,           ///< the call itself is wrong, or not allowed in this state
  Internal,         ///< a broken promise inside Tallyfold; please report it
};

/// The code's stable text.
///
/// ```cpp
/// tallyfold::errorCodeName(tallyfold::ErrorCode::InvalidRequest)  // invalid_request
/// ```
TALLYFOLD_API const char* errorCodeName(ErrorCode code);

/// One of the things that are wrong with a document.
struct Problem {
  std::string path;     ///< JSON path of the offending value: "$.plans[0].interval"
  std::string code;     ///< a stable name, in the words of the service: "value_is_invalid"
  std::string message;  ///< for a person, to stand behind the path: "must be a text"
};

/// What went wrong, where, and what to do about it.
struct Error {
  ErrorCode code = ErrorCode::Internal;  ///< which kind
  std::string message;  ///< one sentence for a person; of InvalidCatalog a line for each problem
  std::string path;     ///< JSON path of the offending value ("$.filters.region"), or empty
  std::vector<Problem> problems = {};  ///< of InvalidCatalog: all of them, in the document's order
  /// Of InvalidCatalog: what Lago answers, byte for byte, with the codes by their paths:
  /// {"status":422,...,"error_details":{"$.plans[0].interval":["value_is_invalid"]}}
  std::string body = {};
};

namespace internal {
// Not inline: an error is made in hundreds of places.
TALLYFOLD_API std::shared_ptr<const Error> hold(Error&& error);
}  // namespace internal

/// A value of type T, or the Error that stands in its place.
template <typename T>
class [[nodiscard]] Result {
 public:
  /// A value.
  Result(T value) : value_(std::move(value)) {}
  /// The error in its place.
  Result(Error error) : error_(internal::hold(std::move(error))) {}

  /// Whether there is a value.
  [[nodiscard]] bool ok() const { return error_ == nullptr; }
  /// As `ok`.
  explicit operator bool() const { return ok(); }

  /// The value. Only when `ok()`.
  T& value() & { return *value_; }
  /// The value. Only when `ok()`.
  const T& value() const& { return *value_; }
  /// The value, moved out. Only when `ok()`.
  T&& value() && { return *std::move(value_); }

  /// The error. Only when not `ok()`.
  [[nodiscard]] const Error& error() const { return *error_; }

 private:
  std::optional<T> value_;
  std::shared_ptr<const Error> error_;  // null: there is a value
};

/// The value of a call that has nothing to return but may fail.
struct Done {};
/// Whether a call worked that has nothing to return.
using Status = Result<Done>;

}  // namespace tallyfold
