// SPDX-License-Identifier: Apache-2.0
// The cases of tests/cases, one by one with their events.
#pragma once

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <set>
#include <sstream>

#include "answer.h"

namespace tallyfold::cases {

inline json::Value readJsonFile(const std::string& path) {
  std::ifstream file(path);
  std::ostringstream text;
  text << file.rdbuf();
  Result<json::Value> value = json::parse(text.str());
  EXPECT_TRUE(value.ok()) << path;
  return value ? std::move(value).value() : json::Value();
}

/// Calls use(case, events) for every case of a service, file by file.
template <typename Use>
void eachCase(const std::string& service, Use use) {
  const std::string folder = TALLYFOLD_TESTS_FOLDER "/cases/" + service;
  const json::Value sets = readJsonFile(folder + "/events.json");
  std::set<std::string> paths;
  for (const auto& file : std::filesystem::directory_iterator(folder))
    paths.insert(file.path().string());
  ASSERT_GT(paths.size(), 1U);
  for (const std::string& path : paths) {
    if (path == folder + "/events.json") continue;
    SCOPED_TRACE(path);
    const json::Value group = readJsonFile(path);
    for (const json::Value& one : group.find("cases")->items) {
      const json::Value* events = one.find("events");
      use(one, events->isText() ? *sets.find(events->text) : *events);
    }
  }
}

}  // namespace tallyfold::cases
