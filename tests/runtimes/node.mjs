// SPDX-License-Identifier: Apache-2.0
// Node, this one and newer ones: the examples, and a server.

import assert from 'node:assert/strict';

import { findProgram, output, printedVersion, withServer } from './programs.mjs';
import { talkToServer } from './talk.mjs';

const EXAMPLES = ['report', 'query', 'seats', 'lago', 'pool'];
const USING = 'examples/node/using.mjs';

/** Runs examples of Node in another runtime and compares what they print. */
export async function compareExamples(program, words, { folder }) {
  for (const name of EXAMPLES) {
    const path = `examples/node/${name}.mjs`;
    const expected = await output(process.execPath, [path], { cwd: folder });
    assert.equal(await output(program, [...words, path], { cwd: folder }), expected, path);
  }
  return `${EXAMPLES.length} examples of examples/node print the same`;
}

/** Engines and plans that end with their block, where the language has that. */
export async function compareUsing(program, words, { folder }) {
  const printed = await output(program, [...words, USING], { cwd: folder });
  assert.equal(printed, '942 calls\nthe engine is closed\n');
  return 'using.mjs: what ends with its block is closed';
}

async function compareRequire(program, { folder }) {
  const code = "console.log(typeof require('tallyfold').createEngine)";
  const words = ['--input-type=commonjs', '--eval', code];
  assert.equal(await output(program, words, { cwd: folder }), 'function\n');
  return "require('tallyfold')";
}

/** Talks to a server that an example starts. */
export async function compareServer(program, words, workspace) {
  let asked;
  await withServer(program, words, { cwd: workspace.folder }, async (address) => {
    asked = await talkToServer((path, init) => fetch(address + path, init), workspace);
  });
  return `${words.at(-1)}: events sent, ${asked} answers`;
}

function partsOf(program, hasUsing) {
  const using = { name: 'using', run: (workspace) => compareUsing(program(), [], workspace) };
  return [
    { name: 'examples', run: (workspace) => compareExamples(program(), [], workspace) },
    ...(hasUsing ? [using] : []),
    { name: 'require', run: (workspace) => compareRequire(program(), workspace) },
    {
      name: 'server',
      run: (workspace) => compareServer(program(), ['examples/node/server.mjs'], workspace),
    },
  ];
}

function newer(major) {
  const program = () => findProgram('', `node-${major}-${process.arch}`, 'bin/node');
  const version = () => printedVersion(program(), '--version');
  return { name: `Node ${major}`, version, parts: partsOf(program, major >= 24) };
}

export const runtimes = [
  {
    name: 'Node, which runs the tests',
    version: async () => process.versions.node,
    parts: partsOf(() => process.execPath, false).slice(1),
  },
  ...[22, 24, 26].map(newer),
];
