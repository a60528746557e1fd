// SPDX-License-Identifier: Apache-2.0
// The engine's thread: it reads events, answers questions, and finds the lines that the ledger names.
//
// A message { id, do, ... } is answered by { id, answer } or { id, error }; while it reads, by { id, progress }
// too. The engine is here itself, not behind one more worker, so that answers of any size are put together
// away from the page, and one message can ask several questions.

import { createEngine } from 'tallyfold';

import { readInto } from './reading.js';
import { linesOf } from './lines.js';
import { describe } from './describe.js';
import { Pricing } from './pricing.js';

let engine;
let source;
let reading;
let pricing;

const operations = {
  /** Reads an input into a new engine; what was there is forgotten. */
  async load({ input, given }, tell) {
    reading?.abort();
    engine?.close();
    pricing?.close();
    pricing = undefined;
    engine = await createEngine(input.catalog ? { catalog: input.catalog } : {});
    reading = new AbortController();
    source = await readInto(engine, input, given, { signal: reading.signal, tell });
    return { ...source.told, ...describe(engine, source), catalog: input.catalog };
  },

  /** Ends the reading; what has arrived stays and is answered for. */
  cancel() {
    reading?.abort();
  },

  /** Asks several questions of tallyfold.query, each answered in columns. */
  ask({ questions }) {
    const begin = performance.now();
    const answers = {};
    for (const [name, request] of Object.entries(questions))
      answers[name] = engine.columns({ report: 'tallyfold.query', request, texts: true });
    return { answers, took: performance.now() - begin };
  },

  /** Asks for a service's report in both modes, so that they can be compared. */
  report({ call }) {
    const inMode = (mode) => {
      const begin = performance.now();
      const { status, body, text, complete, ledger, notes } = engine.report({ ...call, mode });
      return { status, body, text, complete, ledger, notes, took: performance.now() - begin };
    };
    return { 'as-is': inMode('as-is'), exact: inMode('exact') };
  },

  /** What two plans come to over the events. */
  price({ call }) {
    pricing ??= new Pricing(source);
    return pricing.price(call);
  },

  catalog({ text }) {
    engine.setCatalog(text);
  },

  /** What could not be read, and what a question could not count, with the lines themselves. */
  async ledger({ request }) {
    const { ledger } = engine.report({ report: 'tallyfold.query', request });
    const intake = engine.ledger();
    return { ledger, intake, lines: await linesOf(source?.blob, [...intake.entries, ...ledger.rejected.entries, ...ledger.coerced.entries]) };
  },
};

self.addEventListener('message', async ({ data }) => {
  const { id, do: name } = data;
  try {
    const answer = await operations[name](data, (progress) => self.postMessage({ id, progress }));
    self.postMessage({ id, answer });
  } catch (error) {
    self.postMessage({ id, error: { message: String(error?.message ?? error), code: error?.code } });
  }
});
