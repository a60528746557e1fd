// SPDX-License-Identifier: Apache-2.0
// What the events were taken for, and the way to say it better: a format, a dialect, or where each fact stands.

import { mappingOf, placesOf, valueAt } from '../data/recognise.js';
import { nameOf } from '../query/fields.js';
import { makeSelect } from './controls.js';
import { h, put } from './dom.js';

const FORMATS = ['ndjson', 'json', 'csv'];
const DIALECTS = { flexprice: 'Flexprice', lago: 'Lago', cloudevents: 'CloudEvents', seatsio: 'seats.io', mapping: 'Another shape' };
const FACTS = ['name', 'customer', 'time', 'id', 'properties'];
const WORDS = { name: 'Event name', customer: 'Customer', time: 'Time', id: 'Id, if sent twice', properties: 'Properties' };

/** @param {{ onGiven: (given: { format: string, dialect: string | object }) => void }} handlers */
export function makeSourcePanel({ onGiven }) {
  const summary = h('span.quiet', {});
  const body = h('div.source-body', {});
  const node = h('details.card.source', { id: 'source' }, h('summary', {}, h('h3', {}, 'Shape of the events'), summary), body);
  return {
    node,
    set(loaded) {
      const { format, dialect, records } = loaded;
      const isMapping = typeof dialect === 'object';
      summary.textContent = `${format.toUpperCase()} · ${isMapping ? 'another shape, guessed from the first events' : DIALECTS[dialect]}`;
      node.open = isMapping;
      drawForm(body, { format, dialect, records }, onGiven);
    },
  };
}

function drawForm(body, chosen, onGiven) {
  const { format, dialect, records } = chosen;
  const again = (changes) => drawForm(body, { ...chosen, ...changes }, onGiven);
  const formats = makeSelect({ label: 'Format', onChange: (value) => again({ format: value }) });
  formats.set(FORMATS.map((value) => ({ value, name: value.toUpperCase() })), format);
  const dialects = makeSelect({ label: 'Dialect', onChange: (value) => again({ dialect: value === 'mapping' ? mappingOf(records, format) : value }) });
  const isMapping = typeof dialect === 'object';
  dialects.set(Object.entries(DIALECTS).map(([value, name]) => ({ value, name })), isMapping ? 'mapping' : dialect);
  const fields = isMapping ? mappingSelects(chosen, (mapping) => again({ dialect: mapping })) : [];
  put(body, h('div.toolbar-row', {}, formats.node, dialects.node, ...fields),
    isMapping && preview(chosen),
    h('p', {}, h('button.button.primary', { type: 'button', on: { click: () => onGiven({ format, dialect }) } }, 'Read again so')));
}

function mappingSelects({ dialect, records, format }, onMapping) {
  const places = placesOf(records, format).map(({ place }) => ({ value: place, name: place }));
  const bags = [...new Set(places.map(({ value }) => value.split('/').slice(0, 2).join('/')).filter((place) => places.every(({ value }) => value !== place)))];
  const selects = FACTS.map((fact) => {
    const select = makeSelect({ label: WORDS[fact], onChange: (value) => onMapping(withFact(dialect, fact, value)) });
    const own = dialect[fact]?.const ? [{ value: '', name: `always “${dialect[fact].const}”` }] : [{ value: '', name: fact === 'name' ? 'always “event”' : 'none' }];
    const options = fact === 'properties' ? [{ value: '*', name: 'all other fields' }, ...bags.map((value) => ({ value, name: value }))] : [...own, ...places];
    select.set(options, typeof dialect[fact] === 'string' ? dialect[fact] : '');
    return select.node;
  });
  const unit = makeSelect({ label: 'Unit of times', onChange: (value) => onMapping({ ...dialect, timeUnit: value }) });
  unit.set(['s', 'ms', 'us', 'ns'].map((value) => ({ value, name: value })), dialect.timeUnit ?? 's');
  return [...selects, unit.node];
}

function withFact(mapping, fact, value) {
  const { [fact]: _, ...rest } = mapping;
  if (value !== '') return { ...rest, [fact]: value };
  return fact === 'name' ? { ...rest, name: { const: 'event' } } : rest;
}

/** How the first events read with this mapping. */
function preview({ dialect, records }) {
  const facts = FACTS.filter((fact) => fact !== 'properties' && dialect[fact]);
  const text = (value) => (value === undefined || value === null ? '–' : String(value));
  const rows = records.slice(0, 3).map((record) => h('tr', {}, ...facts.map((fact) => h('td', {}, text(valueAt(record, dialect[fact]))))));
  return h('div.table-scroll', { tabindex: 0, role: 'region', 'aria-label': 'The first events' },
    h('table.data', {}, h('thead', {}, h('tr', {}, ...facts.map((fact) => h('th', { scope: 'col' }, nameOf(WORDS[fact]))))), h('tbody', {}, ...rows)));
}
