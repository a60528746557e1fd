// SPDX-License-Identifier: Apache-2.0
// What people write by hand: JSON.parse a line, add numbers up in a Map. Doubles, UTC days.
//   node benchmarks/peers/javascript.mjs <file.ndjson>

import { createReadStream } from 'node:fs';

import { EVENT, print } from '../question.mjs';

const days = new Map();
let rest = '';
const add = (text) => {
  const event = JSON.parse(text);
  if (event.event_name !== EVENT) return;
  const day = event.timestamp.slice(0, 10);
  days.set(day, (days.get(day) ?? 0) + Number(event.properties.bytes));
};
for await (const chunk of createReadStream(process.argv[2], { encoding: 'utf8', highWaterMark: 1 << 20 })) {
  const lines = (rest + chunk).split('\n');
  rest = lines.pop();
  for (const text of lines) if (text) add(text);
}
if (rest) add(rest);
print([...days].map(([day, sum]) => [day, sum.toFixed(6)]));
