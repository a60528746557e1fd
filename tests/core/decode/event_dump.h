// SPDX-License-Identifier: Apache-2.0
// Everything that a decoder made of an input, as text: two readers that should agree are compared
// by it.
#pragma once

#include <string>
#include <string_view>

#include "decode/decoder.h"
#include "events/dataset.h"

namespace tallyfold::support {

inline std::string cellDump(const Dataset& dataset, const Block& block, FieldKey key, Cell cell) {
  std::string text = std::to_string(cell.tag) + ":";
  if (isFastNumber(cell.tag)) return text + std::to_string(cell.payload);
  if (kindOf(cell.tag) == CellKind::PlainText) return text.append(block.plainText(cell.payload));
  if (!isDictionaryCoded(cell.tag)) return text;
  return text.append(dataset.values(key).text(static_cast<uint32_t>(cell.payload)));
}

inline std::string rowDump(const Dataset& dataset, const Block& block, size_t row) {
  std::string text = std::to_string(block.times.at(row)) + " at " +
                     std::to_string(block.offsets.at(row)) + " line " +
                     std::to_string(block.lines.at(row));
  if (block.has_received) text += " received " + std::to_string(block.received.at(row));
  if (block.hasHugeInteger(row)) text += " huge";
  if (!block.id_hashes.empty())
    text += " id " + std::to_string(block.id_hashes[row].low ^ block.id_hashes[row].high);
  for (FieldKey key = 0; key < dataset.keys.count(); ++key) {
    const Cell cell = block.cellAt(key, row);
    if (kindOf(cell.tag) == CellKind::Missing) continue;
    text += key < kFirstProperty ? " #" + std::to_string(key)
                                 : " " + std::string(dataset.keys.propertyName(key));
    text += "=" + cellDump(dataset, block, key, cell);
  }
  return text + "\n";
}

/// Every event with its fields, which of them share an id, and the ledger.
inline std::string dump(Dataset& dataset) {
  std::string text;
  for (const Block* block : dataset.blocks()) {
    for (const Run& run : block->runs) {
      text.append(dataset.names.text(run.name_code)).append(":\n");
      for (uint32_t row = run.begin; row < run.end; ++row) text += rowDump(dataset, *block, row);
    }
  }
  for (const IdIndex::Repeat& repeat : dataset.repeats())
    text += std::to_string(repeat.ordinal) + " repeats " + std::to_string(repeat.group) + "\n";
  return text + std::to_string(dataset.accepted()) + " " + dataset.intake().toJson();
}

/// The dump of `input`, appended in pieces of `step` bytes, each at its own place in memory, so
/// that a sanitizer sees what is read behind one.
inline std::string dumpOf(std::string_view input, AppendOptions append, size_t step,
                          const DatasetOptions& options = {}, size_t* quick = nullptr) {
  MemoryAccount account;
  Dataset dataset(account, options);
  Decoder decoder(dataset);
  do {
    const std::string piece(input.substr(0, step));
    input.remove_prefix(piece.size());
    append.more = !input.empty();
    const std::unique_ptr<char[]> alone(new char[piece.size()]);
    piece.copy(alone.get(), piece.size());
    const auto taken = decoder.append({alone.get(), piece.size()}, append);
    if (!taken) return "refused: " + taken.error().message;
  } while (!input.empty());
  if (quick != nullptr) *quick = decoder.quickEvents();
  return dump(dataset);
}

}  // namespace tallyfold::support
