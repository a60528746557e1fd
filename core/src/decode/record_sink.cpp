// SPDX-License-Identifier: Apache-2.0
#include "decode/record_sink.h"

#include "base/cold.h"

namespace tallyfold {

void RecordSink::begin(const Dialect& dialect, uint32_t source, std::optional<int64_t> received_ns,
                       bool by_reference) {
  quick_.begin(by_reference ? nullptr : &dialect, source, received_ns);
  by_reference_ = by_reference;
  dialect_ = &dialect;
  source_ = source;
  received_ns_ = received_ns;
}

void RecordSink::applyConstants(EventDraft& draft) const {
  for (const auto& [role, text] : dialect_->constants) {
    draft.at(role) = {RoleValue::Kind::Text, text};
  }
}

void RecordSink::jsonRecord(std::string_view text, uint64_t line, uint64_t byte_offset) {
  quick_.flush();
  BlockBuilder& builder = dataset_.builder(source_);
  reader_.begin(*dialect_, builder);
  const json::SaxOutcome outcome =
      by_reference_ ? json_.readValid(text, reader_) : json_.read(text, reader_);
  const RecordPlace place{source_, line, byte_offset};
  if (!outcome.ok()) {
    builder.drop();
    if (outcome.stopped)
      return assembler_.refuse(place, Reason::TooLarge, "nests deeper than 128 levels");
    return assembler_.refuse(place, Reason::MalformedLine,
                             "not JSON at byte " + std::to_string(outcome.offset) +
                                 " of the record: " + outcome.message);
  }
  applyConstants(reader_.draft());
  if (assembler_.finish(*dialect_, reader_.draft(), place, received_ns_)) quick_.learn(text);
}

TALLYFOLD_COLD RecordSink::CsvColumn RecordSink::propertyColumn(std::string_view name) {
  return {Role::None, dataset_.wantsProperty(name) ? dataset_.keys.internProperty(name) : kNoField};
}

TALLYFOLD_COLD RecordSink::CsvColumn RecordSink::csvColumn(std::string_view header) {
  uint32_t node = 0;
  std::string_view rest = header;
  // "properties.region" walks the tree; what follows an object of properties is the property's
  // whole name.
  for (;;) {
    const uint32_t exact = dialect_->child(node, rest);
    if (exact != 0) {
      const DialectNode& found = dialect_->nodes[exact];
      if (!found.is_property) return {found.role, kNoField};
      return {found.role, propertyColumn(found.property).property};
    }
    uint32_t next = 0;
    for (const uint32_t child : dialect_->nodes[node].children) {
      const std::string& key = dialect_->nodes[child].key;
      if (rest.size() > key.size() && rest.substr(0, key.size()) == key && rest[key.size()] == '.')
        next = child;
    }
    if (next == 0) break;
    rest.remove_prefix(dialect_->nodes[next].key.size() + 1);
    node = next;
  }
  const bool is_property =
      dialect_->nodes[node].holds_properties || (node == 0 && dialect_->rest_are_properties);
  return is_property ? propertyColumn(rest) : CsvColumn();
}

void RecordSink::csvRecord(const std::vector<CsvColumn>& columns,
                           const std::vector<std::string_view>& cells, uint64_t line,
                           uint64_t byte_offset) {
  BlockBuilder& builder = dataset_.builder(source_);
  reader_.begin(*dialect_, builder);
  reader_.draft().is_object = true;
  for (size_t i = 0; i < columns.size() && i < cells.size(); ++i) {
    if (cells[i].empty()) continue;
    if (columns[i].role != Role::None) reader_.setRole(columns[i].role, cells[i]);
    if (columns[i].property != kNoField) reader_.setProperty(columns[i].property, cells[i]);
  }
  applyConstants(reader_.draft());
  assembler_.finish(*dialect_, reader_.draft(), {source_, line, byte_offset}, received_ns_);
}

}  // namespace tallyfold
