// SPDX-License-Identifier: Apache-2.0
#include "time/duration.h"

#include <array>
#include <limits>

#include "time/civil.h"
#include "time/instant.h"

namespace tallyfold {
namespace {

constexpr int64_t kNanosecond = 1;
constexpr int64_t kSecond = 1'000'000'000 * kNanosecond;

/// One kind of part: its letter, the sum it adds to, and how much of that one unit is.
struct Part {
  char letter;
  int64_t Duration::*sum;
  int64_t factor;
};

constexpr std::array<Part, 4> kDateParts = {{{'Y', &Duration::months, 12},
                                             {'M', &Duration::months, 1},
                                             {'W', &Duration::days, 7},
                                             {'D', &Duration::days, 1}}};
constexpr std::array<Part, 3> kTimeParts = {{{'H', &Duration::nanoseconds, 3600 * kSecond},
                                             {'M', &Duration::nanoseconds, 60 * kSecond},
                                             {'S', &Duration::nanoseconds, kSecond}}};

bool isDigit(char c) { return c >= '0' && c <= '9'; }

bool startsWithDigit(std::string_view text) { return !text.empty() && isDigit(text.front()); }

/// Adds value * factor to a sum; false where that does not fit.
bool addTo(int64_t& sum, int64_t value, int64_t factor) {
  const int64_t room = std::numeric_limits<int64_t>::max() - sum;
  if (value > room / factor) return false;
  sum += value * factor;
  return true;
}

std::optional<int64_t> takeNumber(std::string_view& text) {
  if (!startsWithDigit(text)) return std::nullopt;
  int64_t number = 0;
  for (; startsWithDigit(text); text.remove_prefix(1)) {
    const int64_t digit = text.front() - '0';
    if (number > (std::numeric_limits<int64_t>::max() - digit) / 10) return std::nullopt;
    number = number * 10 + digit;
  }
  return number;
}

/// The fraction of a second that follows, in nanoseconds: 0 without one, absent when it has no
/// digits.
std::optional<int64_t> takeFraction(std::string_view& text) {
  if (text.empty() || (text.front() != '.' && text.front() != ',')) return 0;
  text.remove_prefix(1);
  if (!startsWithDigit(text)) return std::nullopt;
  int64_t fraction_ns = 0;
  for (int64_t place = kSecond / 10; startsWithDigit(text); place /= 10) {
    fraction_ns += (text.front() - '0') * place;
    text.remove_prefix(1);
  }
  return fraction_ns;
}

/// Takes the parts in the given order up to a 'T' or the end; at least one.
bool takeParts(std::string_view& text, const Part* part, const Part* parts_end, Duration& sum) {
  bool took_any = false;
  while (startsWithDigit(text)) {
    const std::optional<int64_t> number = takeNumber(text);
    const bool has_fraction = !text.empty() && (text.front() == '.' || text.front() == ',');
    const std::optional<int64_t> fraction_ns = takeFraction(text);
    if (!number || !fraction_ns || text.empty()) return false;
    while (part != parts_end && part->letter != text.front()) ++part;
    if (part == parts_end) return false;
    if (has_fraction && part->letter != 'S') return false;
    if (!addTo(sum.*part->sum, *number, part->factor)) return false;
    if (!addTo(sum.nanoseconds, *fraction_ns, kNanosecond)) return false;
    text.remove_prefix(1);
    ++part;
    took_any = true;
  }
  return took_any;
}

}  // namespace

std::optional<Duration> readDuration(std::string_view text) {
  if (text.size() < 3 || text.front() != 'P') return std::nullopt;
  text.remove_prefix(1);
  Duration sum;
  if (text.front() != 'T') {
    const Part* parts = kDateParts.data();
    if (!takeParts(text, parts, parts + kDateParts.size(), sum)) return std::nullopt;
  }
  if (!text.empty() && text.front() == 'T') {
    text.remove_prefix(1);
    const Part* parts = kTimeParts.data();
    if (!takeParts(text, parts, parts + kTimeParts.size(), sum)) return std::nullopt;
  }
  if (!text.empty()) return std::nullopt;
  return sum;
}

std::optional<int64_t> readFixedDuration(std::string_view text) {
  constexpr int64_t kMostDays = 36500;
  constexpr int64_t kDay_ns = kSecondsPerDay * kNanosecondsPerSecond;
  const auto duration = readDuration(text);
  if (!duration || duration->months != 0 || duration->days >= kMostDays) return std::nullopt;
  if (duration->nanoseconds >= kMostDays * kDay_ns / 2) return std::nullopt;
  return duration->days * kDay_ns + duration->nanoseconds;
}

}  // namespace tallyfold
