// SPDX-License-Identifier: Apache-2.0
// The texts of one dictionary as codes of another, each looked up when it is first asked for: of a
// field's texts most may never be.
#pragma once

#include <cstdint>
#include <vector>

#include "events/dictionary.h"

namespace tallyfold {

class TextMap {
 public:
  /// Codes of `from` become codes of `to`. Both must outlive the map; `from` may not grow.
  TextMap(Dictionary& to, const Dictionary& from);
  /// The same for codes of a field: those behind its texts are codes of `behind`, which must
  /// outlive the map. Without a field all are.
  TextMap(Dictionary& to, const Dictionary* field, TextMap& behind);

  /// The code of ours for a code of theirs.
  uint32_t operator()(uint32_t code) {
    if (code >= known_.size()) return (*behind_)(code - static_cast<uint32_t>(known_.size()));
    return known_[code] != Dictionary::kNone ? known_[code] : lookUp(code);
  }
  /// Looks up every code whose bit is 1 in `words` words of 64, which is quicker than one by one.
  void learn(const uint64_t* bits, size_t words);
  /// One more than the greatest code of ours that was given out so far.
  [[nodiscard]] uint32_t limit() const { return to_.size(); }

 private:
  uint32_t lookUp(uint32_t code);
  void lookUpAll(const uint32_t* codes, size_t count);

  Dictionary& to_;
  const Dictionary* from_;
  TextMap* behind_ = nullptr;
  std::vector<uint32_t> known_;  // by their code; kNone: not asked for yet
};

}  // namespace tallyfold
