// SPDX-License-Identifier: Apache-2.0
// For a loop that is hot in a function that is not.
//
// An engine of WebAssembly makes code fast a whole function at a time, when a loop in it has run
// often. A loop apart is fast after a fraction of that, and what stands around it is never compiled
// twice.
#pragma once

#define TALLYFOLD_APART [[gnu::noinline]]
