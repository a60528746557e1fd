// SPDX-License-Identifier: Apache-2.0
// If this fails, a link of the dashboard shows another view than the one that was shared, or "back" goes astray.

import assert from 'node:assert/strict';
import { test } from 'node:test';

import { defaults, readState, toggled, writeState } from '../../web-demo/src/state/state.js';
import { makeStore } from '../../web-demo/src/state/store.js';

const roundTrip = (state) => readState(writeState(state));

test('the defaults write nothing, and nothing reads as the defaults', () => {
  assert.equal(writeState(defaults()), '');
  assert.deepEqual(readState(''), defaults());
});

test('every member survives the address, filters of any text too', () => {
  const state = {
    ...defaults(),
    data: 'https://example.com/a b.ndjson?x=1&y=2', metric: 'properties.cost', agg: 'p95', window: 'week',
    zone: 'America/Santiago', from: '2025-03-01', to: '2025-03-05T10:00:00Z', group: 'customer', top: '7', chart: 'area',
    compare: true, cumulative: true,
    filters: [
      { field: 'properties.a~b*c', values: ['x~y', '*n', '', null, '!', 'ü&=+%'], not: true },
      { field: 'event', values: ['call'], not: false },
    ],
  };
  assert.deepEqual(roundTrip(state), state);
  // Encoded as a mailer or a chat would.
  assert.deepEqual(readState(new URL(`https://example.com/?${writeState(state)}`).search), state);
});

test('a short link stays short', () => {
  const state = { ...defaults(), group: 'properties.model', filters: [{ field: 'customer', values: ['ann', 'ben'], not: false }] };
  assert.equal(writeState(state), 'group=properties.model&where=customer%7Eann%7Eben');
});

test('what cannot be read is left at its default', () => {
  const state = readState('agg=median&window=fortnight&zone=Mars/Base&from=soon&to=2025-13-45&chart=pie&top=99&where=&where=x&other=1');
  assert.deepEqual(state, defaults());
});

test('a value goes into the filters, beside others of its field, and out again', () => {
  const one = toggled([], 'customer', 'ann');
  const two = toggled(one, 'customer', null);
  assert.deepEqual(two, [{ field: 'customer', values: ['ann', null], not: false }]);
  assert.deepEqual(toggled(two, 'customer', 'ann', true).length, 2);
  assert.deepEqual(toggled(toggled(two, 'customer', 'ann'), 'customer', null), []);
});

/** A window's part that the store uses, with a history that goes back. */
function makePage(search) {
  const steps = [search];
  let listener;
  const location = { pathname: '/demo/', get search() { return steps.at(-1); } };
  const put = (address, replace) => {
    if (replace) steps.pop();
    steps.push(address.slice(location.pathname.length));
  };
  return {
    page: {
      location,
      history: { pushState: (_, __, to) => put(to, false), replaceState: (_, __, to) => put(to, true) },
      addEventListener: (_, listen) => (listener = listen),
    },
    steps,
    back() {
      steps.pop();
      listener();
    },
  };
}

test('a change is a step of the history, and "back" undoes it', () => {
  const { page, steps, back } = makePage('?group=customer');
  const store = makeStore(page);
  const seen = [];
  store.listen((state) => seen.push(state.group));
  store.set({ group: 'event' });
  store.set({ group: 'event' }); // no change, no step
  assert.deepEqual(steps, ['?group=customer', '?group=event']);
  back();
  assert.equal(store.state.group, 'customer');
  store.set({ group: '' }, { replace: true });
  assert.deepEqual(steps, ['']);
  assert.deepEqual(seen, ['event', 'customer', '']);
});
