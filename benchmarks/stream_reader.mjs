// SPDX-License-Identifier: Apache-2.0
// What benchmarks/stream.mjs runs in Node: standard input into one plan of an engine that keeps no
// events, in the folder with request.json.
//
//   ... | node benchmarks/stream_reader.mjs none|lateness MOST_BYTES

import { readFileSync, writeFileSync } from 'node:fs';
import process from 'node:process';

import { createEngine } from '../hosts/node/index.js';

const [identity, maxMemory] = process.argv.slice(2);
const keepIds = identity === 'none' ? false : 'hashes';
const engine = await createEngine({ keep: 'plans', keepIds, maxMemory: Number(maxMemory) });
const plan = engine.plan(JSON.parse(readFileSync('request.json', 'utf8')));
await engine.appendFrom(process.stdin);
const { text, ledger } = plan.report();
writeFileSync('ledger.json', JSON.stringify({ intake: engine.ledger(), report: ledger }));
process.stdout.write(`${text}\n`);
