// SPDX-License-Identifier: Apache-2.0
#include "shape/tallyfold_columns.h"

#include <cstring>

#include "base/apart.h"
#include "events/dictionary.h"
#include "numeric/double_text.h"
#include "numeric/plain_numbers.h"
#include "shape/tallyfold_change.h"
#include "shape/text_column.h"
#include "time/instant.h"

namespace tallyfold {
namespace {

constexpr std::uint64_t kNotANumberBits = 0x7FF8000000000000;

double nearestDouble(const NativeValue& value) {
  const std::uint64_t bits = value ? nearestDoubleBits(*value) : kNotANumberBits;
  double number;
  std::memcpy(&number, &bits, sizeof(number));
  return number;
}

// Times are whole seconds, so that a division loses nothing that a window has.
double millisecondsOf(int64_t time_ns) { return static_cast<double>(floorDiv(time_ns, 1'000'000)); }

class ColumnsMaker {
 public:
  ColumnsMaker(const TallyfoldRequest& request, const NativeReport& report, bool texts)
      : request_(request), report_(report), texts_(texts) {}

  QueryColumns run() {
    columns_.rows = report_.rows.size();
    if (request_.query.window) addWindows();
    for (size_t d = 0; d < request_.group_names.size(); ++d) addGroup(d);
    if (report_.has_others) {
      for (const NativeRow& row : report_.rows) columns_.others.push_back(report_.isOthers(row));
    }
    columns_.values = report_.isPlain() ? plainValues() : values();
    if (request_.query.previous_start_ns) addComparison();
    return std::move(columns_);
  }

 private:
  const NativeValue& valueAt(const NativeValues& values, size_t row, size_t m) const {
    return values[report_.rows[row].values + m];
  }

  TALLYFOLD_APART void addWindows() {
    columns_.has_windows = true;
    for (const NativeRow& row : report_.rows) {
      const Window& window = report_.windows[row.window];
      columns_.window_starts_ms.push_back(millisecondsOf(window.start_ns));
      columns_.window_ends_ms.push_back(millisecondsOf(window.end_ns));
    }
  }

  // Of one dimension each group has a text of its own; of several, groups share theirs.
  TALLYFOLD_APART void addGroup(size_t d) {
    GroupColumn column;
    column.name = request_.group_names[d];
    MemoryAccount account;
    Dictionary known(account);
    std::vector<uint32_t> code_of(report_.groups.count, GroupColumn::kNone);
    TextAppender texts(column.texts, report_.groups.count);
    for (uint32_t group = 0; group < report_.groups.count; ++group) {
      const GroupText text = report_.groups.text(group, d);
      if (!text) continue;
      const bool one_dimension = request_.group_names.size() == 1;
      const uint32_t code =
          one_dimension ? static_cast<uint32_t>(column.texts.ends.size()) : known.intern(*text);
      if (code == column.texts.ends.size()) texts.add(*text);
      code_of[group] = code;
    }
    texts.finish();
    column.codes.reserve(report_.rows.size());
    for (const NativeRow& row : report_.rows) column.codes.push_back(code_of[row.group]);
    columns_.groups.push_back(std::move(column));
  }

  void addTotal(ValueColumn& column, const NativeValue& value) const {
    column.total = nearestDouble(value);
    if (texts_ && value) column.total_text = value->toText();
  }

  TALLYFOLD_APART void readPlain(size_t m, Scaled* numbers) const {
    for (const NativeRow& row : report_.rows) *numbers++ = report_.plainAt(row, m);
  }

  TALLYFOLD_APART std::vector<ValueColumn> plainValues() {
    std::vector<ValueColumn> all(request_.query.measures.size());
    std::vector<Scaled> numbers(report_.rows.size());
    for (size_t m = 0; m < all.size(); ++m) {
      ValueColumn& column = all[m];
      column.name = request_.query.measures[m].name;
      readPlain(m, numbers.data());
      column.numbers.resize(numbers.size());
      nearestDoubles(numbers.data(), numbers.size(), column.numbers.data());
      if (texts_) addPlainTexts(column.texts, numbers);
      addTotal(column, report_.totals[m]);
    }
    return all;
  }

  TALLYFOLD_APART std::vector<ValueColumn> values() {
    return valuesBy(
        [&](size_t row, size_t m) -> const NativeValue& { return valueAt(report_.values, row, m); },
        [&](size_t m) -> const NativeValue& { return report_.totals[m]; });
  }

  template <typename At, typename Total>
  std::vector<ValueColumn> valuesBy(At at, Total total) {
    std::vector<ValueColumn> all(request_.query.measures.size());
    for (size_t m = 0; m < all.size(); ++m) {
      ValueColumn& column = all[m];
      column.name = request_.query.measures[m].name;
      column.numbers.reserve(report_.rows.size());
      TextAppender texts(column.texts, texts_ ? report_.rows.size() : 0);
      for (size_t row = 0; row < report_.rows.size(); ++row) {
        const NativeValue& value = at(row, m);
        column.numbers.push_back(nearestDouble(value));
        if (texts_) texts.add(value ? value->toText() : std::string());
      }
      texts.finish();
      addTotal(column, total(m));
    }
    return all;
  }

  TALLYFOLD_APART void addComparison() {
    const auto now = [&](size_t row, size_t m) -> const NativeValue& {
      return valueAt(report_.values, row, m);
    };
    const auto then = [&](size_t row, size_t m) -> const NativeValue& {
      return valueAt(report_.previous, row, m);
    };
    columns_.previous = valuesBy(then, [&](size_t m) { return report_.previous_totals[m]; });
    columns_.change = valuesBy(
        [&](size_t row, size_t m) { return changeOf(now(row, m), then(row, m)).absolute; },
        [&](size_t m) { return changeOf(report_.totals[m], report_.previous_totals[m]).absolute; });
    columns_.change_percent = valuesBy(
        [&](size_t row, size_t m) { return changeOf(now(row, m), then(row, m)).percent; },
        [&](size_t m) { return changeOf(report_.totals[m], report_.previous_totals[m]).percent; });
  }

  const TallyfoldRequest& request_;
  const NativeReport& report_;
  bool texts_;
  QueryColumns columns_;
};

}  // namespace

QueryColumns tallyfoldColumns(const TallyfoldRequest& request, const NativeReport& report,
                              bool texts) {
  return ColumnsMaker(request, report, texts).run();
}

}  // namespace tallyfold
