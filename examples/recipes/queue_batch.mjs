// SPDX-License-Identifier: Apache-2.0
// A function behind a queue that delivers at least once, such as SQS: each message is one event, and each event counts exactly
// once. The state of the report is kept in a store that writes only over the state which was read.

import { createEngine } from 'tallyfold';

const question = {
  report: 'tallyfold.query',
  request: {
    from: '2024-03-01', to: '2024-04-01',
    aggregations: { calls: { type: 'count' }, tokens: { type: 'sum', property: 'tokens' } },
    group_by: ['customer'],
  },
};
const TRIES = 5;

/**
 * Takes a batch in. What is answered goes back to the queue, and comes again or ends in its dead-letter queue.
 * @param {{ Records: { messageId: string, body: string }[] }} batch
 * @param {Store} store
 */
export async function takeBatch({ Records: messages }, store) {
  const { good, bad } = await sort(messages);
  let failed = bad;
  if (good.length > 0 && !(await addAll(good, store))) failed = messages;
  return { batchItemFailures: failed.map(({ messageId }) => ({ itemIdentifier: messageId })) };
}

/** The report over everything that was taken in. */
export async function reportOf(store) {
  return withPlan((await store.read()).state, (engine, plan) => plan.report());
}

const lineOf = ({ body }) => `${body.replaceAll('\n', ' ')}\n`;

/** What is no event, or has no id and so could count twice, never comes into the state. */
async function sort(messages) {
  const engine = await createEngine();
  const isEvent = (message) => {
    const { accepted, refused } = engine.append(lineOf(message));
    return accepted === 1 && refused === 0 && Boolean(JSON.parse(message.body).event_id);
  };
  const good = messages.filter(isEvent);
  engine.close();
  return { good, bad: messages.filter((message) => !good.includes(message)) };
}

async function addAll(messages, store) {
  for (let tries = 0; tries < TRIES; ++tries) {
    const { state, version } = await store.read();
    const next = await withPlan(state, (engine, plan) => {
      // The version as the source: what came with a later one has arrived later.
      engine.append(messages.map(lineOf).join(''), { source: version });
      return plan.snapshot();
    });
    // Another function was quicker when this is false: its events are in a newer state, so begin with that.
    if (await store.write(next, version)) return true;
  }
  return false;
}

async function withPlan(state, use) {
  const engine = await createEngine({ keep: 'plans' });
  try {
    const plan = engine.plan(question);
    if (state) plan.restore(state);
    return use(engine, plan);
  } finally {
    engine.close();
  }
}

/**
 * @typedef {object} Store
 * @property {() => Promise<{ state?: Uint8Array, version: number }>} read Version 0 is nothing yet.
 * @property {(state: Uint8Array, version: number) => Promise<boolean>} write Replaces that version by the next one, if it is still
 * the last: a PUT with If-Match in S3, a condition in DynamoDB, `UPDATE ... WHERE version = $1` in SQL.
 */
