// SPDX-License-Identifier: Apache-2.0
// The list of what JavaScript can call. What each does stands in engine_bridge.h.
#include <emscripten/bind.h>

#include "engine_bridge.h"

EMSCRIPTEN_BINDINGS(tallyfold) {
  using tallyfold::wasm::EngineBridge;
  emscripten::class_<EngineBridge>("Engine")
      .constructor<>()
      .function("input", &EngineBridge::input)
      .function("append", &EngineBridge::append)
      .function("run", &EngineBridge::run)
      .function("output", &EngineBridge::output)
      .function("outputSize", &EngineBridge::outputSize);
}
