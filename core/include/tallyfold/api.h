// SPDX-License-Identifier: Apache-2.0
// Marks the names that a shared library of Tallyfold shows. There is nothing in here to use.
#pragma once

// Only our own build of a shared library defines it. Inside somebody's library, a static Tallyfold
// shows no names, so two of them in one process cannot be mixed up.
#ifdef TALLYFOLD_SHARED
#define TALLYFOLD_API __attribute__((visibility("default")))
#define TALLYFOLD_INSIDE __attribute__((visibility("hidden")))
#else
#define TALLYFOLD_API
#define TALLYFOLD_INSIDE
#endif
