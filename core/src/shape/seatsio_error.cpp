// SPDX-License-Identifier: Apache-2.0
#include "shape/seatsio_error.h"

#include "base/siphash.h"
#include "json/writer.h"
#include "shape/refusal.h"

namespace tallyfold {
namespace {

// A UUID of version 8, whose bits are ours to choose. The core has no random numbers; the same
// request has the same id.
std::string requestId(std::string_view seed) {
  static constexpr char kDigits[] = "0123456789abcdef";
  const Hash128 hash = sipHash13({0x72657175657374, 0x73656174732e696f}, seed);
  std::string text;
  for (int digit = 0; digit < 32; ++digit) {
    if (digit == 8 || digit == 12 || digit == 16 || digit == 20) text += '-';
    const uint64_t word = digit < 16 ? hash.high : hash.low;
    uint64_t value = word >> (60 - 4 * (digit % 16)) & 15;
    if (digit == 12) value = 8;
    if (digit == 16) value = 8 | (value & 3);
    text += kDigits[value];
  }
  return text;
}

}  // namespace

std::string SeatsioError::body(std::string_view seed) const {
  if (auto refusal = refusalBody("seatsio", status)) return *std::move(refusal);
  json::Writer out;
  out.object().key("status").integer(status).key("messages").array();
  for (const Problem& problem : problems) out.text(problem.message);
  out.arrayEnd().key("errors").array();
  for (const Problem& problem : problems) {
    out.object().key("code").text(problem.code).key("message").text(problem.message);
    out.key("data").object();
    if (!problem.path.empty()) out.key("path").text(problem.path);
    out.objectEnd().objectEnd();
  }
  out.arrayEnd().key("warnings").array().arrayEnd();
  return out.key("requestId").text(requestId(seed)).objectEnd().take();
}

}  // namespace tallyfold
