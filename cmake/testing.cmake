# SPDX-License-Identifier: Apache-2.0
# GoogleTest from the system's sources, so that native, sanitized and WebAssembly tests use the same one.
find_path(TALLYFOLD_GOOGLETEST googletest/CMakeLists.txt
  PATHS /usr/src/googletest NO_CMAKE_FIND_ROOT_PATH)
if(NOT TALLYFOLD_GOOGLETEST)
  message(FATAL_ERROR "GoogleTest's sources were not found. Install googletest, run scripts/setup, "
    "or set TALLYFOLD_GOOGLETEST to their folder.")
endif()
set(INSTALL_GTEST OFF CACHE BOOL "" FORCE)
add_subdirectory(${TALLYFOLD_GOOGLETEST}/googletest ${PROJECT_BINARY_DIR}/googletest EXCLUDE_FROM_ALL SYSTEM)
include(GoogleTest)

# Emscripten's programs for Node are CommonJS; without this Node takes them for modules, as package.json says of ours.
if(EMSCRIPTEN)
  file(WRITE ${PROJECT_BINARY_DIR}/package.json "{ \"type\": \"commonjs\" }\n")
endif()

# A program that runs in Node and reads the machine's files there.
function(tallyfold_runs_in_node target)
  if(EMSCRIPTEN)
    target_link_options(${target} PRIVATE
      -sENVIRONMENT=node -sNODERAWFS=1 -sEXIT_RUNTIME=1 -sALLOW_MEMORY_GROWTH=1 -sMAXIMUM_MEMORY=4GB)
  endif()
endfunction()
