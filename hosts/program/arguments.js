// SPDX-License-Identifier: Apache-2.0
// What the command line asks for, by the rules of hosts/native/arguments.cpp.

import { misuse } from '../../wasm/errors.js';

/** Options with one value, and the commands that know them. */
const OPTIONS = {
  dialect: ['report'],
  format: ['report'],
  request: ['report', 'merge'],
  report: ['report', 'merge'],
  mode: ['report', 'merge'],
  now: ['report', 'merge'],
  catalog: ['report', 'merge'],
  ledger: ['report', 'merge'],
  state: ['report'],
  threads: ['report'],
};
const MOST_THREADS = 64;
const FORMATS = ['ndjson', 'json', 'csv'];

/** Reads the words after the program's name. Throws misuse with one sentence for the user. */
export function readArguments(words) {
  if (words.length === 0) throw misuse('say what to do: report, merge or serve; --help tells more');
  // Its words are read where its options are known.
  if (words[0] === 'serve') return { command: 'serve', words: words.slice(1) };
  if (words.includes('--help') || words.includes('-h')) return { command: 'help' };
  const [command, ...rest] = words;
  if (command === '--version') return { command: 'version' };
  if (command !== 'report' && command !== 'merge') {
    throw misuse(`unknown command "${command}"; there are report, merge and serve`);
  }
  const given = { command, events: [], states: [], progress: false };
  while (rest.length > 0) takeWord(given, rest);
  check(given);
  return given;
}

const isOption = (word) => word.startsWith('--');

// Takes one option with its values, or one state file.
function takeWord(given, rest) {
  const word = rest.shift();
  if (!isOption(word)) {
    if (given.command !== 'merge') throw misuse(`unexpected argument "${word}"`);
    given.states.push(word);
    return;
  }
  const equals = word.indexOf('=');
  const name = equals < 0 ? word : word.slice(0, equals);
  let value = equals < 0 ? undefined : word.slice(equals + 1);
  if (name === '--progress' && value === undefined) {
    given.progress = true;
  } else if (name === '--events' && given.command === 'report') {
    takeEvents(given, value, rest);
  } else {
    const key = name.slice(2);
    if (!Object.hasOwn(OPTIONS, key) || !OPTIONS[key].includes(given.command)) {
      throw misuse(`${given.command} has no option ${name}`);
    }
    if (given[key] !== undefined) throw misuse(`${name} is given twice`);
    if (value === undefined && rest.length > 0 && !isOption(rest[0])) value = rest.shift();
    if (!value) throw misuse(`${name} needs a value`);
    given[key] = value;
  }
}

function takeEvents(given, value, rest) {
  const before = given.events.length;
  if (value) given.events.push(value);
  while (value === undefined && rest.length > 0 && !isOption(rest[0]))
    given.events.push(rest.shift());
  if (given.events.length === before) throw misuse('--events needs a value');
}

function check({ command, events, states, request, catalog, format, threads }) {
  if (command === 'report' && events.length === 0) throw misuse('report needs --events');
  if (!request) throw misuse(`${command} needs --request`);
  if (command === 'merge' && states.length === 0) throw misuse('merge needs the state files');
  const inputs = [...events, request, catalog].filter((path) => path === '-').length;
  if (inputs > 1) throw misuse('standard input can be read only once');
  if (format && !FORMATS.includes(format))
    throw misuse(`unknown format "${format}"; use ndjson, json or csv`);
  if (threads !== undefined && !isThreads(threads))
    throw misuse(`--threads must be a whole number from 1 to ${MOST_THREADS}`);
}

function isThreads(text) {
  return /^\d{1,3}$/.test(text) && Number(text) >= 1 && Number(text) <= MOST_THREADS;
}
