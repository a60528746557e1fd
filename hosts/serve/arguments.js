// SPDX-License-Identifier: Apache-2.0
// What the command line asks for, as options of startServer. Files that it names are not read here.

import { TallyfoldError } from 'tallyfold';

const READERS = {
  port: wholeNumber,
  host: asItIs,
  data: asItIs,
  keys: asItIs,
  store: asItIs,
  'max-memory': bytes,
  'max-body': bytes,
};
/** Those behind `--dataset NAME` are that dataset's. */
const OF_A_DATASET = ['dialect', 'format', 'catalog'];
const LISTS = ['events', 'cors'];
const NAMES = { 'max-memory': 'maxMemory', 'max-body': 'maxBodyBytes' };
const UNITS = { '': 1, K: 1024, M: 1024 ** 2, G: 1024 ** 3 };

const misuse = (message) => new TallyfoldError('misuse', message);
const isOption = (word) => word.startsWith('--');

/** Reads the words behind `serve`. Throws misuse with one sentence for the user. */
export function readArguments(words) {
  if (words.includes('--help') || words.includes('-h')) return { help: true };
  const given = {};
  let section = given;
  const rest = [...words];
  while (rest.length > 0) {
    const { name, values } = takeOption(rest);
    if (name === 'dataset') section = sectionOf(given, values[0]);
    else if (name === 'events' || OF_A_DATASET.includes(name)) put(section, name, values);
    else put(given, name, values);
  }
  if (given.cors?.includes('*')) given.cors = '*';
  return given;
}

// One option with all words up to the next.
function takeOption(rest) {
  const word = rest.shift();
  if (!isOption(word)) throw misuse(`unexpected argument "${word}"`);
  const equals = word.indexOf('=');
  const name = word.slice(2, equals < 0 ? undefined : equals);
  const isKnown = [...LISTS, ...OF_A_DATASET, 'dataset'].includes(name) || Object.hasOwn(READERS, name);
  if (!isKnown) throw misuse(`serve has no option --${name}`);
  const values = equals < 0 ? [] : [word.slice(equals + 1)];
  const most = LISTS.includes(name) && equals < 0 ? Infinity : 1;
  while (values.length < most && rest.length > 0 && !isOption(rest[0])) values.push(rest.shift());
  if (values.length === 0 || values.includes('')) throw misuse(`--${name} needs a value`);
  return { name, values };
}

function put(into, name, values) {
  if (LISTS.includes(name)) {
    into[name] = [...(into[name] ?? []), ...values];
    return;
  }
  const key = NAMES[name] ?? name;
  if (into[key] !== undefined) throw misuse(`--${name} is given twice`);
  into[key] = (READERS[name] ?? asItIs)(values[0], name);
}

function sectionOf(given, name) {
  given.datasets ??= Object.create(null);
  given.datasets[name] ??= {};
  return given.datasets[name];
}

function asItIs(text) {
  return text;
}

function wholeNumber(text, name) {
  if (/^\d{1,9}$/.test(text)) return Number(text);
  throw misuse(`--${name} must be a whole number, not "${text}"`);
}

function bytes(text, name) {
  const [, digits, unit] = /^(\d{1,12})([KMG]?)$/.exec(text) ?? [];
  if (Number(digits) > 0) return Number(digits) * UNITS[unit];
  throw misuse(`--${name} must be a number of bytes, such as 512M or 2G, not "${text}"`);
}
