// SPDX-License-Identifier: Apache-2.0
// The examples of docs/formats.md.

import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

export const PAGE = readFileSync(new URL('../../docs/formats.md', import.meta.url), 'utf8');

/** `needs`: `formats` where libraries are needed. */
export const EXAMPLES = [...PAGE.matchAll(/```js ?(\w*)\n(.*?)```\s+```text\n(.*?)```/gs)].map(
  ([, needs, code, output]) => ({ needs, code, output }),
);
if (EXAMPLES.length !== PAGE.split('```js').length - 1) throw new Error('an example shows no output');

/** What an example prints in a folder, which tells what it can import. */
export function printed(code, folder) {
  mkdirSync(folder, { recursive: true });
  writeFileSync(new URL('example.mjs', folder), code);
  const cwd = fileURLToPath(folder);
  return execFileSync(process.execPath, ['example.mjs'], { cwd, encoding: 'utf8' }).replaceAll('\r\n', '\n');
}
