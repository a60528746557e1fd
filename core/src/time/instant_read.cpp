// SPDX-License-Identifier: Apache-2.0
#include <bit>
#include <cstring>
#include <iterator>
#include <limits>

#include "time/civil.h"
#include "time/instant.h"

namespace tallyfold {
namespace {

constexpr size_t kShortest = 20;  // YYYY-MM-DDThh:mm:ssZ

/// Eight characters as a number whose lowest byte is the first character.
uint64_t loadEight(const char* text) {
  uint64_t bytes = 0;
  std::memcpy(&bytes, text, sizeof bytes);
  if constexpr (std::endian::native == std::endian::big) bytes = __builtin_bswap64(bytes);
  return bytes;
}

constexpr uint64_t packEight(const char (&text)[9]) {
  uint64_t bytes = 0;
  for (int i = 7; i >= 0; --i) bytes = bytes << 8 | static_cast<uint8_t>(text[i]);
  return bytes;
}

/// For a pattern of '0' and separators: what to add to each byte's difference from the pattern so
/// that its high bit shows a misfit, a difference above 9 for a digit and above 0 for a separator.
constexpr uint64_t misfitLimits(uint64_t pattern) {
  uint64_t limits = 0;
  for (int shift = 56; shift >= 0; shift -= 8) {
    const bool is_digit = (pattern >> shift & 0xFF) == '0';
    limits = limits << 8 | (is_digit ? 0x7F - 9 : 0x7F);
  }
  return limits;
}

constexpr uint64_t kHighBits = 0x8080808080808080;
constexpr uint64_t kDatePattern = packEight("0000-00-");
constexpr uint64_t kTimePattern = packEight("00T00:00");
constexpr uint64_t kTimeCaseBit = uint64_t{'t' ^ 'T'} << 16;

/// Turns the characters into digit values; false where they do not fit the pattern.
template <uint64_t kPattern>
bool matchDigits(uint64_t text, uint64_t& digits) {
  constexpr uint64_t limits = misfitLimits(kPattern);
  digits = text ^ kPattern;
  return (((digits + limits) | digits) & kHighBits) == 0;
}

/// The two digits at every byte and its neighbour as one number, in the byte of the first.
uint64_t joinPairs(uint64_t digits) { return digits * 10 + (digits >> 8); }

int pairAt(uint64_t pairs, int byte) { return static_cast<int>(pairs >> (8 * byte) & 0xFF); }

bool isDigit(char c) { return static_cast<unsigned char>(c - '0') <= 9; }

/// The number that two characters write, or -1.
int readPair(const char* text) {
  if (!isDigit(text[0]) || !isDigit(text[1])) return -1;
  return (text[0] - '0') * 10 + (text[1] - '0');
}

/// `YYYY-MM-DDThh:mm:ss` as seconds since 1970 on its own clock.
bool readClock(const char* text, int64_t& clock_s) {
  uint64_t date = 0;
  uint64_t time = 0;
  if (!matchDigits<kDatePattern>(loadEight(text), date)) return false;
  if (!matchDigits<kTimePattern>(loadEight(text + 8) & ~kTimeCaseBit, time)) return false;
  date = joinPairs(date);
  time = joinPairs(time);
  const int year = pairAt(date, 0) * 100 + pairAt(date, 2);
  const int month = pairAt(date, 5);
  const int day = pairAt(time, 0);
  const int hour = pairAt(time, 3);
  const int minute = pairAt(time, 6);
  const int second = text[16] == ':' ? readPair(text + 17) : -1;
  if (month < 1 || month > 12 || day < 1 || day > daysInMonth(year, month)) return false;
  if (hour > 23 || minute > 59 || second < 0 || second > 59) return false;
  const CivilDate civil = {year, static_cast<uint8_t>(month), static_cast<uint8_t>(day)};
  clock_s = daysFromCivil(civil) * kSecondsPerDay + hour * 3600 + minute * 60 + second;
  return true;
}

/// Moves past `.digits` when it stands there; false for a dot without digits.
bool readFraction(const char*& next, const char* end, int64_t& fraction_ns) {
  if (next == end || *next != '.') return true;
  const char* const first = ++next;
  // Not divided by ten each time, which WebAssembly does slowly.
  static constexpr int32_t kPlaces[] = {100'000'000, 10'000'000, 1'000'000, 100'000, 10'000,
                                        1'000,       100,        10,        1};
  for (; next != end && isDigit(*next); ++next) {
    const auto place = static_cast<size_t>(next - first);
    if (place < std::size(kPlaces)) fraction_ns += (*next - '0') * kPlaces[place];
  }
  return next != first;
}

/// `Z` or `+hh:mm` and nothing after it.
bool readOffset(const char* next, const char* end, int32_t& offset_s) {
  if (end - next == 1) return *next == 'Z' || *next == 'z';
  if (end - next != 6 || (*next != '+' && *next != '-') || next[3] != ':') return false;
  const int hour = readPair(next + 1);
  const int minute = readPair(next + 4);
  if (hour < 0 || hour > 23 || minute < 0 || minute > 59) return false;
  const int32_t distance_s = hour * 3600 + minute * 60;
  offset_s = *next == '-' ? -distance_s : distance_s;
  return true;
}

void setTime(int64_t unix_s, int64_t fraction_ns, ReadInstant& read) {
  using Limits = std::numeric_limits<int64_t>;
  // The whole second before the first instant is left out of the product, which would overflow
  // although the sum does not.
  constexpr int64_t first_s = Limits::min() / kNanosecondsPerSecond - 1;
  constexpr int64_t last_s = Limits::max() / kNanosecondsPerSecond;
  if (unix_s > first_s && unix_s < last_s) {
    read.time_ns = unix_s * kNanosecondsPerSecond + fraction_ns;
    return;
  }
  if (unix_s == first_s) {
    constexpr int64_t first_fraction_ns =
        kNanosecondsPerSecond + Limits::min() % kNanosecondsPerSecond;
    read.saturated = fraction_ns < first_fraction_ns;
    read.time_ns = Limits::min() + (read.saturated ? 0 : fraction_ns - first_fraction_ns);
  } else if (unix_s == last_s) {
    constexpr int64_t last_fraction_ns = Limits::max() % kNanosecondsPerSecond;
    read.saturated = fraction_ns > last_fraction_ns;
    read.time_ns = Limits::max() - (read.saturated ? 0 : last_fraction_ns - fraction_ns);
  } else {
    read.saturated = true;
    read.time_ns = unix_s < 0 ? Limits::min() : Limits::max();
  }
}

}  // namespace

std::optional<ReadInstant> readRfc3339(std::string_view text) {
  if (text.size() < kShortest) return std::nullopt;
  const char* next = text.data() + 19;
  const char* const end = text.data() + text.size();
  ReadInstant read;
  int64_t clock_s = 0;
  int64_t fraction_ns = 0;
  if (!readClock(text.data(), clock_s)) return std::nullopt;
  if (!readFraction(next, end, fraction_ns)) return std::nullopt;
  if (!readOffset(next, end, read.offset_s)) return std::nullopt;
  setTime(clock_s - read.offset_s, fraction_ns, read);
  return read;
}

}  // namespace tallyfold
