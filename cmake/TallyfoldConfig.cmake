# SPDX-License-Identifier: Apache-2.0
# find_package(Tallyfold) gives the target tallyfold::core, which needs nothing else.
include(${CMAKE_CURRENT_LIST_DIR}/TallyfoldTargets.cmake)
