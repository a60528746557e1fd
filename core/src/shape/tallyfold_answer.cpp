// SPDX-License-Identifier: Apache-2.0
#include "shape/tallyfold_answer.h"

#include "json/writer.h"
#include "shape/tallyfold_change.h"
#include "time/instant.h"

namespace tallyfold {
namespace {

class AnswerWriter {
 public:
  explicit AnswerWriter(const TallyfoldRequest& request) : request_(request) {}

  std::string run(const NativeReport& report) {
    out_.object().key("rows").array();
    for (const NativeRow& row : report.rows) writeRow(report, row);
    out_.arrayEnd().key("totals").object();
    writeValues(report.totals.data(), report.previous_totals.data());
    return out_.objectEnd().objectEnd().take();
  }

 private:
  void writeRow(const NativeReport& report, const NativeRow& row) {
    out_.object();
    if (const auto& window = request_.query.window) {
      writeTime("window_start", report.windows[row.window].start_ns, *window);
      writeTime("window_end", report.windows[row.window].end_ns, *window);
    }
    if (report.isOthers(row)) {
      out_.key("others").boolean(true);
    } else if (report.groups.width != 0) {
      writeGroup(report.groups.of(row.group));
    }
    writeValues(report.values.data() + row.values,
                report.previous.empty() ? nullptr : report.previous.data() + row.values);
    out_.objectEnd();
  }

  void writeTime(const char* key, int64_t time_ns, const IntervalRule& window) {
    out_.key(key).text(writeRfc3339(time_ns, window.offsetAt(time_ns)));
  }

  void writeGroup(const GroupText* texts) {
    out_.key("group").object();
    for (size_t i = 0; i < request_.group_names.size(); ++i) {
      out_.key(request_.group_names[i]);
      if (texts[i]) {
        out_.text(*texts[i]);
      } else {
        out_.null();
      }
    }
    out_.objectEnd();
  }

  void writeValue(const std::optional<Rational>& value) {
    if (value) {
      out_.text(value->toText());
    } else {
      out_.null();
    }
  }

  void writeNamed(const char* key, const std::optional<Rational>* values) {
    out_.key(key).object();
    for (size_t m = 0; m < request_.query.measures.size(); ++m) {
      out_.key(request_.query.measures[m].name);
      writeValue(values[m]);
    }
    out_.objectEnd();
  }

  // `previous` is read only when the period before was asked for.
  void writeValues(const std::optional<Rational>* values, const std::optional<Rational>* previous) {
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

  void writeChange(const std::optional<Rational>& now, const std::optional<Rational>& then) {
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
