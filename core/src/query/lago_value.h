// SPDX-License-Identifier: Apache-2.0
// Which number is a property, to the service's event stores?
#pragma once

#include <optional>
#include <string_view>

#include "numeric/decimal.h"

namespace tallyfold {

/// Of a text, as Postgres is asked: an optional minus, digits, and if there is a point, digits
/// after it. Absent for anything else; such events do not count there.
///   postgresNumber("-1.50")   // -1.5; absent for "1e3", "+1", ".5", "1."
std::optional<Decimal> postgresNumber(std::string_view text);

/// What ClickHouse keeps of a value, which it converts when the event comes in.
struct ClickHouseNumber {
  Decimal value;             ///< at most 26 decimals, the rest cut
  bool is_readable = false;  ///< otherwise the value is 0, and the event counts all the same
  bool is_cut = false;       ///< decimals were lost
};

/// Of a text: an optional sign, digits with points among them, of which the first one counts, and
/// an optional exponent. At most 12 digits before the point.
///   clickHouseNumber("1e3").value   // 1000; 0 for "12 kg", 1.23 for "1.2.3"
ClickHouseNumber clickHouseNumber(std::string_view text);
/// Of a JSON number, or of what a formula made.
ClickHouseNumber clickHouseNumber(const Decimal& number);

}  // namespace tallyfold
