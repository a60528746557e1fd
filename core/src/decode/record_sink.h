// SPDX-License-Identifier: Apache-2.0
// One record's bytes become one event or one ledger entry. The splitters below call it for each
// record they find.
#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "decode/event_assembler.h"
#include "decode/quick_reader.h"
#include "json/sax.h"

namespace tallyfold {

/// A record longer than this is refused without being held.
inline constexpr size_t kMaxRecordBytes = size_t{16} << 20;

class RecordSink {
 public:
  explicit RecordSink(Dataset& dataset)
      : quick_(dataset), reader_(dataset), assembler_(dataset), dataset_(dataset) {}

  /// What holds for the records to come. The dialect must outlive them.
  void begin(const Dialect& dialect, uint32_t source, std::optional<int64_t> received_ns,
             bool by_reference = false);

  /// The events at `at` that are laid out as others before; see QuickReader, whose events are
  /// flushed before anything else is taken.
  [[nodiscard]] QuickReader& quick() { return quick_; }
  [[nodiscard]] uint64_t quickEvents() const { return quick_.events(); }
  /// One JSON value.
  void jsonRecord(std::string_view text, uint64_t line, uint64_t byte_offset);
  /// Where each column of a CSV header goes: computed once per header.
  struct CsvColumn {
    Role role = Role::None;
    FieldKey property = kNoField;
  };
  CsvColumn csvColumn(std::string_view header);
  void csvRecord(const std::vector<CsvColumn>& columns, const std::vector<std::string_view>& cells,
                 uint64_t line, uint64_t byte_offset);
  void refuse(Reason reason, std::string detail, uint64_t line, uint64_t byte_offset) {
    quick_.flush();
    assembler_.refuse({source_, line, byte_offset}, reason, std::move(detail));
  }

 private:
  void applyConstants(EventDraft& draft) const;
  CsvColumn propertyColumn(std::string_view name);

  QuickReader quick_;
  EventReader reader_;
  EventAssembler assembler_;
  Dataset& dataset_;
  json::SaxReader json_;
  const Dialect* dialect_ = nullptr;
  bool by_reference_ = false;
  uint32_t source_ = 0;
  std::optional<int64_t> received_ns_;
};

}  // namespace tallyfold
