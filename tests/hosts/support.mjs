// SPDX-License-Identifier: Apache-2.0
// Small helpers of the host tests.

import { createEngine } from 'tallyfold';

export const NOW = '2024-03-10T00:00:00Z';

/** Asks for the sum of `v` over all calls. */
export const SUM = {
  report: 'flexprice.usage',
  now: NOW,
  request: { event_name: 'call', aggregation_type: 'SUM', property_name: 'v' },
};

/** An event of value `v` on day `day` of March 2024. */
export function call(v, day = 5) {
  return {
    event_name: 'call',
    external_customer_id: 'c1',
    timestamp: `2024-03-0${day}T10:00:00Z`,
    properties: { v },
  };
}

export const lines = (...events) => events.map((event) => `${JSON.stringify(event)}\n`).join('');

/** Runs a test's body with an engine that is closed afterwards. */
export async function withEngine(options, use) {
  const engine = await createEngine(options);
  try {
    return await use(engine);
  } finally {
    engine.close();
  }
}

/** The sum of `v` over an engine's calls. */
export const sumOf = (engine) => engine.report(SUM).body.value ?? 0;
