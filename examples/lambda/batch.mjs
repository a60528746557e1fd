// SPDX-License-Identifier: Apache-2.0
// Objects of events in S3, each folded exactly once into one snapshot, however often and in whatever order
// Lambda is told of them. Nothing here knows AWS: s3.mjs is the store.

import { createHash } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';

import { createEngine } from 'tallyfold';

import { readState, writeState } from './state.mjs';

const MOST_TRIES = 25;

/**
 * @typedef {{ bucket: string, key: string, versionId?: string }} Place
 * @typedef {object} Store
 * @property {(place: Place) => Promise<{ body: AsyncIterable<Uint8Array>, etag: string } | undefined>} get
 * @property {(place: Place, bytes: Uint8Array, condition: { ifMatch?: string, ifNoneMatch?: '*' }) => Promise<boolean>} put
 *   false when the condition did not hold and nothing was written
 */

/**
 * @param {{ store: Store, state: Place, question: import('tallyfold').ReportCall }} settings `state` is
 *   where the snapshot lies; the question has a range of its own and a fixed `now`
 */
export function createBatch(settings) {
  return {
    /** Takes a notification of S3. When it throws, Lambda tries again, and nothing counts twice. */
    async fold(event) {
      for (const record of recordsOf(event)) await foldOnce(settings, record);
    },
    /** The answer over every object so far. */
    async report() {
      const { snapshot } = await load(settings);
      return withPlan(settings.question, (plan) => {
        if (snapshot) plan.restore(snapshot);
        return plan.report();
      });
    },
  };
}

async function foldOnce(settings, object) {
  let part;
  for (let tries = 0; tries < MOST_TRIES; ++tries) {
    const before = await load(settings);
    const known = before.folded.get(object.name);
    if (known === object.etag) return; // told before
    if (known) throw new Error(`${object.name} was folded and then overwritten; write new keys`);
    part ??= await partOf(settings, object);
    const folded = new Map(before.folded).set(object.name, object.etag);
    const snapshot = await merged(settings.question, before.snapshot, part);
    // Only over the state that was read: whoever was quicker is not lost, but read again and merged.
    const condition = before.etag ? { ifMatch: before.etag } : { ifNoneMatch: '*' };
    if (await settings.store.put(settings.state, writeState({ folded, snapshot }), condition)) return;
    await wait(Math.random() * 25 * 2 ** Math.min(tries, 7));
  }
  throw new Error(`${object.name} could not be written down: others kept being quicker`);
}

async function load({ store, state }) {
  const found = await store.get(state);
  if (!found) return { folded: new Map(), snapshot: undefined, etag: undefined };
  const pieces = [];
  for await (const piece of found.body) pieces.push(piece);
  return { ...readState(Buffer.concat(pieces)), etag: found.etag };
}

/** What one object's events add up to. They are those of the notification, or none. */
async function partOf({ store, question }, object) {
  const found = await store.get(object);
  if (!found || bare(found.etag) !== object.etag)
    throw new Error(`${object.name} is not there any more as it was when S3 told of it`);
  return withPlan(question, async (plan, engine) => {
    const options = { source: sourceOf(object.name), receivedAt: object.time };
    await engine.appendFrom(found.body, options);
    return plan.snapshot();
  });
}

function merged(question, snapshot, part) {
  return withPlan(question, (plan) => {
    if (snapshot) plan.restore(snapshot);
    plan.merge(part);
    return plan.snapshot();
  });
}

async function withPlan(question, use) {
  const engine = await createEngine({ keep: 'plans' });
  try {
    return await use(engine.plan(question), engine);
  } finally {
    engine.close();
  }
}

function recordsOf({ Records: records }) {
  if (!Array.isArray(records)) throw new TypeError('this is no notification of S3');
  return records.map(({ eventName, eventTime, s3: { bucket, object } }) => {
    if (!eventName.startsWith('ObjectCreated:')) throw new TypeError(`${eventName} adds no events`);
    const key = decodeURIComponent(object.key.replaceAll('+', ' '));
    const name = `${bucket.name}/${key}`;
    const { eTag: etag, versionId } = object;
    return { name, bucket: bucket.name, key, versionId, etag: bare(etag), time: eventTime };
  });
}

/** The number of an object's events as an input: it settles ties, whichever object came first. */
export const sourceOf = (name) => createHash('sha256').update(name).digest().readUInt32BE();

// Notifications name entity tags without the quotes that they have in HTTP.
const bare = (etag) => etag.replaceAll('"', '');
