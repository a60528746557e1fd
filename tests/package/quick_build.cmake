# SPDX-License-Identifier: Apache-2.0
# A precompiled header halves the time that Clang takes for the core.
cmake_language(DEFER CALL target_precompile_headers tallyfold_core PRIVATE
  <boost/multiprecision/cpp_int.hpp> <map> <memory> <optional> <string> <vector>)
