// SPDX-License-Identifier: Apache-2.0
// The types that our list of calls uses, told to Embind.
//
// Embind's own file of this name registers every type it knows, which pulls in wide strings, memory
// views, floats and printf. These two functions are linked in place of it
// (--allow-multiple-definition: the first one stands). A type of a parameter or an answer in
// bindings.cpp has to be here as well, or starting the engine fails.
#include <emscripten/bind.h>
#include <emscripten/emscripten.h>
#include <emscripten/wire.h>

#include <cstring>
#include <limits>

namespace {

template <typename T>
void registerInteger(const char* name) {
  using emscripten::internal::TypeID;
  using Limits = std::numeric_limits<T>;
  emscripten::internal::_embind_register_integer(TypeID<T>::get(), name, sizeof(T), Limits::min(),
                                                 Limits::max());
}

}  // namespace

extern "C" {

// Called for messages about types that are missing here; the caller frees the name.
EMSCRIPTEN_KEEPALIVE const char* __getTypeName(const std::type_info*) {
  return strdup("a type that embind_types.cpp does not register");
}

EMSCRIPTEN_KEEPALIVE __attribute__((constructor)) void
__embind_register_native_and_builtin_types() {
  using namespace emscripten::internal;
  _embind_register_void(TypeID<void>::get(), "void");
  _embind_register_bool(TypeID<bool>::get(), "bool", sizeof(bool), true, false);
  registerInteger<int>("int");
  registerInteger<unsigned int>("unsigned int");
  registerInteger<unsigned long>("unsigned long");
  _embind_register_std_string(TypeID<std::string>::get(), "std::string");
}

}  // extern "C"
