// SPDX-License-Identifier: Apache-2.0
#include "arguments.h"

#include <algorithm>
#include <optional>
#include <set>

namespace tallyfold::program {
namespace {

struct Option {
  const char* name;
  std::string Arguments::*value;
  bool for_merge;  ///< otherwise only for `report`
};
constexpr Option kOptions[] = {
    {"--dialect", &Arguments::dialect, false}, {"--format", &Arguments::format, false},
    {"--request", &Arguments::request, true},  {"--report", &Arguments::report, true},
    {"--mode", &Arguments::mode, true},        {"--now", &Arguments::now, true},
    {"--catalog", &Arguments::catalog, true},  {"--ledger", &Arguments::ledger, true},
    {"--state", &Arguments::state, false},     {"--threads", &Arguments::threads_text, false},
};

constexpr unsigned long kMostThreads = 64;

Error misuse(std::string message) { return {ErrorCode::Misuse, std::move(message), ""}; }

bool isOption(const std::string& word) { return word.rfind("--", 0) == 0; }

class Reader {
 public:
  explicit Reader(const std::vector<std::string>& words) : words_(words) {}

  Result<Arguments> read() {
    if (words_.empty()) return misuse("say what to do: report, merge or serve; --help tells more");
    for (const std::string& word : words_) {
      if (word == "--help" || word == "-h") return arguments_;
    }
    const std::string& command = words_[0];
    if (command == "--version") {
      arguments_.command = Command::Version;
      return arguments_;
    }
    if (command == "serve")
      return misuse("serving is done by the npm program: npx tallyfold serve");
    if (command != "report" && command != "merge") {
      return misuse("unknown command \"" + command + "\"; there are report, merge and serve");
    }
    arguments_.command = command == "report" ? Command::Report : Command::Merge;
    for (next_ = 1; next_ < words_.size();) {
      if (auto error = word()) return *error;
    }
    if (auto error = check()) return *error;
    return arguments_;
  }

 private:
  [[nodiscard]] bool merges() const { return arguments_.command == Command::Merge; }

  // Takes one option with its values, or one state file.
  std::optional<Error> word() {
    std::string name = words_[next_++];
    if (!isOption(name)) {
      if (!merges()) return misuse("unexpected argument \"" + name + "\"");
      arguments_.states.push_back(std::move(name));
      return std::nullopt;
    }
    std::optional<std::string> value;
    const size_t equals = name.find('=');
    if (equals != std::string::npos) {
      value = name.substr(equals + 1);
      name.resize(equals);
    }
    if (name == "--progress" && !value) return arguments_.progress = true, std::nullopt;
    if (name == "--events" && !merges()) return events(value);
    const auto option = std::find_if(
        std::begin(kOptions), std::end(kOptions),
        [&](const Option& known) { return name == known.name && (known.for_merge || !merges()); });
    if (option == std::end(kOptions)) {
      return misuse(std::string(merges() ? "merge" : "report") + " has no option " + name);
    }
    if (!given_.insert(name).second) return misuse(name + " is given twice");
    if (!value && next_ < words_.size() && !isOption(words_[next_])) value = words_[next_++];
    if (!value || value->empty()) return misuse(name + " needs a value");
    arguments_.*option->value = *value;
    return std::nullopt;
  }

  std::optional<Error> events(const std::optional<std::string>& value) {
    const size_t before = arguments_.events.size();
    if (value && !value->empty()) arguments_.events.push_back(*value);
    while (!value && next_ < words_.size() && !isOption(words_[next_])) {
      arguments_.events.push_back(words_[next_++]);
    }
    if (arguments_.events.size() == before) return misuse("--events needs a value");
    return std::nullopt;
  }

  std::optional<Error> check() {
    if (!merges() && arguments_.events.empty()) return misuse("report needs --events");
    if (arguments_.request.empty())
      return misuse(std::string(merges() ? "merge" : "report") + " needs --request");
    if (merges() && arguments_.states.empty()) return misuse("merge needs the state files");
    auto inputs = std::count(arguments_.events.begin(), arguments_.events.end(), "-");
    for (const std::string& path : {arguments_.request, arguments_.catalog}) {
      if (path == "-") ++inputs;
    }
    if (inputs > 1) return misuse("standard input can be read only once");
    const std::string& format = arguments_.format;
    if (!format.empty() && format != "ndjson" && format != "json" && format != "csv") {
      return misuse("unknown format \"" + format + "\"; use ndjson, json or csv");
    }
    return checkThreads();
  }

  std::optional<Error> checkThreads() {
    const std::string& text = arguments_.threads_text;
    if (text.empty()) return std::nullopt;
    const bool is_number = text.find_first_not_of("0123456789") == std::string::npos;
    const unsigned long threads = is_number && text.size() < 4 ? std::stoul(text) : 0;
    if (threads < 1 || threads > kMostThreads)
      return misuse("--threads must be a whole number from 1 to " + std::to_string(kMostThreads));
    arguments_.threads = static_cast<unsigned>(threads);
    return std::nullopt;
  }

  const std::vector<std::string>& words_;
  size_t next_ = 0;
  Arguments arguments_;
  std::set<std::string> given_;
};

}  // namespace

Result<Arguments> readArguments(const std::vector<std::string>& words) {
  return Reader(words).read();
}

}  // namespace tallyfold::program
