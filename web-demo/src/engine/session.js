// SPDX-License-Identifier: Apache-2.0
// The page's end of the engine's thread: promises for messages, and never more than one question of a kind
// on its way, so that a fast hand gets the answer to what it chose last.

export function startSession() {
  const worker = new Worker(new URL('./worker.js', import.meta.url), { type: 'module' });
  const waiting = new Map();
  let last = 0;

  worker.addEventListener('message', ({ data: { id, answer, error, progress } }) => {
    const { resolve, reject, onProgress } = waiting.get(id);
    if (progress) return onProgress?.(progress);
    waiting.delete(id);
    return error ? reject(Object.assign(new Error(error.message), { code: error.code })) : resolve(answer);
  });
  worker.addEventListener('error', (event) => {
    const error = new Error(event.message || 'the worker of the engine could not be started');
    for (const { reject } of waiting.values()) reject(error);
    waiting.clear();
  });

  const send = (message, onProgress) =>
    new Promise((resolve, reject) => {
      waiting.set(++last, { resolve, reject, onProgress });
      worker.postMessage({ id: last, ...message });
    });

  const prices = latestOnly((call) => send({ do: 'price', call }));

  return {
    load: (input, given, onProgress) => send({ do: 'load', input, given }, onProgress),
    cancel: () => send({ do: 'cancel' }),
    report: (call) => send({ do: 'report', call }),
    setCatalog: (text) => send({ do: 'catalog', text }),
    ledger: (request) => send({ do: 'ledger', request }),
    ...latestOnly((questions) => send({ do: 'ask', questions })),
    priceLatest: (call) => prices.askLatest('price', call),
  };
}

/** `askLatest(kind, questions)` answers undefined for questions that newer ones of their kind replaced. */
export function latestOnly(ask) {
  const kinds = new Map();
  const run = async (kind, turn) => {
    const questions = turn.questions;
    turn.started = true;
    try {
      turn.resolve(await ask(questions));
    } catch (error) {
      turn.reject(error);
    }
    const next = kinds.get(kind).next;
    kinds.set(kind, next && { running: next });
    if (next) run(kind, next);
  };
  return {
    askLatest(kind, questions) {
      return new Promise((resolve, reject) => {
        const turn = { questions, resolve, reject };
        const now = kinds.get(kind);
        if (!now) {
          kinds.set(kind, { running: turn });
          return void run(kind, turn);
        }
        now.next?.resolve(undefined);
        now.next = turn;
      });
    },
  };
}
