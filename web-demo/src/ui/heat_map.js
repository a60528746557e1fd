// SPDX-License-Identifier: Apache-2.0
// When in the week: hours of the local clock, a row per weekday. A table underneath, so that every cell can be read.

import { compact, exact } from '../format/numbers.js';
import { WEEKDAYS } from '../query/heat.js';
import { h, put } from './dom.js';

const HOURS = Array.from({ length: 24 }, (_, hour) => hour);
const hourName = (hour) => `${String(hour).padStart(2, '0')}:00`;

export function makeHeatMap() {
  const title = h('h3', {});
  const table = h('table.heat', {});
  const told = h('p.quiet.heat-told', { 'aria-hidden': 'true' });
  const node = h('section.card.heat-card', { 'aria-label': 'By hour and weekday' },
    h('header.card-head', {}, title, told), h('div.heat-scroll', {}, table));
  const cellOf = (event) => event.target.closest?.('td');
  table.addEventListener('pointermove', (event) => (told.textContent = cellOf(event)?.title ?? ''));
  table.addEventListener('pointerleave', () => (told.textContent = ''));

  return {
    node,
    draw(cells, name, zone) {
      const most = Math.max(...cells.flat().map(({ number }) => number), 0);
      title.textContent = `${name} by hour and weekday`;
      const head = h('tr', {}, h('td', {}), ...HOURS.map((hour) =>
        h('th', { scope: 'col' }, h('span.sr-only', {}, hourName(hour)), h('span', { 'aria-hidden': 'true' }, hour % 6 === 0 ? hourName(hour) : ''))));
      put(table, h('caption.sr-only', {}, `${name} by weekday and hour in ${zone}`), h('thead', {}, head),
        h('tbody', {}, ...cells.map((hours, day) => dayRow(hours, day, most))));
    },
  };
}

function dayRow(hours, day, most) {
  const cells = hours.map(({ text, number }, hour) => {
    const level = most > 0 && number > 0 ? 0.06 + (0.94 * number) / most : 0;
    const title = `${WEEKDAYS[day]} ${hourName(hour)}–${hourName((hour + 1) % 24)}: ${exact(text)}`;
    return h('td', { title, css: { '--level': level.toFixed(3) } }, h('span.sr-only', {}, compact(number)));
  });
  return h('tr', {}, h('th', { scope: 'row' }, h('span.sr-only', {}, WEEKDAYS[day]), h('span', { 'aria-hidden': 'true' }, WEEKDAYS[day].slice(0, 3))), ...cells);
}
