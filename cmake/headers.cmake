# SPDX-License-Identifier: Apache-2.0
# The header-only libraries inside the core: RapidJSON for json/, Boost.Multiprecision for numeric/.
#
# Both builds see them through links in the build folder. The host's /usr/include must never reach emcc, and CMake's
# package search finds no host packages when it builds for WebAssembly.
add_library(tallyfold_headers INTERFACE)
set(tallyfold_stage ${PROJECT_BINARY_DIR}/stage/include)
file(MAKE_DIRECTORY ${tallyfold_stage})

function(tallyfold_stage_headers folder header package)
  string(TOUPPER ${folder} name)
  find_path(TALLYFOLD_${name}_INCLUDE ${folder}/${header}
    PATHS /usr/include /usr/local/include NO_CMAKE_FIND_ROOT_PATH
    DOC "The folder that holds ${folder}/, to compile with; no program that links Tallyfold needs it")
  if(NOT TALLYFOLD_${name}_INCLUDE)
    message(FATAL_ERROR "${folder}/${header} was not found. Install ${package}, run scripts/setup, "
      "or set TALLYFOLD_${name}_INCLUDE to the folder that holds ${folder}/.")
  endif()
  file(CREATE_LINK ${TALLYFOLD_${name}_INCLUDE}/${folder} ${tallyfold_stage}/${folder} SYMBOLIC)
endfunction()

tallyfold_stage_headers(rapidjson reader.h rapidjson-dev)
tallyfold_stage_headers(boost multiprecision/cpp_int.hpp libboost-dev)
target_include_directories(tallyfold_headers SYSTEM INTERFACE ${tallyfold_stage})
