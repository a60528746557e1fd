// SPDX-License-Identifier: Apache-2.0
// The head of the page: whose events these are, and what can be done with the page as a whole.

import { compact, exact } from '../format/numbers.js';
import { h, icon, put, svg } from './dom.js';
import { makeThemeButton } from './theme.js';

const TABS = { explore: 'Explore', flexprice: 'Flexprice', seatsio: 'seats.io', lago: 'Lago', pricing: 'Pricing' };

/** @param {{ onTheme: () => void, onNew: () => void, onChoose: () => void, onView: (view: string) => void }} handlers */
export function makeHeader({ onTheme, onNew, onChoose, onView }) {
  const told = h('div.told', {});
  const share = h('button.icon-button', { type: 'button', title: 'Copy the link of this view', 'aria-label': 'Copy the link of this view', hidden: true, on: { click: () => copy() } }, icon('link'));
  const open = h('button.icon-button', { type: 'button', title: 'Open another file', 'aria-label': 'Open another file', hidden: true, on: { click: onChoose } }, icon('file'));
  const tabs = h('nav.tabs', { 'aria-label': 'Views', hidden: true }, ...Object.entries(TABS).map(([view, name]) =>
    h('button', { type: 'button', 'data-view': view, on: { click: () => onView(view) } }, name)));
  const said = h('span.sr-only', { role: 'status' });
  const home = h('button.brand', { type: 'button', title: 'Start anew', on: { click: onNew } }, mark(), 'Tallyfold');
  const node = h('header.top', {}, h('a.skip', { href: '#main' }, 'Skip to the content'), home, told, tabs,
    h('div.top-tools', {}, said, share, open, makeThemeButton({ onChange: onTheme })));

  async function copy() {
    await navigator.clipboard.writeText(location.href);
    said.textContent = 'The link is copied';
    share.classList.add('done');
    setTimeout(() => share.classList.remove('done'), 1200);
  }

  return {
    node,
    setView(view) {
      for (const tab of tabs.children) {
        tab.setAttribute('aria-current', tab.dataset.view === view ? 'page' : 'false');
        if (tab.dataset.view === view) tab.scrollIntoView({ block: 'nearest', inline: 'nearest' });
      }
    },
    /** @param {{ name: string, accepted: number, seconds: number } | undefined} loaded */
    set(loaded) {
      open.hidden = !loaded;
      share.hidden = tabs.hidden = !loaded?.hours;
      if (!loaded) return put(told);
      const { name, accepted, seconds } = loaded;
      return put(told, h('span.told-name', { title: name }, name),
        h('span.quiet', { title: `read in ${seconds.toFixed(2)} s` }, `${exact(String(accepted))} events${accepted >= 100_000 ? ` · ${compact(accepted / seconds)} a second` : ''}`));
    },
  };
}

/** Four strokes and the fifth that folds them. */
function mark() {
  const stroke = (d, color) => svg('path', { d, stroke: color, 'stroke-width': 2.6, 'stroke-linecap': 'round', fill: 'none' });
  return svg('svg', { viewBox: '0 0 32 32', width: 26, height: 26, 'aria-hidden': 'true' },
    svg('rect', { width: 32, height: 32, rx: 8, fill: '#3d4ed8' }),
    stroke('M8.5 9v14M13.5 9v14M18.5 9v14M23.5 9v14', '#fff'), stroke('M5.5 21 26.5 11', '#ffd27a'));
}
