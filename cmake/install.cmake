# SPDX-License-Identifier: Apache-2.0
# How it is installed: libraries, public headers, the CMake package, and files for pkg-config.
include(GNUInstallDirs)
include(CMakePackageConfigHelpers)
set(tallyfold_package_folder ${CMAKE_INSTALL_LIBDIR}/cmake/Tallyfold)

# The files for pkg-config say where things are from where they are themselves, so an installed tree can be moved.
# Folders that were given as absolute paths stay such.
if(IS_ABSOLUTE "${CMAKE_INSTALL_LIBDIR}")
  set(tallyfold_pc_prefix "${CMAKE_INSTALL_PREFIX}")
else()
  file(RELATIVE_PATH tallyfold_pc_prefix "/${CMAKE_INSTALL_LIBDIR}/pkgconfig" "/")
  string(REGEX REPLACE "/$" "" tallyfold_pc_prefix "\${pcfiledir}/${tallyfold_pc_prefix}")
endif()
set(tallyfold_pc_libdir "\${prefix}")
set(tallyfold_pc_includedir "\${prefix}")
cmake_path(APPEND tallyfold_pc_libdir "${CMAKE_INSTALL_LIBDIR}")
cmake_path(APPEND tallyfold_pc_includedir "${CMAKE_INSTALL_INCLUDEDIR}")

# What a static library needs when something else than a C++ compiler links it.
set(tallyfold_standard_library ${CMAKE_CXX_IMPLICIT_LINK_LIBRARIES})
list(FILTER tallyfold_standard_library INCLUDE REGEX "^(stdc\\+\\+|c\\+\\+|c\\+\\+abi|m)$")
list(REMOVE_DUPLICATES tallyfold_standard_library)
list(TRANSFORM tallyfold_standard_library PREPEND "-l")
list(JOIN tallyfold_standard_library " " tallyfold_standard_library)

#   tallyfold_install(NAME PC_NAME DESCRIPTION [REQUIRES of pkg-config] [LIBS of a static library])
#
# Each library is an export set of its own, so that whoever asks for the core alone needs no threads.
function(tallyfold_install name pc_name pc_description pc_requires pc_libs)
  set(target ${tallyfold_${name}_public})
  install(TARGETS ${target} EXPORT Tallyfold_${name}
    ARCHIVE DESTINATION ${CMAKE_INSTALL_LIBDIR}
    LIBRARY DESTINATION ${CMAKE_INSTALL_LIBDIR}
    INCLUDES DESTINATION ${CMAKE_INSTALL_INCLUDEDIR})
  install(DIRECTORY include/ DESTINATION ${CMAKE_INSTALL_INCLUDEDIR} FILES_MATCHING PATTERN "*.h")
  install(EXPORT Tallyfold_${name} FILE Tallyfold_${name}.cmake NAMESPACE tallyfold::
    DESTINATION ${tallyfold_package_folder})

  get_target_property(pc_library ${target} OUTPUT_NAME)
  set(pc_libs_private "")
  if(tallyfold_shared)
    set(pc_libs "")
  else()
    set(pc_libs_private "${tallyfold_standard_library}")
  endif()
  configure_file(${PROJECT_SOURCE_DIR}/cmake/tallyfold.pc.in ${PROJECT_BINARY_DIR}/pkgconfig/${pc_name}.pc @ONLY)
  install(FILES ${PROJECT_BINARY_DIR}/pkgconfig/${pc_name}.pc DESTINATION ${CMAKE_INSTALL_LIBDIR}/pkgconfig)
endfunction()

write_basic_package_version_file(${PROJECT_BINARY_DIR}/TallyfoldConfigVersion.cmake
  COMPATIBILITY ExactVersion)  # until 1.0
install(FILES ${PROJECT_SOURCE_DIR}/cmake/TallyfoldConfig.cmake ${PROJECT_BINARY_DIR}/TallyfoldConfigVersion.cmake
  DESTINATION ${tallyfold_package_folder})
install(FILES ${PROJECT_SOURCE_DIR}/LICENSE DESTINATION ${CMAKE_INSTALL_DATAROOTDIR}/doc/tallyfold)
