// SPDX-License-Identifier: Apache-2.0
// Files in, files out; "-" is standard input. Errors: Misuse, with the path and the reason.
#pragma once

#include <cstdio>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "decompress.h"
#include "tallyfold/parallel.h"

namespace tallyfold::program {

/// A file that is read once from its start to its end.
class InputFile {
 public:
  static Result<InputFile> open(const std::string& path, size_t read_bytes = size_t{1} << 20);
  /// Where the first bytes tell gzip or zstd, what is read is the content.
  static Result<InputFile> openContent(const std::string& path, size_t read_bytes);
  /// The next bytes, at most 1 MiB unless opened for more; empty at the end. Valid until the next
  /// call.
  Result<std::string_view> next();
  /// The same file for several threads, when it has a size and positions and is not compressed; it
  /// must be as long as what reads from it.
  [[nodiscard]] std::optional<SharedInput> shared() const;

 private:
  struct Closer {
    void operator()(std::FILE* file) const;
  };
  Result<size_t> readRaw(char* buffer, size_t size);

  std::string path_;
  std::unique_ptr<std::FILE, Closer> file_;
  std::vector<char> buffer_;
  std::string head_;  ///< read to tell what it is, and not given yet
  std::unique_ptr<Content> content_;
};

Result<std::string> readFile(const std::string& path);
[[nodiscard]] bool fileExists(const std::string& path);
Status writeFile(const std::string& path, std::string_view bytes);
/// The file has the old content or the new one, never a part: written beside it, then renamed.
Status replaceFile(const std::string& path, std::string_view bytes);

}  // namespace tallyfold::program
