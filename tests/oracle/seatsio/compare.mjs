// SPDX-License-Identifier: Apache-2.0
// When two seats.io answers { status, body } are the same answer.

import { agrees } from '../compare.mjs';

/** Of an error only what is settled: the words of a 400 and request ids are free. */
export function sameAnswer(expected, actual) {
  if (expected.status !== actual.status) return false;
  if (expected.status === 200) return agrees(expected.body, actual.body);
  return agrees(settled(expected.body), settled(actual.body));
}

function settled(body) {
  const errors = (body?.errors ?? []).map(({ code, message, data }) =>
    (code === 'BAD_REQUEST' ? `${code} ${data?.path}` : `${code} ${message}`));
  const members = Object.keys(body ?? {});
  const said = (body?.messages ?? []).length;
  return { status: body?.status, members, said, errors: errors.sort() };
}
