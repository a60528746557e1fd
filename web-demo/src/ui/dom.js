// SPDX-License-Identifier: Apache-2.0
// Elements in one expression. No attribute is ever a script or a style, so the policy allows all of it.

/**
 * @param {string} tag with classes: `button.primary`
 * @param {object} [given] attributes; `on` has listeners, `css` custom properties; undefined and false are left out
 * @param {...(Node | string | undefined | false)} children
 */
export function h(tag, given = {}, ...children) {
  const [name, ...classes] = tag.split('.');
  const element = document.createElement(name);
  if (classes.length > 0) element.className = classes.join(' ');
  fill(element, given);
  element.append(...children.filter((child) => child !== undefined && child !== false && child !== null));
  return element;
}

function fill(element, { on = {}, css = {}, ...attributes }) {
  for (const [event, listener] of Object.entries(on)) element.addEventListener(event, listener);
  for (const [property, value] of Object.entries(css)) element.style.setProperty(property, value);
  for (const [attribute, value] of Object.entries(attributes)) {
    if (value === undefined || value === false || value === null) continue;
    element.setAttribute(attribute, value === true ? '' : String(value));
  }
}

const SVG = 'http://www.w3.org/2000/svg';

/** The same for pictures. */
export function svg(tag, attributes = {}, ...children) {
  const element = document.createElementNS(SVG, tag);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  element.append(...children);
  return element;
}

/** Replaces what stands in an element. */
export const put = (element, ...children) => element.replaceChildren(...children.filter(Boolean));

const PATHS = {
  sun: 'M12 3v2m0 14v2M3 12h2m14 0h2M5.6 5.6 7 7m10 10 1.4 1.4M18.4 5.6 17 7M7 17l-1.4 1.4M12 8a4 4 0 1 0 0 8 4 4 0 0 0 0-8',
  moon: 'M20 14.5A8 8 0 0 1 9.5 4 8 8 0 1 0 20 14.5',
  close: 'M6 6l12 12M18 6 6 18',
  link: 'M10 14a4 4 0 0 0 6 .4l3-3a4 4 0 0 0-5.7-5.7l-1 1M14 10a4 4 0 0 0-6-.4l-3 3a4 4 0 0 0 5.7 5.7l1-1',
  file: 'M14 3H6v18h12V7zM14 3v4h4',
  upload: 'M12 16V4m0 0L7 9m5-5 5 5M4 16v4h16v-4',
  download: 'M12 4v12m0 0-5-5m5 5 5-5M4 16v4h16v-4',
  table: 'M3 5h18v14H3zM3 10h18M9 5v14',
  layers: 'M12 3 3 8l9 5 9-5zM3 13l9 5 9-5',
  lock: 'M6 11h12v9H6zM8 11V8a4 4 0 0 1 8 0v3',
};

/** A small picture of a line, which says nothing by itself. */
export function icon(name) {
  const attributes = { viewBox: '0 0 24 24', class: 'icon', 'aria-hidden': 'true' };
  return svg('svg', attributes, svg('path', { d: PATHS[name] }));
}

/** Gives a text to the clipboard or a file to the person. */
export function save(blob, name) {
  const address = URL.createObjectURL(blob);
  h('a', { href: address, download: name }).click();
  setTimeout(() => URL.revokeObjectURL(address), 10_000);
}
