// SPDX-License-Identifier: Apache-2.0
// For what runs once a call, a block or a snapshot but stands among loops over rows, in files that
// are built for speed (core/CMakeLists.txt): it is built for size instead.
#pragma once

#ifdef __clang__
#define TALLYFOLD_COLD [[gnu::cold, gnu::noinline, clang::minsize]]
#else
#define TALLYFOLD_COLD [[gnu::cold]]
#endif
