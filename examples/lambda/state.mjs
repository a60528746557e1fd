// SPDX-License-Identifier: Apache-2.0
// What lies in S3 between two invocations: which objects were folded, a line of JSON, and the plan's snapshot
// behind it. They are one object, so that neither is ever there without the other.

const NEWLINE = 0x0a;

/** @param {{ folded: Map<string, string>, snapshot: Uint8Array }} state entity tags by the objects' names */
export function writeState({ folded, snapshot }) {
  return Buffer.concat([Buffer.from(`${JSON.stringify([...folded])}\n`), snapshot]);
}

/** @param {Buffer} bytes */
export function readState(bytes) {
  const end = bytes.indexOf(NEWLINE);
  const folded = new Map(JSON.parse(bytes.toString('utf8', 0, end)));
  return { folded, snapshot: bytes.subarray(end + 1) };
}
