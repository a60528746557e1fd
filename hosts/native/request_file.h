// SPDX-License-Identifier: Apache-2.0
// What a request file and the flags beside it ask. hosts/program/request_file.js reads it by the
// same rules.
#pragma once

#include <string_view>

#include "arguments.h"
#include "tallyfold/engine.h"

namespace tallyfold::program {

/// Whether a file's bytes are text. Errors: Misuse.
Status checkText(const std::string& path, std::string_view bytes);

/// `text` is the file's content: {"report","mode","request","now","catalog"}, or the bare request
/// when --report is given. Flags win over the file. Errors: Misuse.
Result<ReportCall> readRequestFile(const Arguments& arguments, std::string_view text);

}  // namespace tallyfold::program
