// SPDX-License-Identifier: Apache-2.0
// If this fails, a runtime answers otherwise than Node does, or the package does not start there.
//
//   node tests/runtimes/run.mjs              all runtimes
//   node tests/runtimes/run.mjs deno bun     these files' runtimes
//
// Installs what a user would get and runs the examples with it. What is not installed, or does not start by
// itself, is told as NOT TESTED and skipped. The table at the end is Markdown.

import { after, before, test } from 'node:test';

import { Untested } from './programs.mjs';
import { makeWorkspace } from './workspace.mjs';

const ALL = ['node', 'deno', 'bun', 'cloudflare', 'edge', 'lambda'];
const wanted = process.argv.length > 2 ? process.argv.slice(2) : ALL;
const modules = await Promise.all(wanted.map((name) => import(`./${name}.mjs`)));

const rows = [];
let workspace;
before(async () => (workspace = await makeWorkspace()));

for (const { name, version, parts } of modules.flatMap(({ runtimes }) => runtimes))
  test(name, (t) => runParts(t, name, version, parts));

async function runParts(t, name, version, parts) {
  let found;
  try {
    found = await version();
  } catch (error) {
    if (!(error instanceof Untested)) throw error;
    rows.push([name, '', '', `NOT TESTED: ${error.message}`]);
    return t.skip(`NOT TESTED: ${error.message}`);
  }
  for (const part of parts) {
    await t.test(part.name, async () => {
      const row = [name, found, part.name, 'FAILED'];
      rows.push(row);
      row[2] = await part.run(workspace);
      row[3] = "as Node's";
    });
  }
}

after(() => {
  workspace?.close();
  const table = [['runtime', 'version', 'what ran', 'result'], ['---', '---', '---', '---'], ...rows];
  console.log(`\n${table.map((row) => `| ${row.join(' | ')} |`).join('\n')}\n`);
});
