// SPDX-License-Identifier: Apache-2.0
// The form of a report, and beneath it the request itself, which can be written by hand: both say the same.

import { memberText, parsedRequest, withMember } from '../reports/request.js';
import { makeSelect } from './controls.js';
import { h, put } from './dom.js';

/** @param {{ onRequest: (request: object) => void, onNow: (now: string) => void, onCatalog: (text: string) => void }} handlers */
export function makeReportForm({ onRequest, onNow, onCatalog }) {
  const fields = h('div.report-fields', {});
  const written = h('textarea.written', { rows: 8, spellcheck: 'false', 'aria-label': 'The request as JSON', on: { change: () => write() } });
  const wrong = h('p.notice', { role: 'alert', hidden: true }, 'This is no JSON object; the answer is that of the request before.');
  const catalog = makeCatalogPart(onCatalog);
  const node = h('section.card.report-form', { 'aria-label': 'Request' }, h('h3', {}, 'Request'), fields,
    h('h4', {}, 'As JSON'), written, wrong, catalog.node);

  function write() {
    const request = parsedRequest(written.value);
    wrong.hidden = request !== undefined;
    if (request) onRequest(request);
  }

  return {
    node,
    set({ form, request, now, loaded, needsCatalog }) {
      const focus = document.activeElement?.dataset?.member;
      put(fields, ...form.fields.map((field) => fieldNode(field, request, loaded, onRequest)), nowNode(now, onNow));
      if (focus) fields.querySelector(`[data-member="${focus}"]`)?.focus();
      written.value = JSON.stringify(request, null, 2);
      wrong.hidden = true;
      catalog.set(needsCatalog, loaded.catalog);
    },
  };
}

function fieldNode(field, request, loaded, onRequest) {
  const value = memberText(request, field);
  const change = (given) => onRequest(withMember(request, field, given));
  if (field.kind === 'choice') {
    const select = makeSelect({ label: field.label, onChange: change });
    const known = value === '' || field.options.includes(value) ? field.options : [...field.options, value];
    select.set([{ value: '', name: '–' }, ...known.map((one) => ({ value: one, name: one }))], value);
    select.node.querySelector('select').dataset.member = field.name;
    return select.node;
  }
  const offered = offers(field, loaded);
  const id = `offers-${field.name}`;
  const input = h('input', {
    type: 'text', value, placeholder: field.hint, list: offered.length > 0 && id, 'data-member': field.name, 'aria-label': field.label,
    on: { change: () => change(input.value) },
  });
  return h('label.select.entry', {}, h('span.caption', { 'aria-hidden': 'true' }, field.label), input,
    offered.length > 0 && h('datalist', { id }, ...offered.map((one) => h('option', { value: one }))));
}

const offers = ({ from }, { names, customers, fields }) =>
  ({ names, customers, numbers: fields.filter(({ isNumber }) => isNumber).map(({ name }) => name) })[from] ?? [];

function nowNode(now, onNow) {
  const input = h('input', { type: 'text', value: now, 'data-member': 'now', 'aria-label': 'Asked at', on: { change: () => onNow(input.value.trim()) } });
  return h('label.select.entry', {}, h('span.caption', { 'aria-hidden': 'true' }, 'Asked at'), input);
}

/** The facts that a report needs beside events: pasted, or from a file. */
function makeCatalogPart(onCatalog) {
  const told = h('span.quiet', {});
  const text = h('textarea.written', { rows: 4, spellcheck: 'false', 'aria-label': 'The catalog as JSON', placeholder: '{"billable_metrics": …}' });
  const file = h('input', { type: 'file', accept: '.json', 'aria-label': 'A catalog from a file', on: { change: async () => {
    if (!file.files[0]) return;
    text.value = await file.files[0].text();
    onCatalog(text.value);
  } } });
  const use = h('button.button', { type: 'button', on: { click: () => onCatalog(text.value) } }, 'Use this catalog');
  const node = h('details.catalog', { hidden: true }, h('summary', {}, h('b', {}, 'Catalog'), told), text, h('div.way-row', {}, use, file));
  return {
    node,
    set(isNeeded, catalog) {
      node.hidden = !isNeeded;
      told.textContent = catalog ? 'what no event tells: taken' : 'none yet: paste what the service’s API returns';
      if (catalog !== undefined) text.value = catalog;
    },
  };
}
