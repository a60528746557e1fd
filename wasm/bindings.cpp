// SPDX-License-Identifier: Apache-2.0
// The list of what JavaScript can call. What each does stands in engine_bridge.h.
//
// Every engine has a WebAssembly instance of its own, so these are plain functions over the one
// bridge of the instance. As methods of a class they would bring along Embind's handles, pointers
// and finalizers, half of the glue. Their types are registered in embind_types.cpp.
#include <emscripten/bind.h>

#include "engine_bridge.h"

namespace {

using tallyfold::wasm::EngineBridge;

// Never destroyed: it goes with the instance's memory.
EngineBridge& bridge() {
  static EngineBridge* const only = new EngineBridge;
  return *only;
}

uintptr_t input(size_t size) { return bridge().input(size); }
bool append(size_t size, const std::string& call) { return bridge().append(size, call); }
bool run(size_t size, const std::string& call) { return bridge().run(size, call); }
uintptr_t output(int part) { return bridge().output(part); }
size_t outputSize(int part) { return bridge().outputSize(part); }

}  // namespace

EMSCRIPTEN_BINDINGS(tallyfold) {
  emscripten::function("input", &input);
  emscripten::function("append", &append);
  emscripten::function("run", &run);
  emscripten::function("output", &output);
  emscripten::function("outputSize", &outputSize);
}
