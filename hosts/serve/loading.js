// SPDX-License-Identifier: Apache-2.0
// What a start does before the first answer: files are read, and the log is played.

import { accessSync, constants, createReadStream } from 'node:fs';
import { setImmediate as breathe } from 'node:timers/promises';

import { fileError, StartError } from './start_error.js';

const READ_BYTES = 1 << 20;
const NONE = { bytes: 0, accepted: 0, refused: 0, requests: 0 };

/**
 * @typedef {{ bytes: number, accepted: number, refused: number, requests: number }} Step
 *   what was read since the step before
 * @param {{ datasets: Map<string, import('./dataset.js').Dataset>, inputs: Map<string, object>,
 *   store: import('./store.js').Store, data: string, signal: AbortSignal, onProgress: (step: Step) => void,
 *   onNotice: (text: string) => void }} state
 */
export async function load({ datasets, inputs, store, data, signal, onProgress, onNotice }) {
  for (const [name, { files, dialect, format }] of inputs) {
    for (const [source, path] of files.entries()) {
      const options = { source, dialect, format: format ?? formatOf(path) };
      await told(path, () => readFile(datasets.get(name).engine, path, options, signal, onProgress));
    }
  }
  const strange = await told(data, () => play({ datasets, store, signal, onProgress }));
  for (const [name, entries] of strange)
    onNotice(`${entries} requests of dataset "${name}" stay unread: no key names it`);
  for (const dataset of datasets.values()) dataset.finishLoading();
}

/** Throws for a file that is not there, before anybody is told that the server is. */
export function checkReadable(path) {
  try {
    accessSync(path, constants.R_OK);
  } catch (error) {
    throw fileError('read', path, error);
  }
}

/** The format of a file whose name tells; anything else has lines of JSON. */
export function formatOf(path) {
  const name = path.replace(/\.(gz|zst)$/, '');
  if (name.endsWith('.json')) return 'json';
  return name.endsWith('.csv') ? 'csv' : 'ndjson';
}

async function readFile(engine, path, options, signal, onProgress) {
  let before = NONE;
  const progress = ({ bytes, accepted, refused }) => {
    onProgress({
      bytes: bytes - before.bytes,
      accepted: accepted - before.accepted,
      refused: refused - before.refused,
      requests: 0,
    });
    before = { ...NONE, bytes, accepted, refused };
  };
  const stream = createReadStream(path, { highWaterMark: READ_BYTES });
  await engine.appendFrom(stream, { ...options, signal, onProgress: progress });
}

// The entries that belong to no dataset of today are counted by the names of theirs.
async function play({ datasets, store, signal, onProgress }) {
  const strange = new Map();
  for (const entries of store.portions()) {
    const step = { ...NONE };
    for (const entry of entries) {
      const dataset = datasets.get(entry.dataset);
      if (!dataset) {
        strange.set(entry.dataset, (strange.get(entry.dataset) ?? 0) + 1);
        continue;
      }
      const done = dataset.play(entry);
      step.bytes += entry.body.length;
      if (entry.endpoint) step.requests += 1;
      else addTo(step, done);
    }
    onProgress(step);
    await breathe(); // so that requests are told that they come too early
    signal.throwIfAborted();
  }
  return strange;
}

function addTo(step, { accepted, refused }) {
  step.accepted += accepted;
  step.refused += refused;
}

async function told(what, read) {
  try {
    return await read();
  } catch (error) {
    if (error?.code === 'out_of_memory')
      throw new StartError(`${what} has more events than fit: ${error.message}`, { cause: error });
    if (error?.name === 'TallyfoldError')
      throw new StartError(`${what}: ${error.message}`, { cause: error });
    throw fileError('read', what, error);
  }
}
