// SPDX-License-Identifier: Apache-2.0
// The state as it stands, tied to the address: changes make an entry of the history, "back" undoes them.

import { readState, writeState } from './state.js';

/** @param {{ location: Location, history: History, addEventListener: Function }} page */
export function makeStore(page = window) {
  const listeners = new Set();
  let state = readState(page.location.search);

  const tell = (before) => listeners.forEach((listen) => listen(state, before));
  page.addEventListener('popstate', () => {
    const before = state;
    state = readState(page.location.search);
    tell(before);
  });

  return {
    get state() {
      return state;
    },
    /** Changes some members. `replace` leaves no step to go back to: for what no person chose. */
    set(changes, { replace = false } = {}) {
      const before = state;
      state = { ...state, ...changes };
      const text = writeState(state);
      if (text === writeState(before)) return;
      const address = page.location.pathname + (text && `?${text}`);
      page.history[replace ? 'replaceState' : 'pushState'](null, '', address);
      tell(before);
    },
    /** @param {(state: import('./state.js').State, before: import('./state.js').State) => void} listen */
    listen(listen) {
      listeners.add(listen);
    },
  };
}
