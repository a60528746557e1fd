// SPDX-License-Identifier: Apache-2.0
// Events and their compressed forms.

import { call, lines } from './support.mjs';

/** Some thousand events that compress badly. `sum`: of their values. */
export const MANY = makeMany();

function makeMany() {
  const events = Array.from({ length: 5000 }, (_, i) => ({ ...call((i * 7919) % 1000), event_id: `${(i * 48271) % 65537}-${i}` }));
  const sum = events.reduce((all, { properties: { v } }) => all + v, 0);
  return { text: lines(...events), count: events.length, sum };
}

/** Calls of the values 1, 2 and 3 in zstd, in two frames with something to skip between. */
export const ZSTD_CALLS =
  'KLUv/QRoBQMAYgYVGJBZB/tCJoRiG59kjUXsSIl/BILiej44AUDTpL1yZj+5teSIyPhzQ1dTQSgSFA2BBt/Ht3rya/3zxL4/mpL8' +
  'kJ4JU25Byb3wz51b7Ht+C6qGrPCZAgBtG2Y0Wi4KnLdFLVAqTRgDAAAAAQIDKLUv/QRoDQMAooYVF4CrDhRbSL7Y7y9ZOcfMIEeE' +
  'UJHSmIL1wJwDs44Mkwh/fuiqYBQaDBoQSNH30KmW7Fj/XFjfIyxFdklLZaWmXuRm+OetqfU9O/VSP174DTAn2i9v9jICAG2gzwzc' +
  'GQ6hPVk=';

/** Bytes in pieces. */
export async function* cut(bytes, size) {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}
