// SPDX-License-Identifier: Apache-2.0
#include "columns_table.h"

namespace tallyfold::wasm {

void ColumnsTable::write(const QueryColumns& columns, bool texts, json::Writer& facts) {
  texts_ = texts;
  facts.key("rows").integer(columns.rows);
  facts.key("windows").boolean(columns.has_windows);
  if (columns.has_windows) {
    place(columns.window_starts_ms);
    place(columns.window_ends_ms);
  }
  facts.key("groups").array();
  for (const GroupColumn& group : columns.groups) {
    facts.text(group.name);
    place(group.codes);
    place(group.texts.bytes);
    place(group.texts.ends);
  }
  facts.arrayEnd().key("others").boolean(!columns.others.empty());
  if (!columns.others.empty()) place(columns.others);
  writeValues("values", columns.values, facts);
  writeValues("previous", columns.previous, facts);
  writeValues("change", columns.change, facts);
  writeValues("changePercent", columns.change_percent, facts);
}

void ColumnsTable::writeValues(const char* key, const std::vector<ValueColumn>& values,
                               json::Writer& facts) {
  facts.key(key).array();
  for (const ValueColumn& value : values) {
    facts.object().key("name").text(value.name).key("totalText").text(value.total_text).objectEnd();
    place(value.numbers);
    places_.push_back(static_cast<uint32_t>(reinterpret_cast<uintptr_t>(&value.total)));
    places_.push_back(sizeof(value.total));
    if (!texts_) continue;
    place(value.texts.bytes);
    place(value.texts.ends);
  }
  facts.arrayEnd();
}

std::string ColumnsTable::places() const {
  return {reinterpret_cast<const char*>(places_.data()), places_.size() * sizeof(uint32_t)};
}

}  // namespace tallyfold::wasm
