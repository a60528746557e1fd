// SPDX-License-Identifier: Apache-2.0
// The services whose reports the runner compares, by name: how their random cases are made,
// answered and compared, and in which orders of the lines an engine is asked.

import { sameAnswer } from './compare.mjs';
import { generate } from './generate.mjs';
import { sameAnswer as sameLagoAnswer } from './lago/compare.mjs';
import { generate as generateLago } from './lago/generate.mjs';
import { REPORTS as lagoReports } from './lago/reports.mjs';
import { sameAnswer as sameSeatsioAnswer } from './seatsio/compare.mjs';
import { generate as generateSeatsio, isOrderFree } from './seatsio/generate.mjs';
import { REPORTS as seatsioReports } from './seatsio/reports.mjs';
import { answer as answerQuery } from './tallyfold/answer.mjs';
import { sameAnswer as sameQueryAnswer } from './tallyfold/compare.mjs';
import { generatePlain } from './tallyfold/generate-plain.mjs';
import { generate as generateQuery } from './tallyfold/generate.mjs';
import { usage, usageByMeter } from './usage.mjs';

const nativeQuery = {
  answer: answerQuery,
  sameAnswer: sameQueryAnswer,
  orders: ({ lines }) => [lines],
};

export const services = {
  flexprice: {
    generate,
    answer: (c) => (c.report === 'flexprice.usage' ? usage(c) : usageByMeter(c)),
    sameAnswer,
    orders: ({ lines }) => [lines],
  },
  lago: {
    generate: generateLago,
    answer: (c) => lagoReports[c.report](c),
    sameAnswer: sameLagoAnswer,
    orders: ({ lines }) => [lines],
  },
  seatsio: {
    generate: generateSeatsio,
    answer: (c) => seatsioReports[c.report](c),
    sameAnswer: sameSeatsioAnswer,
    orders: (c) => (isOrderFree(c) ? [c.lines, mixed(c.lines)] : [c.lines]),
  },
  tallyfold: { generate: generateQuery, ...nativeQuery },
  // What databases can answer too.
  'tallyfold-plain': { generate: generatePlain, ...nativeQuery },
};

// Every third line from the end, then the rest.
function mixed(lines) {
  const back = [...lines].reverse();
  return [...back.filter((_, i) => i % 3 === 0), ...back.filter((_, i) => i % 3 !== 0)];
}
