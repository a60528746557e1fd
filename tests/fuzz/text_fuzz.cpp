// SPDX-License-Identifier: Apache-2.0
// Any text as a number, a time, a duration, a zone, JSON or a catalog: read or refused, and what
// was read says so when written.
#include "json/huge_numbers.h"
#include "json/utf8.h"
#include "json/value.h"
#include "json/writer.h"
#include "numeric/decimal.h"
#include "numeric/double_text.h"
#include "numeric/scaled.h"
#include "price/checked_catalog.h"
#include "support.h"
#include "time/duration.h"
#include "time/instant.h"
#include "time/zone.h"
#include "window/window.h"

namespace tallyfold {
namespace {

void readNumber(std::string_view text) {
  const NumericRead read = readNumeric(text);
  const auto decimal = Decimal::parse(text);
  const bool is_number = read.kind == NumericKind::Scaled || read.kind == NumericKind::Big;
  fuzz::promise(is_number == decimal.has_value());
  (void)doubleTextOfNumber(text);
  if (!decimal) return;
  if (read.kind == NumericKind::Scaled) {
    fuzz::promise(Decimal::fromScaled(read.scaled.mantissa, read.scaled.scale).compare(*decimal) ==
                  0);
    char digits[32];
    const std::string_view written(digits, writeScaled(read.scaled, digits));
    fuzz::promise(read.canonical == (written == text) &&
                  read.canonical == isCanonicalText(text, read.scaled));
  }
  // The plain text of 1e1000 has more digits than input may have, so it is read back as a stored
  // number is.
  const auto restored = Decimal::deserialize(decimal->toText());
  fuzz::promise(restored.has_value() && restored->compare(*decimal) == 0);
  fuzz::promise(doubleText(*decimal) == doubleTextOfNumber(text));
}

void readTime(std::string_view text) {
  for (const TimeUnit unit :
       {TimeUnit::Seconds, TimeUnit::Milliseconds, TimeUnit::Microseconds, TimeUnit::Nanoseconds}) {
    (void)readUnixTime(text, unit);
  }
  (void)readDuration(text);
  (void)Zone::find(text);
  const auto instant = readRfc3339(text);
  if (!instant || instant->saturated) return;
  const auto again = readRfc3339(writeRfc3339(instant->time_ns, instant->offset_s));
  // Written at its offset an instant at the very end may show a year that is outside in that
  // writing, never another.
  fuzz::promise(again.has_value() && again->time_ns == instant->time_ns);
}

void readJson(std::string_view text) {
  const auto value = json::parse(text);
  if (value.ok()) fuzz::promise(json::findInvalidUtf8(text) == std::string_view::npos);
  std::string quoted;
  if (json::findInvalidUtf8(text) != std::string_view::npos) return;
  json::appendQuoted(quoted, text);
  fuzz::promise(json::parse(quoted).value().text == text);
}

// It is read piece by piece, and yet is JSON exactly when it is so as a whole.
void readCatalogText(std::string_view text) {
  const auto tree = json::parse(text);
  const auto catalog = readCheckedCatalog(text);
  if (catalog.ok()) return fuzz::promise(tree.ok() && tree.value().isObject());
  const Error& error = catalog.error();
  fuzz::promise(!error.problems.empty() && json::parse(error.body).ok());
  if (!tree.ok())
    fuzz::promise(error.message == "$ " + tree.error().message && error.problems.size() == 1);
}

void cutWindow(fuzz::Choices choices) {
  static const std::shared_ptr<const Zone> zones[] = {
      nullptr, Zone::find("America/St_Johns"), Zone::find("Pacific/Apia"),
      Zone::find("Australia/Lord_Howe"), Zone::find("Africa/Casablanca")};
  WindowRule rule;
  rule.size = static_cast<WindowSize>(choices.oneOf(10));
  rule.zone = zones[choices.oneOf(5)];
  rule.first_weekday = static_cast<int>(choices.oneOf(7));
  const size_t flags = choices.oneOf(32);
  rule.hours_from_midnight = (flags & 1) != 0;
  rule.minutes_in_utc = (flags & 2) != 0;
  rule.date_labels = (flags & 4) != 0;
  uint64_t bits[2] = {0, 0};
  for (uint64_t& word : bits) {
    for (int i = 0; i < 8; ++i) word = (word << 8) | choices.oneOf(256);
  }
  if ((flags & 8) != 0) {
    rule.anchor =
        MonthAnchor{static_cast<int>(bits[1] % 31) + 1,
                    static_cast<int64_t>(bits[1] / 31 % 86'400'000'000'000), (flags & 16) != 0};
  }
  const auto at = static_cast<int64_t>(bits[0]);
  const Window found = windowAt(rule, at);
  fuzz::promise(found.start_ns <= at && found.start_ns < found.end_ns &&
                (at < found.end_ns || found.end_ns == INT64_MAX));
  fuzz::promise(!found.label().empty());
  if (found.end_ns != INT64_MAX)
    fuzz::promise(windowAt(rule, found.end_ns).start_ns == found.end_ns);
  if (found.start_ns != INT64_MIN)
    fuzz::promise(windowAt(rule, found.start_ns - 1).end_ns == found.start_ns);
}

}  // namespace
}  // namespace tallyfold

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  using namespace tallyfold;
  fuzz::Choices choices(data, size);
  switch (choices.oneOf(5)) {
    case 0:
      readNumber(choices.rest());
      break;
    case 1:
      readTime(choices.rest());
      break;
    case 2:
      readJson(choices.rest());
      break;
    case 3:
      cutWindow(choices);
      break;
    default:
      readCatalogText(choices.rest());
  }
  return 0;
}
