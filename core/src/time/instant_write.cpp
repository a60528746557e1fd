// SPDX-License-Identifier: Apache-2.0
#include "time/civil.h"
#include "time/instant.h"

namespace tallyfold {
namespace {

/// Appends the number with leading zeros up to `width` digits.
void appendPadded(std::string& text, int64_t number, size_t width) {
  const size_t end = text.size() + width;
  text.resize(end);
  for (size_t i = 0; i < width; ++i, number /= 10) {
    text[end - 1 - i] = static_cast<char>('0' + number % 10);
  }
}

void appendField(std::string& text, char separator, int64_t number) {
  text += separator;
  appendPadded(text, number, 2);
}

void appendFraction(std::string& text, int64_t fraction_ns) {
  if (fraction_ns == 0) return;
  text += '.';
  appendPadded(text, fraction_ns, 9);
  text.resize(text.find_last_not_of('0') + 1);
}

void appendOffset(std::string& text, int32_t offset_s) {
  if (offset_s == 0) {
    text += 'Z';
    return;
  }
  // Cut to minutes before the sign is looked at: 30 seconds west are labelled +00:00, as in Go.
  const int32_t minutes = offset_s / 60;
  const int32_t distance = minutes < 0 ? -minutes : minutes;
  appendField(text, minutes < 0 ? '-' : '+', distance / 60);
  appendField(text, ':', distance % 60);
}

}  // namespace

std::string writeRfc3339(int64_t time_ns, int32_t offset_s) {
  const int64_t clock_s = floorDiv(time_ns, kNanosecondsPerSecond) + offset_s;
  const CivilDate date = civilFromDays(floorDiv(clock_s, kSecondsPerDay));
  const int64_t second_of_day = floorMod(clock_s, kSecondsPerDay);
  std::string text;
  text.reserve(35);  // the longest form: nine digits of fraction and an offset
  appendPadded(text, date.year, 4);
  appendField(text, '-', date.month);
  appendField(text, '-', date.day);
  appendField(text, 'T', second_of_day / 3600);
  appendField(text, ':', second_of_day / 60 % 60);
  appendField(text, ':', second_of_day % 60);
  appendFraction(text, floorMod(time_ns, kNanosecondsPerSecond));
  appendOffset(text, offset_s);
  return text;
}

}  // namespace tallyfold
