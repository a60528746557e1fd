// SPDX-License-Identifier: Apache-2.0
// Where does Boost go when it would throw? Exceptions are off, so it asks us for this function.
// BigInteger guards every call that could be refused; reaching it is a broken promise, so it traps.
#include <boost/throw_exception.hpp>
#include <exception>

namespace boost {

void throw_exception(const std::exception& /*reason*/) { __builtin_trap(); }

void throw_exception(const std::exception& /*reason*/, const boost::source_location& /*where*/) {
  __builtin_trap();
}

}  // namespace boost
