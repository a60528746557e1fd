# SPDX-License-Identifier: Apache-2.0
# What is the same for each library that others link: tallyfold::core and tallyfold::parallel.
#
#   tallyfold_library(NAME OUTPUT SOURCES...)
#
# makes the target tallyfold_NAME, which our own programs and tests link, and the alias tallyfold::NAME for everyone
# else. The two are one static library, unless shared libraries are asked for: then the alias is a shared library of the
# same objects, which shows the names of the public headers only, and ours stays static, since it sees the inside too.
function(tallyfold_library name output)
  set(target tallyfold_${name})
  add_library(${target} STATIC ${ARGN})
  target_include_directories(${target} PUBLIC $<BUILD_INTERFACE:${CMAKE_CURRENT_SOURCE_DIR}/include>)
  target_compile_features(${target} PUBLIC cxx_std_20)
  target_link_libraries(${target} PRIVATE $<BUILD_INTERFACE:tallyfold_flags>)
  set(tallyfold_pic ON) # for those who link it into a library of theirs
  if(EMSCRIPTEN)
    set(tallyfold_pic OFF)
  endif()
  set_target_properties(${target} PROPERTIES
    POSITION_INDEPENDENT_CODE ${tallyfold_pic}
    CXX_VISIBILITY_PRESET hidden
    VISIBILITY_INLINES_HIDDEN ON
    # Files of one folder have names of their own for things of the same kind, which one file cannot have.
    UNITY_BUILD OFF)

  set(public ${target})
  if(tallyfold_shared)
    set(public ${target}_shared)
    target_compile_definitions(${target} PRIVATE TALLYFOLD_SHARED)
    add_library(${public} SHARED $<TARGET_OBJECTS:${target}>)
    target_include_directories(${public} PUBLIC $<BUILD_INTERFACE:${CMAKE_CURRENT_SOURCE_DIR}/include>)
    target_compile_features(${public} PUBLIC cxx_std_20)
    # Until 1.0 each version may change what others were compiled against.
    set_target_properties(${public} PROPERTIES
      LINKER_LANGUAGE CXX
      INSTALL_RPATH $<IF:$<PLATFORM_ID:Darwin>,@loader_path,$ORIGIN>
      VERSION ${PROJECT_VERSION}
      SOVERSION ${PROJECT_VERSION})
  endif()
  if(NOT tallyfold_top_level AND NOT TALLYFOLD_INSTALL)
    # Inside another project only what it links is built.
    set_target_properties(${target} ${public} PROPERTIES EXCLUDE_FROM_ALL ON)
  endif()
  add_library(tallyfold::${name} ALIAS ${public})
  set_target_properties(${public} PROPERTIES EXPORT_NAME ${name} OUTPUT_NAME ${output})
  set(tallyfold_${name}_public ${public} PARENT_SCOPE)
endfunction()
