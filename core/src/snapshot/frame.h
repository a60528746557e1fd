// SPDX-License-Identifier: Apache-2.0
// The frame around a snapshot: what it is, whose it is, and whether it is whole. Anything else is
// refused.
#pragma once

#include <string>
#include <string_view>

#include "base/siphash.h"
#include "tallyfold/result.h"

namespace tallyfold {

/// Changes whenever the bytes inside mean something else.
inline constexpr uint32_t kSnapshotFormat = 2;

/// Puts a frame around a plan's bytes. `fingerprint` names the request, its mode and now, and the
/// identity key.
std::string frameSnapshot(const Hash128& fingerprint, std::string_view body);

/// The bytes inside. Errors: InvalidSnapshot, when it is damaged, of another format, of another
/// request, or made with other zone data.
Result<std::string_view> openSnapshot(const Hash128& fingerprint, std::string_view snapshot);

}  // namespace tallyfold
