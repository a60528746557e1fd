// SPDX-License-Identifier: Apache-2.0
#include "catalog/problems.h"

#include <unordered_map>

#include "json/writer.h"

namespace tallyfold {
namespace {

// {"status":422,...,"error_details":{"$.plans[0].code":["value_is_mandatory"]}}
std::string bodyOf(const std::vector<Problem>& problems) {
  std::unordered_map<std::string_view, size_t> place_of;
  std::vector<std::vector<const Problem*>> by_path;
  for (const Problem& problem : problems) {
    const size_t place = place_of.emplace(problem.path, by_path.size()).first->second;
    if (place == by_path.size()) by_path.emplace_back();
    by_path[place].push_back(&problem);
  }
  json::Writer out;
  out.object().key("status").integer(422).key("error").text("Unprocessable Entity");
  out.key("code").text("validation_errors").key("error_details").object();
  for (const auto& of_path : by_path) {
    out.key(of_path.front()->path).array();
    for (const Problem* problem : of_path) out.text(problem->code);
    out.arrayEnd();
  }
  return out.objectEnd().objectEnd().take();
}

}  // namespace

std::string JsonPath::text() const {
  std::string text;
  if (parent != nullptr) text = parent->text() + ".";
  text.append(name);
  if (index != kNoIndex) text += "[" + std::to_string(index) + "]";
  return text;
}

void CatalogProblems::add(std::string path, std::string code, std::string message) {
  if (problems_.size() == kMost) {
    ++left_out_;
  } else {
    problems_.push_back({std::move(path), std::move(code), std::move(message)});
  }
}

void CatalogProblems::append(CatalogProblems&& later) {
  for (Problem& problem : later.problems_)
    add(std::move(problem.path), std::move(problem.code), std::move(problem.message));
  left_out_ += later.left_out_;
}

Error CatalogProblems::error() && {
  if (left_out_ != 0) {
    problems_.push_back(
        {"$", kInvalidValue, "has " + std::to_string(left_out_) + " more problems"});
  }
  Error error{ErrorCode::InvalidCatalog, "", problems_.front().path};
  for (const Problem& problem : problems_) {
    if (!error.message.empty()) error.message += "\n";
    error.message += problem.path + " " + problem.message;
  }
  error.body = bodyOf(problems_);
  error.problems = std::move(problems_);
  return error;
}

}  // namespace tallyfold
