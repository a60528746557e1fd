# SPDX-License-Identifier: Apache-2.0
# find_package(Tallyfold) gives the target tallyfold::core, which needs nothing else, and
# tallyfold::parallel, the same on several threads.
include(CMakeFindDependencyMacro)
find_dependency(Threads)
include(${CMAKE_CURRENT_LIST_DIR}/TallyfoldTargets.cmake)
