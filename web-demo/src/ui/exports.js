// SPDX-License-Identifier: Apache-2.0
// What is seen, to take along: as a file, as a picture, as code.

import { codeOf, csvOf, jsonOf } from '../data/export.js';
import { paint } from './colors.js';
import { columnsOf } from './data_table.js';
import { h, icon, save } from './dom.js';

/** @param {{ picture: () => object, canvas: () => HTMLCanvasElement | undefined, code: () => object }} given */
export function makeExports({ picture, canvas, code }) {
  const request = () => code().request;
  const file = (text, type, ending) => save(new Blob([text], { type }), `tallyfold.${ending}`);
  const copy = (kind) => navigator.clipboard.writeText(codeOf(request(), code())[kind]);
  const items = [
    ['CSV', () => file(csvOf(picture(), columnsOf(picture())), 'text/csv', 'csv')],
    ['JSON', () => file(jsonOf(picture(), columnsOf(picture()), request()), 'application/json', 'json')],
    ['PNG', () => savePicture(canvas(), picture().label)],
    ['Copy as JavaScript', () => copy('javascript')],
    ['Copy as shell command', () => copy('shell')],
    ['Copy as curl', () => copy('curl')],
  ];
  const said = h('span.sr-only', { role: 'status' });
  const menu = h('details.menu', {},
    h('summary.icon-button', { title: 'Export', 'aria-label': 'Export' }, icon('download')),
    h('div.menu-items', {}, ...items.map(([name, run]) => h('button', { type: 'button', on: { click: () => act(name, run) } }, name))), said);

  async function act(name, run) {
    await run();
    said.textContent = `${name}: done`;
    menu.open = false;
    menu.querySelector('summary').focus();
  }
  document.addEventListener('click', (event) => !menu.contains(event.target) && (menu.open = false));
  menu.addEventListener('keydown', ({ key }) => key === 'Escape' && (menu.open = false));
  return { node: menu };
}

// The canvas with its title, on the ground of the theme.
function savePicture(canvas, label) {
  const scale = devicePixelRatio;
  const head = 44 * scale;
  const whole = Object.assign(document.createElement('canvas'), { width: canvas.width, height: canvas.height + head });
  const context = whole.getContext('2d');
  context.fillStyle = paint('--surface');
  context.fillRect(0, 0, whole.width, whole.height);
  context.fillStyle = paint('--text');
  context.font = `600 ${15 * scale}px ${getComputedStyle(document.body).fontFamily}`;
  context.fillText(label, 16 * scale, 28 * scale);
  context.drawImage(canvas, 0, head);
  return new Promise((resolve) => whole.toBlob((blob) => resolve(save(blob, 'tallyfold.png'))));
}
