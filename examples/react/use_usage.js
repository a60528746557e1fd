// SPDX-License-Identifier: Apache-2.0

import { useEffect, useState } from 'react';
import { createEngine } from 'tallyfold/worker';

/**
 * The answer to a query over a file of events, as { body } or { error }; undefined while it is worked out.
 * The engine lives in a worker as long as the component shows this file.
 */
export function useUsage(file, request) {
  const { engine, error } = useEngine(file);
  const [answer, setAnswer] = useState();
  // What is asked is the same as long as its text is.
  const requestText = JSON.stringify(request);
  useEffect(() => {
    if (!engine) return undefined;
    let isCurrent = true;
    const set = (found) => isCurrent && setAnswer({ engine, requestText, ...found });
    engine.report({ report: 'tallyfold.query', requestText }).then(
      ({ body }) => set({ body }),
      (problem) => set({ error: problem }),
    );
    // An answer that comes after another question, or after the end, is for nobody.
    return () => (isCurrent = false);
  }, [engine, requestText]);
  if (error) return { error };
  return answer?.engine === engine && answer?.requestText === requestText ? answer : undefined;
}

/** An engine in a worker that has read the file. */
function useEngine(file) {
  const [state, setState] = useState({});
  useEffect(() => {
    if (!file) return undefined;
    const ended = new AbortController();
    const set = (found) => ended.signal.aborted || setState({ file, ...found });
    const starting = createEngine();
    starting
      .then(async (engine) => {
        await engine.appendFrom(file, { signal: ended.signal });
        set({ engine });
      })
      .catch((error) => set({ error }));
    return () => {
      ended.abort();
      starting.then((engine) => engine.close(), () => {});
    };
  }, [file]);
  return state.file === file ? state : {};
}
