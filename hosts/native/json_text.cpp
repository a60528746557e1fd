// SPDX-License-Identifier: Apache-2.0
#include "json_text.h"

#include "json/writer.h"

namespace tallyfold::program {
namespace {

void write(json::Writer& out, const json::Value& value) {
  switch (value.kind) {
    case json::Kind::Null:
      out.null();
      break;
    case json::Kind::False:
    case json::Kind::True:
      out.boolean(value.kind == json::Kind::True);
      break;
    case json::Kind::Number:
      out.raw(value.text);
      break;
    case json::Kind::Text:
      out.text(value.text);
      break;
    case json::Kind::Array:
      out.array();
      for (const json::Value& item : value.items) write(out, item);
      out.arrayEnd();
      break;
    case json::Kind::Object:
      out.object();
      for (const auto& [key, member] : value.members) write(out.key(key), member);
      out.objectEnd();
      break;
  }
}

}  // namespace

std::string jsonText(const json::Value& value) {
  json::Writer out;
  write(out, value);
  return out.take();
}

}  // namespace tallyfold::program
