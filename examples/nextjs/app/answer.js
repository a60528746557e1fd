// SPDX-License-Identifier: Apache-2.0

import { createReadStream } from 'node:fs';

import { createEngine } from 'tallyfold';

import { question } from './question.js';

/** The answer over the server's own events. */
export async function answer() {
  const engine = await createEngine();
  try {
    await engine.appendFrom(createReadStream('events.ndjson'));
    return engine.report(question).body;
  } finally {
    engine.close();
  }
}
