// SPDX-License-Identifier: Apache-2.0
// From a file, a text, an address or the sample to events in an engine: recognised, watched, stopped.

import { recognise, recordsOf } from '../data/recognise.js';
import { sample } from '../data/sample.js';

const HEAD = 128 << 10;
/** Of inputs that are no files, so much is kept to show lines of. */
const MOST_KEPT = 96 << 20;
const TELL_EVERY = 80;
const LISTEN_EVERY = 40;
const PROBES = 6;

/**
 * @param {{ kind: 'blob', blob: Blob } | { kind: 'url', url: string } | { kind: 'sample', events: number }} input
 * @param {{ format?: string, dialect?: string | object }} given what a person said; the rest is recognised
 */
export async function readInto(engine, input, given = {}, { signal, tell }) {
  const opened = await OPENERS[input.kind](input, signal);
  const found = recognise(opened.head);
  const format = given.format ?? found.format;
  const dialect = given.dialect ?? found.dialect;
  const records = [...found.records, ...(format === 'ndjson' ? opened.more : [])];
  const begin = performance.now();
  let told = 0;
  let counted = { accepted: 0, refused: 0, bytes: 0 };
  const onProgress = (progress) => {
    counted = progress;
    if (performance.now() - told < TELL_EVERY) return;
    told = performance.now();
    tell({ ...progress, total: opened.total, seconds: (told - begin) / 1000 });
  };
  const failure = await engine.appendFrom(opened.pieces, { format, dialect, onProgress, signal }).then(
    (result) => void (counted = { ...counted, ...result }),
    (error) => error,
  );
  if (failure && !signal.aborted && counted.accepted === 0) throw failure;
  const { accepted, refused } = counted;
  const seconds = (performance.now() - begin) / 1000;
  const blob = await opened.kept();
  return {
    records, format, dialect,
    // What lines can be shown of, and what can be read once more: places in a compressed file are not those of its lines.
    blob, again: opened.again ?? blob,
    told: { format, dialect, accepted, refused, seconds, cancelled: signal.aborted, failure: failure && !signal.aborted ? failure.message : undefined },
  };
}

const OPENERS = {
  async blob({ blob }) {
    const isGzip = (await bytesOf(blob.slice(0, 2))).join() === '31,139';
    const head = isGzip ? await gzipHead(blob) : await blob.slice(0, HEAD).text();
    return { head, more: isGzip ? [] : await probes(blob), pieces: blob, total: blob.size, again: blob, kept: () => (isGzip ? undefined : blob) };
  },

  async url({ url }, signal) {
    const response = await fetch(url, { signal, credentials: 'omit', referrerPolicy: 'no-referrer' });
    if (!response.ok) throw new Error(`${url} answered with status ${response.status}`);
    // A stream is told by its own first bytes, which are read before the rest.
    const [forHead, rest] = response.body.tee();
    const head = await textHead(forHead);
    const keeper = makeKeeper(rest);
    return { head, more: [], pieces: keeper.pieces(), total: Number(response.headers.get('content-length')), kept: keeper.blob };
  },

  async sample({ events }) {
    const made = sample(events);
    const first = made.next().value;
    const keeper = makeKeeper((function* all() {
      yield first;
      yield* made;
    })());
    return { head: first, more: [], pieces: keeper.pieces(), total: events * 274, kept: keeper.blob };
  },
};

const bytesOf = async (blob) => [...new Uint8Array(await blob.arrayBuffer())];
const gzipHead = (blob) => textHead(blob.stream().pipeThrough(new DecompressionStream('gzip')));

async function textHead(stream) {
  const decoder = new TextDecoder();
  let text = '';
  for await (const piece of piecesOf(stream)) {
    text += decoder.decode(piece, { stream: true });
    if (text.length >= HEAD) break;
  }
  return text;
}

async function* piecesOf(stream) {
  const reader = stream.getReader();
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return;
      yield value;
    }
  } finally {
    reader.cancel().catch(() => {});
  }
}

// Properties may first appear far behind the head, so a large file is looked at in several places.
async function probes(blob) {
  if (blob.size < 2 * HEAD) return [];
  const places = Array.from({ length: PROBES }, (_, i) => Math.floor((blob.size * (i + 1)) / (PROBES + 1)));
  const texts = await Promise.all(places.map((at) => blob.slice(at, at + (32 << 10)).text()));
  return texts.flatMap((text) => recordsOf(text.slice(text.indexOf('\n') + 1), 'ndjson'));
}

// Passes pieces on, and keeps them while they are few.
function makeKeeper(input) {
  let kept = [];
  let size = 0;
  let heard = performance.now();
  const source = input instanceof ReadableStream ? piecesOf(input) : input;
  return {
    async *pieces() {
      for await (const piece of source) {
        size += piece.length;
        if (size > MOST_KEPT) kept = undefined;
        kept?.push(piece);
        // A pause in which messages are heard, "cancel" among them.
        if (performance.now() - heard > LISTEN_EVERY) {
          await new Promise((resolve) => setTimeout(resolve));
          heard = performance.now();
        }
        yield piece;
      }
    },
    blob: async () => kept && new Blob(kept),
  };
}
