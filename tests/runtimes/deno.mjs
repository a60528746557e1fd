// SPDX-License-Identifier: Apache-2.0
// Deno, with no more permissions than the examples say.

import assert from 'node:assert/strict';

import { compareExamples, compareServer, compareUsing } from './node.mjs';
import { findProgram, output, printedVersion } from './programs.mjs';

const program = () => findProgram('@deno', '', 'deno');
const READ = ['run', '--no-prompt', '--no-remote', '--allow-read'];
const SERVE = [...READ, '--allow-net', '--allow-env=PORT'];

/** The runtime's own examples of files and of a pool, which print the same in Deno and Bun. */
export async function compareOwn(run, folder) {
  assert.equal(
    await run(`examples/${folder}/report.js`),
    'large: 327109 tokens\nmedium: 254043 tokens\nsmall: 199464 tokens\n',
  );
  assert.equal(await run(`examples/${folder}/pool.js`), '2000 calls, 1696382 tokens\n');
  return 'report.js from a file, pool.js with two workers that read files';
}

export const runtimes = [
  {
    name: 'Deno',
    version: () => printedVersion(program(), '--version'),
    parts: [
      {
        name: 'own examples',
        run: ({ folder }) => compareOwn((path) => output(program(), [...READ, path], { cwd: folder }), 'deno'),
      },
      { name: "Node's examples", run: (workspace) => compareExamples(program(), READ, workspace) },
      { name: 'using', run: (workspace) => compareUsing(program(), READ, workspace) },
      {
        name: 'server',
        run: (workspace) => compareServer(program(), [...SERVE, 'examples/deno/server.js'], workspace),
      },
    ],
  },
];
