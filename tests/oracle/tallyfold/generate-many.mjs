// SPDX-License-Identifier: Apache-2.0
// Some ten thousand plain events: enough for several blocks of rows, zones of a few thousand rows
// that lie inside or outside a range as a whole, and dictionaries that need wider codes.

import { CUSTOMERS, NAMES } from '../generate-events.mjs';

const COUNTS = [4095, 4097, 6000, 9000, 13000];
const VALUES = [
  (random) => random.below(10),
  (random) => `${random.below(1000)}.${random.between(10, 99)}`,
  (random) => `-${random.below(1e6)}`,
  (random) => `${random.below(1e9)}${String(random.below(1e9)).padStart(9, '0')}`,
  (random) => `${random.below(300)}.5`,
  (random) => `"${random.below(50)}.25"`,
];
const ODD = ['null', 'true', '"x"', '1e3', '9223372036854775808', '"1e400"', '[1]'];

export function manyEvents(random, span) {
  const count = random.pick(COUNTS);
  const numbers = random.pick(VALUES);
  const kinds = random.pick([3, 40, 300]); // texts of u: codes of one byte, or of two
  const sorted = random.chance(0.6);
  const oddness = random.pick([0, 0, 0.001, 0.02]);
  const repeats = random.pick([0, 0, 0.01]);
  const names = NAMES.slice(0, random.pick([1, 2, 3]));
  const times = Array.from({ length: count }, () => (span.pivot + random.between(-span.reach, span.reach)) * 1000 + random.pick([0, 0, random.below(1000)]));
  if (sorted) times.sort((a, b) => a - b);
  return times.map((at, number) => {
    const id = random.chance(repeats) && number ? random.below(number) : number;
    const value = random.chance(oddness) ? random.pick(ODD) : numbers(random);
    const properties = [`"v":${value}`, `"u":"u${random.below(kinds)}"`];
    if (random.chance(0.7)) properties.push(`"k":"${random.pick(['a', 'b', 'é'])}"`);
    if (random.chance(0.02)) properties.push(`"v.w":${random.below(100)}`);
    return `{"event_id":"e${id}","event_name":"${random.pick(names)}",` +
      `"external_customer_id":"${random.pick(CUSTOMERS)}","timestamp":"${new Date(at).toISOString()}",` +
      `"properties":{${properties.join(',')}}}`;
  });
}
