// SPDX-License-Identifier: Apache-2.0
// Logs of a report in Lago's words, written and read.
#include "query/lago_log.h"

namespace tallyfold {
namespace {

void writeEntry(ByteWriter& out, const LagoEntry& entry) {
  out.i64(entry.time_ns);
  out.i64(entry.offset);
  out.i64(entry.mantissa);
  for (const uint32_t word : {entry.source, entry.line, entry.text, entry.amount, entry.events})
    out.u32(word);
  out.u8(entry.form);
  out.u8(entry.removes);
}

LagoEntry readEntry(ByteReader& in) {
  LagoEntry entry;
  entry.time_ns = in.i64();
  entry.offset = in.i64();
  entry.mantissa = in.i64();
  for (uint32_t* word : {&entry.source, &entry.line, &entry.text, &entry.amount, &entry.events})
    *word = in.u32();
  entry.form = in.u8();
  entry.removes = in.u8() != 0;
  return entry;
}

}  // namespace

void LagoLog::write(ByteWriter& out) const {
  out.u64(texts.size());
  for (uint32_t code = 0; code < texts.size(); ++code) out.text(texts.text(code));
  out.u64(accounts_.size());
  for (const Account& account : accounts_) {
    out.u32(account.subscription);
    out.u32(account.metric);
  }
  out.u64(shapes_.size());
  for (const std::vector<uint32_t>& shape : shapes_) {
    out.u64(shape.size());
    for (const uint32_t text : shape) out.u32(text);
  }
  out.u64(lines_.size());
  for (const Line& line : lines_) {
    out.u32(line.account);
    out.u32(line.shape);
  }
  out.u64(exact_.size());
  for (const Decimal& value : exact_) out.text(value.toText());
  out.u64(entries_.size());
  for (const LagoEntry& entry : entries_) writeEntry(out, entry);
  out.u64(sums_.size());
  for (const Sum& sum : sums_) {
    writeEntry(out, sum.entry);
    out.u32(sum.slot);
  }
  out.u64(copies_.size());
  for (const LagoCopy& copy : copies_) {
    out.u64(copy.id.low);
    out.u64(copy.id.high);
    out.i64(copy.time_ns);
    out.i64(copy.offset);
    out.u64(copy.line);
    for (const uint32_t word : {copy.source, copy.code, copy.id_text}) out.u32(word);
  }
  for (const Ledger* ledger : {&rejected, &coerced}) ledger->write(out);
  out.u32(rules.bits());
  for (const uint64_t number : {seen, counted, not_asked}) out.u64(number);
}

// Whether an entry speaks of what the log has.
bool LagoLog::isKnown(const LagoEntry& entry) const {
  const bool has_text = entry.text == kAbsentText || entry.text < texts.size();
  const bool is_exact = entry.form == formOf(NumberForm::Exact);
  const bool has_value =
      is_exact ? entry.mantissa >= 0 && static_cast<uint64_t>(entry.mantissa) < exact_.size()
               : isScaledForm(entry.form);
  return has_text && has_value && entry.line < lines_.size() && entry.amount <= exact_.size() &&
         entry.events > 0;
}

void LagoLog::readTables(ByteReader& in) {
  const uint64_t text_count = in.count(8);
  for (uint64_t code = 0; code < text_count; ++code) {
    if (texts.intern(in.text()) != code) return in.fail();
  }
  const size_t metric_count = query_.catalog->lago.metrics.size();
  for (uint64_t left = in.count(8); left > 0 && in.ok(); --left) {
    const uint32_t subscription = in.u32();
    const uint32_t metric = in.u32();
    const size_t known = accounts_.size();
    if (subscription >= texts.size() || metric >= metric_count) return in.fail();
    if (accountOf(subscription, metric) != known) return in.fail();
  }
  for (uint64_t left = in.count(8); left > 0 && in.ok(); --left) {
    std::vector<uint32_t> shape;
    for (uint64_t texts_left = in.count(4); texts_left > 0; --texts_left) {
      shape.push_back(in.u32());
      if (shape.back() != kAbsentText && shape.back() >= texts.size()) return in.fail();
    }
    const size_t known = shapes_.size();
    if (shapeOf(shape) != known) return in.fail();
  }
  for (uint64_t left = in.count(8); left > 0 && in.ok(); --left) {
    Line line{};
    line.account = in.u32();
    line.shape = in.u32();
    const size_t known = lines_.size();
    if (line.account >= accounts_.size() || line.shape >= shapes_.size()) return in.fail();
    if (lineOf(line) != known) return in.fail();
  }
  for (uint64_t left = in.count(8); left > 0 && in.ok(); --left) {
    const auto value = Decimal::deserialize(in.text());
    if (!value) return in.fail();
    exact_.push_back(*value);
  }
}

void LagoLog::read(ByteReader& in) {
  readTables(in);
  for (uint64_t left = in.count(46); left > 0 && in.ok(); --left) {
    entries_.push_back(readEntry(in));
    if (!isKnown(entries_.back())) return in.fail();
  }
  for (uint64_t left = in.count(50); left > 0 && in.ok(); --left) {
    const LagoEntry entry = readEntry(in);
    const uint32_t slot = in.u32();
    if (!isKnown(entry)) return in.fail();
    if (sumOf(slot, entry) != sums_.size()) return in.fail();
    sums_.push_back({entry, slot});
  }
  for (uint64_t left = in.count(52); left > 0 && in.ok(); --left) {
    LagoCopy copy;
    copy.id.low = in.u64();
    copy.id.high = in.u64();
    copy.time_ns = in.i64();
    copy.offset = in.i64();
    copy.line = in.u64();
    for (uint32_t* word : {&copy.source, &copy.code, &copy.id_text}) *word = in.u32();
    copy.line = in.lineOfInput(copy.source, static_cast<uint64_t>(copy.offset), copy.line);
    if (copy.code >= texts.size() || copy.id_text >= texts.size()) return in.fail();
    copies_.push_back(copy);
  }
  rejected.read(in);
  coerced.read(in);
  rules = LagoRules::ofBits(in.u32());
  for (uint64_t* number : {&seen, &counted, &not_asked}) *number = in.u64();
}

}  // namespace tallyfold
