// SPDX-License-Identifier: Apache-2.0
// What the tests ask of a page. Each function is called from outside and answers with plain data.

import { createEngine, createEnginePool, TallyfoldError } from '/tallyfold/index.js';
import { createEngine as createWorker } from '/tallyfold/worker.js';

const events = async () => (await fetch('/events.ndjson')).blob();
const wasm = () => new URL('/tallyfold/engine.wasm', location.href);
const octets = () => new URL('/octets/engine.wasm', location.href);
const bytes = async () => (await fetch(wasm())).arrayBuffer();

async function use(starting, work) {
  const engine = await starting;
  try {
    return await work(engine);
  } finally {
    await engine.close();
  }
}

/** What an attempt throws, as plain data. */
async function refusal(attempt) {
  try {
    await attempt();
  } catch (error) {
    const { code, path, message } = error;
    return { ours: error instanceof TallyfoldError, code, path, message };
  }
}

const STARTS = {
  page: createEngine,
  worker: createWorker,
  pool: (options) => createEnginePool({ workers: 2, ...options }),
};
const WASM = {
  url: wasm,
  response: () => fetch(wasm()),
  bytes,
  module: async () => WebAssembly.compile(await bytes()),
  'wrong content type': octets,
};
/** Ways of a file into an engine. */
const FILES = {
  response: (engine) => engine.appendFrom(fetch('/events.ndjson')),
  blob: async (engine) => engine.appendFrom(await events()),
  file: async (engine) => engine.appendFrom(new File([await events()], 'events.ndjson')),
  stream: async (engine) => engine.appendFrom((await events()).stream()),
  bytes: async (engine) => engine.append(await (await events()).arrayBuffer()),
  gzip: async (engine) => engine.appendFrom(await new Response(await gzipped()).blob()),
  'gzip stream': async (engine) => engine.appendFrom(await gzipped()),
};

// Of two members, which a browser's own stream does not read as one.
async function gzipped() {
  const all = await events();
  const members = [all.slice(0, 70_001), all.slice(70_001)].map((part) =>
    new Response(part.stream().pipeThrough(new CompressionStream('gzip'))).blob());
  return new Blob(await Promise.all(members)).stream();
}

async function cut() {
  const told = [];
  const all = await events();
  const pieces = [all.slice(0, 70_001), all.slice(70_001)].map((piece) => piece.stream());
  async function* streamed() {
    for (const piece of pieces) yield* piece;
  }
  const result = await use(createEngine(), (engine) =>
    engine.appendFrom(streamed(), { onProgress: ({ bytes }) => told.push(bytes) }));
  return { result, told, size: all.size };
}

const held = async () => (await navigator.locks.query()).held.length;
async function until(condition) {
  while (!(await condition())) await new Promise((resolve) => setTimeout(resolve, 10));
}

/** Workers that hold a lock while they live. */
async function locks() {
  const worker = () => new Worker('/locked_worker.js', { type: 'module' });
  const pool = await createEnginePool({ workers: 2, worker });
  await until(async () => (await held()) === 2);
  await pool.close();
  await until(async () => (await held()) === 0);
  const afterwards = await refusal(() => pool.ledger());
  return afterwards;
}

window.cases = {
  ask: (start, file, call, options) =>
    use(STARTS[start](options), async (engine) => {
      const result = await FILES[file](engine);
      return { result, text: (await engine.report(call)).text };
    }),
  wasm: (kind, start, call) =>
    use(STARTS[start]({ wasm: WASM[kind]() }), async (engine) => {
      await FILES.blob(engine);
      return (await engine.report(call)).text;
    }),
  refused: (start) => refusal(() => STARTS[start]()),
  refusedWasm: (path) => refusal(() => createEngine({ wasm: new URL(path, location.href) })),
  refusedWorker: (path) =>
    refusal(() => createWorker({ worker: () => new Worker(path, { type: 'module' }) })),
  refusedOption: (worker) => refusal(() => createWorker({ worker: worker === 'none' ? () => ({}) : worker })),
  cut,
  locks,
  isolation: () => [globalThis.crossOriginIsolated, typeof SharedArrayBuffer],
  /** The package on another origin, as on a CDN: its worker is started over a line that imports it. */
  async elsewhere(origin, call, helped) {
    const { createEngine: createElsewhere } = await import(`${origin}tallyfold/worker.js`);
    const line = new Blob([`import '${origin}tallyfold/pool_worker.js';`], { type: 'text/javascript' });
    const worker = () => new Worker(URL.createObjectURL(line), { type: 'module' });
    if (!helped) return refusal(() => createElsewhere());
    return use(createElsewhere({ worker }), async (engine) => {
      await FILES.blob(engine);
      return (await engine.report(call)).text;
    });
  },
};
