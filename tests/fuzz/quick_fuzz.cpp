// SPDX-License-Identifier: Apache-2.0
// The quick reader and RapidJSON read any bytes as the same events, with the same ledger, places
// and repeated ids, however the input is cut.
//
// The first bytes choose dialect, format, what is kept and where to cut. The rest is read twice
// over, so that what is learned of it the first time is used the second.
#include <memory>

#include "../core/decode/event_dump.h"
#include "support.h"

namespace tallyfold {
namespace {

constexpr const char* kDialects[] = {
    "flexprice",
    "lago",
    "cloudevents",
    R"({"name":{"const":"e"},"time":"/t","timeUnit":"ms","id":"/i","properties":"*"})",
    R"({"name":"/a/b","customer":"c","time":"/t","properties":["/v","/p/q"]})",
    "seatsio"};

// What stands behind the last record, so that it is not too close to the end to be read quickly.
std::string twice(std::string_view rest, Format format) {
  std::string text(rest);
  if (format == Format::Json) return "[" + text + "," + text + "]" + std::string(160, ' ');
  return text + "\n" + text + std::string(160, '\n');
}

}  // namespace
}  // namespace tallyfold

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  using namespace tallyfold;
  fuzz::Choices choices(data, size);
  AppendOptions append;
  append.dialect = kDialects[choices.oneOf(std::size(kDialects))];
  append.format = choices.oneOf(4) == 3 ? Format::Json : Format::Ndjson;
  DatasetOptions options;
  const size_t kept = choices.oneOf(3);
  options.keep_identity = kept != 0;
  options.keep_id_texts = kept == 2;
  if (choices.oneOf(2) == 1) append.received_ns = 1709632800123456789;
  const size_t cut = choices.oneOf(64);
  const size_t step = cut < 48 ? SIZE_MAX : (cut - 47) * 29;
  const std::string input = twice(choices.rest(), append.format);
  const std::string seen = support::dumpOf(input, append, step, options);
  append.by_reference = true;
  fuzz::promise(seen == support::dumpOf(input, append, SIZE_MAX, options));
  return 0;
}
