// SPDX-License-Identifier: Apache-2.0
// Bun.

import { compareOwn } from './deno.mjs';
import { compareExamples, compareServer, compareUsing } from './node.mjs';
import { findProgram, output, printedVersion } from './programs.mjs';

const program = () => findProgram('@oven', 'bun-', 'bin/bun');

export const runtimes = [
  {
    name: 'Bun',
    version: () => printedVersion(program(), '--version'),
    parts: [
      {
        name: 'own examples',
        run: ({ folder }) => compareOwn((path) => output(program(), [path], { cwd: folder }), 'bun'),
      },
      { name: "Node's examples", run: (workspace) => compareExamples(program(), [], workspace) },
      { name: 'using', run: (workspace) => compareUsing(program(), [], workspace) },
      { name: 'server', run: (workspace) => compareServer(program(), ['examples/bun/server.js'], workspace) },
    ],
  },
];
