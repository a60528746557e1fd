// SPDX-License-Identifier: Apache-2.0
// One question about a file, answered on the page, in a worker and in two; nothing leaves the browser.

import { createEngine, createEnginePool } from 'tallyfold';
import { createEngine as createWorker } from 'tallyfold/worker';

const question = {
  report: 'tallyfold.query',
  request: {
    event: 'completion',
    aggregations: { tokens: { type: 'sum', property: 'tokens' } },
    group_by: ['properties.model'],
    order_by: { by: 'tokens' },
  },
};

async function answer(engine, file) {
  try {
    await engine.appendFrom(file);
    const { body } = await engine.report(question);
    return body.rows.map(({ group, values }) => `${group['properties.model']} ${values.tokens}`).join(', ');
  } finally {
    await engine.close();
  }
}

const ways = { page: createEngine, worker: createWorker, pool: () => createEnginePool({ workers: 2 }) };
document.querySelector('input').addEventListener('change', async ({ target }) => {
  for (const [id, start] of Object.entries(ways))
    document.getElementById(id).textContent = await answer(await start(), target.files[0]);
});
