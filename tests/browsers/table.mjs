// SPDX-License-Identifier: Apache-2.0
// What ran and how it ended, as a table at the end. What could not run stands there too, as that.

import { appendFileSync } from 'node:fs';
import { after, test } from 'node:test';

const rows = [];
// Of several files run.mjs makes one table.
const collected = process.env.TALLYFOLD_ROWS;
after(() => (collected ? appendFileSync(collected, rowsOf(rows)) : console.log(HEAD + rowsOf(rows))));

const HEAD = '| tool | version | what ran | result |\n|---|---|---|---|\n';
const rowsOf = (all) =>
  all.map(({ tool, version, what, result }) => `| ${tool} | ${version} | ${what} | ${result} |\n`).join('');

/** Thrown by a test that finds that it cannot be done here. */
export class NotTested extends Error {}

/** A test of a tool. `tool.missing` is why it cannot run. */
export function check(tool, what, body) {
  const row = { tool: tool.name, version: tool.version ?? '-', what, result: 'not run' };
  rows.push(row);
  return test(`${tool.name}: ${what}`, async (t) => {
    try {
      if (tool.missing) throw new NotTested(tool.missing);
      row.result = 'FAILED';
      await body(t);
      row.result = 'ok';
    } catch (error) {
      if (!(error instanceof NotTested)) throw error;
      row.result = `NOT TESTED: ${error.message}`;
      t.skip(row.result);
    }
  });
}
