// SPDX-License-Identifier: Apache-2.0
#include "shape/tallyfold_answer.h"

#include "json/writer.h"
#include "numeric/plain_numbers.h"
#include "shape/tallyfold_change.h"
#include "time/instant.h"

namespace tallyfold {
namespace {

class AnswerWriter {
 public:
  explicit AnswerWriter(const TallyfoldRequest& request) : request_(request) {}

  std::string run(const NativeReport& report) {
    out_.reserve(report.rows.size() * usualRowBytes());
    out_.object().key("rows").array();
    for (const NativeRow& row : report.rows) writeRow(report, row);
    out_.arrayEnd().key("totals").object();
    writeValues(report.totals.data(), report.previous_totals.data());
    return out_.objectEnd().objectEnd().take();
  }

 private:
  [[nodiscard]] size_t usualRowBytes() const {
    constexpr size_t kWindowBytes = 80;
    constexpr size_t kNamedValueBytes = 40;
    const size_t named = request_.group_names.size() + request_.query.measures.size();
    return (request_.query.window ? kWindowBytes : 0) + (named + 1) * kNamedValueBytes;
  }

  void writeRow(const NativeReport& report, const NativeRow& row) {
    out_.object();
    if (const auto& window = request_.query.window) {
      writeTime("window_start", report.windows[row.window].start_ns, *window);
      writeTime("window_end", report.windows[row.window].end_ns, *window);
    }
    if (report.isOthers(row)) {
      out_.key("others").boolean(true);
    } else if (report.groups.width != 0) {
      writeGroup(report.groups, row.group);
    }
    if (report.isPlain()) {
      writePlainValues(report, row);
    } else {
      writeValues(report.values.data() + row.values,
                  report.previous.empty() ? nullptr : report.previous.data() + row.values);
    }
    out_.objectEnd();
  }

  void writeTime(const char* key, int64_t time_ns, const IntervalRule& window) {
    out_.key(key).text(writeRfc3339(time_ns, window.offsetAt(time_ns)));
  }

  void writeGroup(const NativeGroups& groups, uint32_t group) {
    out_.key("group").object();
    for (size_t i = 0; i < request_.group_names.size(); ++i) {
      out_.key(request_.group_names[i]);
      if (const GroupText text = groups.text(group, i)) {
        out_.text(*text);
      } else {
        out_.null();
      }
    }
    out_.objectEnd();
  }

  // A plain report has no period before.
  void writePlainValues(const NativeReport& report, const NativeRow& row) {
    out_.key("values").object();
    for (size_t m = 0; m < request_.query.measures.size(); ++m) {
      char text[32];
      const size_t length = writePlain(report.plainAt(row, m), text);
      out_.key(request_.query.measures[m].name).text({text, length});
    }
    out_.objectEnd();
  }

  void writeValue(const NativeValue& value) {
    if (value) {
      out_.text(value->toText());
    } else {
      out_.null();
    }
  }

  void writeNamed(const char* key, const NativeValue* values) {
    out_.key(key).object();
    for (size_t m = 0; m < request_.query.measures.size(); ++m) {
      out_.key(request_.query.measures[m].name);
      writeValue(values[m]);
    }
    out_.objectEnd();
  }

  // `previous` is read only when the period before was asked for.
  void writeValues(const NativeValue* values, const NativeValue* previous) {
    writeNamed("values", values);
    if (!request_.query.previous_start_ns) return;
    writeNamed("previous", previous);
    out_.key("change").object();
    for (size_t m = 0; m < request_.query.measures.size(); ++m) {
      out_.key(request_.query.measures[m].name);
      writeChange(values[m], previous[m]);
    }
    out_.objectEnd();
  }

  void writeChange(const NativeValue& now, const NativeValue& then) {
    const Change change = changeOf(now, then);
    out_.object().key("absolute");
    writeValue(change.absolute);
    out_.key("percent");
    writeValue(change.percent);
    out_.objectEnd();
  }

  const TallyfoldRequest& request_;
  json::Writer out_;
};

}  // namespace

std::string tallyfoldAnswer(const TallyfoldRequest& request, const NativeReport& report) {
  return AnswerWriter(request).run(report);
}

}  // namespace tallyfold
