// SPDX-License-Identifier: Apache-2.0

/** The id that a proxy gave a request, when it is harmless to repeat, else a new one. */
export function requestIdOf(request) {
  const given = request.headers.get('x-request-id');
  return given && /^[\w.:-]{1,128}$/.test(given) ? given : crypto.randomUUID();
}
