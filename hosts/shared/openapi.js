// SPDX-License-Identifier: Apache-2.0
// The endpoints in the words of OpenAPI 3.1.

/** The description as JSON text. */
export function describe(version) {
  return JSON.stringify({
    openapi: '3.1.0',
    info: { title: 'Tallyfold', version, license: { name: 'Apache-2.0', identifier: 'Apache-2.0' } },
    paths: {},
  });
}
