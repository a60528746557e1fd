// SPDX-License-Identifier: Apache-2.0
#include "tallyfold/result.h"

namespace tallyfold {

std::shared_ptr<const Error> internal::hold(Error&& error) {
  return std::make_shared<const Error>(std::move(error));
}

const char* errorCodeName(ErrorCode code) {
  switch (code) {
    case ErrorCode::InvalidEvent:
      return "invalid_event";
    case ErrorCode::InvalidRequest:
      return "invalid_request";
    case ErrorCode::InvalidCatalog:
      return "invalid_catalog";
    case ErrorCode::InvalidMapping:
      return "invalid_mapping";
    case ErrorCode::InvalidSnapshot:
      return "invalid_snapshot";
    case ErrorCode::UnknownReport:
      return "unknown_report";
    case ErrorCode::OutOfMemory:
      return "out_of_memory";
    case ErrorCode::Misuse:
      return "misuse";
    case ErrorCode::Internal:
      break;
  }
  return "internal";
}

}  // namespace tallyfold
