// SPDX-License-Identifier: Apache-2.0
// The filters that hold, each to be turned around or taken away.

import { nameOf } from '../query/fields.js';
import { h, icon, put } from './dom.js';

/** @param {ReturnType<import('../state/store.js').makeStore>} store */
export function makeFilters(store) {
  const node = h('div.filters', { role: 'group', 'aria-label': 'Filters', hidden: true });
  return {
    node,
    update({ filters }) {
      node.hidden = filters.length === 0;
      const chips = filters.map((filter) => chip(store, filters, filter));
      const clear = h('button.text', { type: 'button', on: { click: () => store.set({ filters: [] }) } }, 'Clear all');
      put(node, ...chips, clear);
    },
  };
}

function chip(store, filters, filter) {
  const { field, values, not } = filter;
  const text = values.map((value) => value ?? 'none').join(', ');
  const turned = filters.map((one) => (one === filter ? { ...one, not: !not } : one));
  const turn = h('button.chip-is', { type: 'button', title: 'Turn around', on: { click: () => store.set({ filters: turned }) } }, not ? 'is not' : 'is');
  const remove = h('button.chip-close', {
    type: 'button', 'aria-label': `Remove the filter ${nameOf(field)} ${not ? 'is not' : 'is'} ${text}`,
    on: { click: () => store.set({ filters: filters.filter((one) => one !== filter) }) },
  }, icon('close'));
  return h('span.chip', {}, h('span.quiet', {}, nameOf(field)), turn, h('span.chip-values', { title: text }, text), remove);
}
