// SPDX-License-Identifier: Apache-2.0
// If this fails, an example or the tour shows what is not so.

import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const run = (program, ...words) => execFileSync(program, words, { cwd: ROOT, encoding: 'utf8' });

const SAMPLES = { 'make-sample': 'examples/events', 'make-sample-seats': 'examples/seatsio', 'make-sample-lago': 'examples/lago' };
for (const [script, made] of Object.entries(SAMPLES)) {
  test(`${made} is what scripts/${script} makes`, () => {
    const folder = mkdtempSync(join(tmpdir(), 'tallyfold-sample-'));
    try {
      mkdirSync(join(folder, 'scripts'));
      mkdirSync(join(folder, made), { recursive: true });
      cpSync(join(ROOT, 'scripts', script), join(folder, 'scripts', script));
      execFileSync(join(folder, 'scripts', script));
      const names = readdirSync(join(ROOT, made)).filter((name) => name.endsWith('.ndjson'));
      assert.deepEqual(readdirSync(join(folder, made)).sort(), names.sort());
      for (const name of names) {
        const path = join(made, name);
        assert.ok(readFileSync(join(folder, path)).equals(readFileSync(join(ROOT, path))), name);
      }
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
}

test('the JavaScript example prints a week', () => {
  const output = run('node', 'examples/node/report.mjs');
  assert.match(output, /^2024-05-01 {2}\d+ tokens\n/);
  assert.match(output, /total {7}\d+ tokens\ncomplete: false; refused lines: 0\n$/);
});

// Counted by hand from the story in scripts/make-sample-seats.
test('the JavaScript example of seats prints two months', () => {
  assert.equal(
    run('node', 'examples/node/seats.mjs'),
    `used places             2022-11: 26, 2022-12: 32
tables count as seats   2022-11: 29, 2022-12: 37
rehearsals count too    2022-11: 32, 2022-12: 34
opening-night in December:
  B-10      1 ASSIGNED_TO_CHANNEL
  B-9       1 ASSIGNED_TO_CHANNEL
  Standing  18 STATUS_CHANGED
`,
  );
});

// By hand: 60 minutes at 0.05, 2.5 at 0.04 and 36.25 careful ones at 0.1; 32 requests beyond the free ones in 4 packages.
test('the JavaScript example of units and cents prints a month', () => {
  assert.equal(
    run('node', 'examples/node/lago.mjs'),
    `minutes      98.75     673 cents EUR
minutes       40.5     243 cents USD
requests      42.0    2000 cents EUR
seats          2.0    1800 cents EUR
complete: false; not counted: {"duplicate":1,"no_price":1,"outside_subscription":1}
seats at 9 EUR:  berlin-radio 1800
seats at 12 EUR: berlin-radio 2400
jo since 2024-03-10T12:00:00Z: 243 cents USD
`,
  );
});

// Counted by a loop over the lines of the samples.
test('the JavaScript example of a query of one\'s own prints what the README shows', () => {
  const output = run('node', 'examples/node/query.mjs');
  assert.match(output, /^large {6}69 calls, 303774 tokens, half of them up to 4019\n/);
  assert.ok(readFileSync(join(ROOT, 'README.md'), 'utf8').includes(output));
});

test('the JavaScript example of a pool counts every line of the samples', () => {
  const output = run('node', 'examples/node/pool.mjs');
  const rows = [...output.matchAll(/^(\w+): (\d+) calls, (\d+) tokens$/gm)];
  assert.deepEqual(rows.map(([, model]) => model), ['large', 'medium', 'small']);
  const lines = ['first', 'second'].flatMap((half) =>
    readFileSync(join(ROOT, `examples/events/2024-05-${half}-half.ndjson`), 'utf8').trim().split('\n'),
  );
  assert.match(output, new RegExp(`^${lines.length} records handed in$`, 'm'));
});

test('both programs answer the queries of examples/requests as the example does', () => {
  const events = readdirSync(join(ROOT, 'examples/events')).map((name) => join('examples/events', name));
  const ask = (request, ...program) => JSON.parse(run(...program, 'report', '--events', ...events,
    '--request', join('examples/requests', request), '--now', '2024-06-02T00:00:00Z'));
  const top = ask('query-top-models.json', 'build/release/tallyfold');
  assert.deepEqual(top.rows.map(({ values }) => values.tokens), ['303774', '200612', '179223']);
  assert.deepEqual(ask('query-top-models.json', process.execPath, 'hosts/program/main.js'), top);
  const days = ask('query-days.json', 'build/release/tallyfold');
  assert.deepEqual(days.rows.map(({ values }) => values.tokens), ['72532', '96053', '59165', '54001', '93309']);
  assert.deepEqual(days.totals.change.tokens.absolute, '142414');
});

test('the tour goes through and shows what it says', () => {
  const output = run('scripts/tour');
  assert.equal(output.match(/"value":2000,/g).length, 2);
  assert.match(output, /"value":942,[^]*"value":1058,[^]*"value":2000,/);
  assert.match(output, /"month":\{"month":12,"year":2022\},"numUsedObjects":31,/);
  assert.match(output, /"key":"opening-night"\},"numUsedObjects":24,"numFirstBookings":18,/);
  assert.match(output, /"object":"B-9","numUsedObjects":1,/);
  assert.match(output, /"amount_cents":363,"billable_metric_code":"minutes","units":"36.25",/);
  assert.match(output, /"no_price":1/);
  assert.match(output, /That was the tour/);
});
