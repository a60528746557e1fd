// SPDX-License-Identifier: Apache-2.0
#include "time/zone_rule.h"

#include <array>
#include <cstddef>

#include "time/civil.h"
#include "time/zone_table.h"

namespace tallyfold::internal {
namespace {

/// The year after the last one an instant can lie in, so that a local time at the end has both
/// sides.
constexpr int32_t kLastYear = 2263;

constexpr int64_t kSecondsPerHour = 3600;

class TableReader {
 public:
  explicit TableReader(const uint8_t* bytes) : next_(bytes) {}

  uint64_t readUnsigned() {
    uint64_t value = 0;
    for (int shift = 0;; shift += 7) {
      const uint8_t byte = *next_++;
      value |= uint64_t{byte & 0x7Fu} << shift;
      if (byte < 0x80) return value;
    }
  }

  int32_t readSigned() {
    const uint64_t value = readUnsigned();
    const auto half = static_cast<int64_t>(value >> 1);
    return static_cast<int32_t>((value & 1) != 0 ? -half - 1 : half);
  }

  size_t readCount() { return static_cast<size_t>(readUnsigned()); }

  uint8_t readSmall() { return static_cast<uint8_t>(readUnsigned()); }

 private:
  const uint8_t* next_;
};

/// Ends the last span where the next begins. The table never repeats an offset.
void addChange(std::vector<Zone::Span>& spans, int64_t time_s, int32_t offset_s) {
  Zone::Span next;
  next.begin_s = time_s;
  next.offset_s = offset_s;
  spans.back().end_s = time_s;
  spans.push_back(next);
}

void unpackChanges(TableReader& reader, std::vector<Zone::Span>& spans) {
  std::vector<int32_t> offsets(reader.readCount());
  for (int32_t& offset_s : offsets) offset_s = reader.readSigned();
  Zone::Span first;
  first.offset_s = offsets[0];
  spans.push_back(first);

  const size_t change_count = reader.readCount();
  int64_t time_s = kZoneTableStart;
  for (size_t i = 0; i < change_count; ++i) {
    const uint64_t step = reader.readUnsigned();
    time_s += static_cast<int64_t>(step >> 2) * ((step & 2) != 0 ? 1 : kSecondsPerHour);
    const bool goes_back = (step & 1) == 0;  // never so at the first change
    addChange(spans, time_s,
              goes_back ? spans[spans.size() - 2].offset_s : offsets[reader.readCount()]);
  }
}

YearlyChange unpackYearlyChange(TableReader& reader) {
  YearlyChange change;
  change.offset_s = reader.readSigned();
  change.month = reader.readSmall();
  change.week = reader.readSmall();
  change.weekday = reader.readSmall();
  change.time_s = reader.readSigned();
  return change;
}

/// The table stores the two changes in the order in which they fall within a year.
void addYearlyChanges(const std::array<YearlyChange, 2>& changes, std::vector<Zone::Span>& spans) {
  const int64_t listed_until_s = spans.back().begin_s;
  const bool all_years = spans.size() == 1;
  const int64_t first_day = floorDiv(all_years ? kZoneTableStart : listed_until_s, kSecondsPerDay);
  for (int32_t year = civilFromDays(first_day).year; year <= kLastYear; ++year) {
    for (const YearlyChange& change : changes) {
      const int64_t time_s = yearlyChangeIn(change, year);
      const bool is_new = time_s > listed_until_s && change.offset_s != spans.back().offset_s;
      if (is_new) addChange(spans, time_s, change.offset_s);
    }
  }
}

}  // namespace

int64_t yearlyChangeIn(const YearlyChange& change, int32_t year) {
  const int64_t first_of_month = daysFromCivil({year, change.month, 1});
  const int64_t to_weekday = floorMod(change.weekday - weekday(first_of_month), 7);
  int64_t day = to_weekday + 7 * (change.week - 1);
  if (day >= daysInMonth(year, change.month)) day -= 7;
  return (first_of_month + day) * kSecondsPerDay + change.time_s;
}

std::vector<Zone::Span> unpackSpans(const uint8_t* bytes) {
  TableReader reader(bytes);
  std::vector<Zone::Span> spans;
  unpackChanges(reader, spans);
  if (reader.readUnsigned() != 0) {
    const YearlyChange first = unpackYearlyChange(reader);
    const YearlyChange second = unpackYearlyChange(reader);
    addYearlyChanges({first, second}, spans);
  }
  return spans;
}

}  // namespace tallyfold::internal
