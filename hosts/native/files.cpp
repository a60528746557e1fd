// SPDX-License-Identifier: Apache-2.0
#include "files.h"

#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <fstream>

namespace tallyfold::program {
namespace {

const char* reasonText(int error_number) {
  switch (error_number) {
    case ENOENT:
      return "there is no such file";
    case EISDIR:
      return "it is a folder";
    case EACCES:
      return "permission denied";
    default:
      return "input/output error";
  }
}

Error fileError(const char* what, const std::string& path) {
  return {ErrorCode::Misuse, std::string(what) + " " + path + ": " + reasonText(errno), ""};
}

Error unreadable(const std::string& path, const Error& reason) {
  return {reason.code, "cannot read " + path + ": " + reason.message, ""};
}

}  // namespace

void InputFile::Closer::operator()(std::FILE* file) const {
  if (file != stdin) std::fclose(file);
}

Result<InputFile> InputFile::open(const std::string& path, size_t read_bytes) {
  InputFile input;
  input.path_ = path;
  input.file_.reset(path == "-" ? stdin : std::fopen(path.c_str(), "rb"));
  if (!input.file_) return fileError("cannot read", path);
  std::setvbuf(input.file_.get(), nullptr, _IONBF, 0);
  input.buffer_.resize(read_bytes);
  return input;
}

Result<InputFile> InputFile::openContent(const std::string& path, size_t read_bytes) {
  Result<InputFile> opened = open(path, read_bytes);
  if (!opened) return opened;
  InputFile& input = opened.value();
  char head[kHeadBytes];
  const Result<size_t> got = input.readRaw(head, kHeadBytes);
  if (!got) return got.error();
  input.head_.assign(head, got.value());
  const Compression compression = compressionOf(input.head_);
  if (compression == Compression::None) return opened;
  Result<std::unique_ptr<Content>> content = Content::open(compression);
  if (!content) return unreadable(path, content.error());
  input.content_ = std::move(content).value();
  return opened;
}

Result<size_t> InputFile::readRaw(char* buffer, size_t size) {
  const size_t held = head_.copy(buffer, size);
  head_.erase(0, held);
  const size_t got = std::fread(buffer + held, 1, size - held, file_.get());
  if (std::ferror(file_.get()) != 0) return fileError("cannot read", path_);
  return held + got;
}

Result<std::string_view> InputFile::next() {
  Status broken = Done{};
  const auto read = [&](char* to, size_t most) {
    Result<size_t> got = readRaw(to, most);
    if (!got) broken = got.error();
    return got;
  };
  const Result<size_t> size = content_ ? content_->next(buffer_.data(), buffer_.size(), read)
                                       : read(buffer_.data(), buffer_.size());
  if (!broken) return broken.error();
  if (!size) return unreadable(path_, size.error());
  return std::string_view(buffer_.data(), size.value());
}

std::optional<SharedInput> InputFile::shared() const {
  if (content_) return std::nullopt;
  const int descriptor = fileno(file_.get());
  struct stat facts {};
  if (fstat(descriptor, &facts) != 0 || !S_ISREG(facts.st_mode)) return std::nullopt;
  SharedInput input;
  input.size = static_cast<uint64_t>(facts.st_size);
  input.read = [descriptor, path = path_](uint64_t position, char* buffer,
                                          size_t size) -> Result<size_t> {
    size_t got = 0;
    while (got < size) {
      const ssize_t more =
          pread(descriptor, buffer + got, size - got, static_cast<off_t>(position + got));
      if (more < 0 && errno == EINTR) continue;
      if (more < 0) return fileError("cannot read", path);
      if (more == 0) break;
      got += static_cast<size_t>(more);
    }
    return got;
  };
  return input;
}

Result<std::string> readFile(const std::string& path) {
  Result<InputFile> input = InputFile::open(path);
  if (!input) return input.error();
  std::string text;
  for (;;) {
    const Result<std::string_view> piece = input.value().next();
    if (!piece) return piece.error();
    if (piece.value().empty()) return text;
    text += piece.value();
  }
}

bool fileExists(const std::string& path) { return std::ifstream(path).good(); }

Status writeFile(const std::string& path, std::string_view bytes) {
  std::FILE* file = std::fopen(path.c_str(), "wb");
  if (file == nullptr) return fileError("cannot write", path);
  const bool written = std::fwrite(bytes.data(), 1, bytes.size(), file) == bytes.size();
  const bool closed = std::fclose(file) == 0;
  if (!written || !closed) return fileError("cannot write", path);
  return Done{};
}

Status replaceFile(const std::string& path, std::string_view bytes) {
  const std::string beside = path + ".new";
  Status written = writeFile(beside, bytes);
  if (!written) return written;
  if (std::rename(beside.c_str(), path.c_str()) == 0) return Done{};
  const Error error = fileError("cannot write", path);
  std::remove(beside.c_str());
  return error;
}

}  // namespace tallyfold::program
