// SPDX-License-Identifier: Apache-2.0
// A job of every night over a folder of growing logs (*.ndjson). It reads what is new since its last run, however long ago that
// was, and answers for the whole month. What it knows, and up to where it has read, are one file that is replaced as a whole.
// Run: node examples/recipes/nightly.mjs FOLDER STATE_FILE 2024-03

import { createReadStream, existsSync } from 'node:fs';
import { open, readFile, readdir, rename, stat } from 'node:fs/promises';
import { join } from 'node:path';

import { createEngine } from 'tallyfold';

const [, , folder, stateFile, month] = process.argv;
const LINE_END = 0x0a;

/** The lines behind an offset. What follows the last line end is still being written, and left for the next run. */
async function* newLines(path, offsets, name) {
  let rest = Buffer.alloc(0);
  for await (const chunk of createReadStream(path, { start: offsets[name] })) {
    const bytes = Buffer.concat([rest, chunk]);
    const end = bytes.lastIndexOf(LINE_END) + 1;
    rest = bytes.subarray(end);
    offsets[name] += end;
    if (end > 0) yield bytes.subarray(0, end);
  }
}

async function readState() {
  if (!existsSync(stateFile)) return { runs: 0, offsets: {} };
  const bytes = await readFile(stateFile);
  const end = bytes.indexOf(LINE_END);
  return { ...JSON.parse(bytes.subarray(0, end)), snapshot: bytes.subarray(end + 1) };
}

async function writeState({ snapshot, ...known }) {
  const file = await open(`${stateFile}.new`, 'w');
  await file.writeFile(Buffer.concat([Buffer.from(`${JSON.stringify(known)}\n`), snapshot]));
  await file.sync();
  await file.close();
  await rename(`${stateFile}.new`, stateFile); // the old state or the new one, never half of it
}

const [year, number] = month.split('-').map(Number);
const engine = await createEngine({ keep: 'plans' });
const plan = engine.plan({
  report: 'tallyfold.query',
  request: {
    // Written out, so that it is the same question in every run, whatever the clock says.
    from: `${month}-01`, to: new Date(Date.UTC(year, number)).toISOString(),
    aggregations: { calls: { type: 'count' }, tokens: { type: 'sum', property: 'tokens' } },
    group_by: ['customer'],
  },
});
const { runs, offsets, snapshot } = await readState();
if (snapshot) plan.restore(snapshot);
for (const name of (await readdir(folder)).filter((file) => file.endsWith('.ndjson')).sort()) {
  const path = join(folder, name);
  offsets[name] ??= 0;
  const { size } = await stat(path);
  if (size < offsets[name]) throw new Error(`${path} has ${size} bytes, and ${offsets[name]} have been read: it is another file`);
  await engine.appendFrom(newLines(path, offsets, name), { source: runs }); // what a later run reads has arrived later
}
await writeState({ runs: runs + 1, offsets, snapshot: plan.snapshot() });

const { body, complete, ledger } = plan.report();
for (const { group, values } of body.rows) console.log(group.customer, values.calls, values.tokens);
console.log(`${ledger.handed_in} lines so far, ${complete ? 'complete' : 'not complete'}`);
engine.close();
