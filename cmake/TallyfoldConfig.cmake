# SPDX-License-Identifier: Apache-2.0
# find_package(Tallyfold) gives tallyfold::core, which needs nothing else, and tallyfold::parallel, the same on several
# threads. find_package(Tallyfold COMPONENTS core) gives the first only, and looks for no threads.
set(Tallyfold_core_FOUND ON)
set(Tallyfold_parallel_FOUND ON)
set(tallyfold_components ${Tallyfold_FIND_COMPONENTS})
if(NOT tallyfold_components)
  set(tallyfold_components core parallel)
endif()
foreach(component IN LISTS tallyfold_components)
  if(Tallyfold_FIND_REQUIRED_${component} AND NOT Tallyfold_${component}_FOUND)
    set(Tallyfold_FOUND OFF)
    set(Tallyfold_NOT_FOUND_MESSAGE "Tallyfold has no component ${component}: it has core and parallel.")
    return()
  endif()
endforeach()

include(${CMAKE_CURRENT_LIST_DIR}/Tallyfold_core.cmake)
if(parallel IN_LIST tallyfold_components)
  include(CMakeFindDependencyMacro)
  find_dependency(Threads)
  include(${CMAKE_CURRENT_LIST_DIR}/Tallyfold_parallel.cmake)
endif()
