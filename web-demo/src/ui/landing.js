// SPDX-License-Identifier: Apache-2.0
// The first page: drop a file, choose one, paste, give an address, or take the sample.

import { h, icon } from './dom.js';

/**
 * @param {{ onInput: (input: object, name: string) => void, onData: (data: string) => void }} handlers
 *   `onData` for what a link can name: the samples and addresses
 */
export function makeLanding({ onInput, onData }) {
  const file = h('input.sr-only', { type: 'file', id: 'file', multiple: false, on: { change: () => take(file.files[0]) } });
  const take = (chosen) => {
    if (chosen) onInput({ kind: 'blob', blob: chosen }, chosen.name);
    file.value = '';
  };
  const drop = h('div.drop', {},
    icon('upload'),
    h('p.drop-title', {}, 'Drop a file of events'),
    h('p.quiet', {}, 'NDJSON, JSON or CSV, plain or gzip, of any size. The shape is recognised.'),
    h('label.button.primary', { for: 'file' }, 'Choose a file'), file);
  const samples = h('div.samples', {},
    h('button.button', { type: 'button', on: { click: () => onData('sample') } }, 'Take the sample', h('small', {}, '20,000 events of an AI API')),
    h('button.button', { type: 'button', on: { click: () => onData('million') } }, 'Take a million', h('small', {}, 'the same company, fifty times as busy')));
  const node = h('section.landing', {},
    h('h1', {}, 'Usage, at once.'),
    h('p.lead', {}, 'Drop a file of events and see what was used, by whom and when: every digit exact, every event accounted for.'),
    drop, samples, h('div.ways', {}, addressForm(onData), pasteForm(onInput)),
    h('p.promise', {}, icon('lock'), 'Computed in this tab. No event leaves it.'));
  return { node, choose: () => file.click() };
}

function addressForm(onData) {
  const address = h('input', { type: 'url', required: true, placeholder: 'https://…/events.ndjson', 'aria-label': 'Address of a file of events' });
  const submit = (event) => {
    event.preventDefault();
    onData(address.value);
  };
  return h('form.way', { on: { submit } }, h('h2', {}, 'From an address'), h('div.way-row', {}, address, h('button.button', {}, 'Read')));
}

function pasteForm(onInput) {
  const text = h('textarea', { rows: 2, required: true, placeholder: '{"event_name":"call", …}', 'aria-label': 'Events to read' });
  const submit = (event) => {
    event.preventDefault();
    onInput({ kind: 'blob', blob: new Blob([text.value]) }, 'Pasted events');
  };
  return h('form.way', { on: { submit } }, h('h2', {}, 'Pasted'), h('div.way-row', {}, text, h('button.button', {}, 'Read')));
}

/** Lets files be dropped anywhere on the page. */
export function acceptDrops(onInput) {
  const { documentElement: root } = document;
  const holdsFiles = (event) => event.dataTransfer?.types.includes('Files');
  let inside = 0;
  addEventListener('dragenter', (event) => holdsFiles(event) && root.classList.toggle('dropping', ++inside > 0));
  addEventListener('dragleave', (event) => holdsFiles(event) && root.classList.toggle('dropping', --inside > 0));
  addEventListener('dragover', (event) => holdsFiles(event) && event.preventDefault());
  addEventListener('drop', (event) => {
    inside = 0;
    root.classList.remove('dropping');
    const [file] = event.dataTransfer?.files ?? [];
    if (!file) return;
    event.preventDefault();
    onInput({ kind: 'blob', blob: file }, file.name);
  });
  addEventListener('paste', (event) => {
    const text = event.clipboardData?.getData('text') ?? '';
    if (event.target.closest('input, textarea') || !/^\s*[[{]/.test(text)) return;
    onInput({ kind: 'blob', blob: new Blob([text]) }, 'Pasted events');
  });
}
