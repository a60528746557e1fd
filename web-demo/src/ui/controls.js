// SPDX-License-Identifier: Apache-2.0
// Small controls: a labelled choice, a row of choices of which one holds, a switch.

import { h, put } from './dom.js';

/**
 * A choice. `options` are { value, name } or { group, options }.
 * @param {{ label: string, onChange: (value: string) => void }} given
 */
export function makeSelect({ label, onChange }) {
  const select = h('select', { 'aria-label': label, on: { change: () => onChange(select.value) } });
  const caption = h('span.caption', { 'aria-hidden': 'true' }, label);
  let known = '';
  return {
    node: h('label.select', {}, caption, select),
    set(options, value, disabled = false) {
      const key = JSON.stringify(options);
      if (key !== known) put(select, ...options.map(optionNode));
      known = key;
      select.value = value;
      select.disabled = disabled;
    },
  };
}

const optionNode = ({ value, name, group, options }) =>
  group ? h('optgroup', { label: group }, ...options.map(optionNode)) : h('option', { value }, name);

/** One of a few, all of which are seen: radio buttons underneath, so arrow keys work. */
export function makeSegments({ label, onChange }) {
  const node = h('div.segments', { role: 'radiogroup', 'aria-label': label });
  let known = '';
  const button = ({ value, name }) =>
    h('button', { type: 'button', role: 'radio', 'data-value': value, on: { click: () => onChange(value) } }, name);
  node.addEventListener('keydown', (event) => {
    const way = { ArrowLeft: -1, ArrowUp: -1, ArrowRight: 1, ArrowDown: 1 }[event.key];
    if (!way) return;
    event.preventDefault();
    const all = [...node.children];
    const next = all[(all.indexOf(document.activeElement) + way + all.length) % all.length];
    next.focus();
    next.click();
  });
  return {
    node,
    set(options, value) {
      const key = JSON.stringify(options);
      if (key !== known) put(node, ...options.map(button));
      known = key;
      const one = [...node.children];
      const chosen = one.find((each) => each.dataset.value === value);
      one.forEach((each) => {
        each.setAttribute('aria-checked', String(each === chosen));
        each.tabIndex = each === (chosen ?? one[0]) ? 0 : -1;
      });
    },
  };
}

/** Something that is on or off. */
export function makeSwitch({ label, onChange, title }) {
  const node = h('button.toggle', { type: 'button', 'aria-pressed': 'false', title, on: { click: () => onChange(node.getAttribute('aria-pressed') !== 'true') } }, label);
  return {
    node,
    set(value, disabled = false) {
      node.setAttribute('aria-pressed', String(value));
      node.disabled = disabled;
    },
  };
}
