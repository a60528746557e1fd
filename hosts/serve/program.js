// SPDX-License-Identifier: Apache-2.0
// The command `tallyfold serve`: starts a server by its words, tells of it, and ends it by signals.

import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import process from 'node:process';

import { TallyfoldError } from 'tallyfold';

import { readArguments } from './arguments.js';
import { startServer } from './index.js';
import { Progress } from './progress.js';
import { fileError, StartError } from './start_error.js';

const SIGNALS = ['SIGINT', 'SIGTERM'];
const MISUSE = 2;
const EXIT_MS = 500;

/**
 * Serves until a signal ends it; the answer is the exit status.
 * @param {readonly string[]} words those behind `serve`
 * @returns {Promise<number>}
 */
export async function run(words) {
  let keysFile;
  try {
    const { help, ...given } = readArguments(words);
    keysFile = given.keys;
    if (help) process.stdout.write(readFileSync(new URL('usage.txt', import.meta.url)));
    else await serve(withFiles(given));
    return 0;
  } catch (error) {
    if (!(error instanceof TallyfoldError) && !(error instanceof StartError)) throw error;
    toldWith(keysFile, error).split('\n').forEach(say);
    return MISUSE;
  }
}

// Of an option the message says all; what is wrong in the keys file is told with its place there.
function toldWith(keysFile, { message, path }) {
  const [, place] = /^\$\.keys(.*)/.exec(path ?? '') ?? [];
  if (keysFile === undefined || place === undefined) return message;
  const rest = message.startsWith(`keys${place} `) ? message.slice(`keys${place} `.length) : message;
  return `${keysFile}: ${place} ${rest}`.replace(':  ', ': ');
}

const say = (line) => process.stderr.write(`tallyfold: ${line}\n`);

async function serve(options) {
  const progress = new Progress(process.stderr);
  const listening = new AbortController();
  let state = 'loading';
  const stopped = signalled(listening).then(() => (state = 'ending'));
  try {
    const server = await startServer({
      ...options,
      onNotice: say,
      onProgress: (step) => state === 'loading' && progress.add(step),
    });
    process.stdout.write(welcome(server.url, options));
    const loaded = server.loaded.then(() => {
      progress.finish();
      if (state === 'loading') process.stdout.write(`ready: ${progress.text()}\n`);
      state = 'ready';
    });
    await Promise.race([stopped, loaded.then(() => stopped)]).finally(() => server.close());
    // Only a read from a pipe that says nothing is left now, which would hold up the end for ever.
    setTimeout(() => process.kill(process.pid, 'SIGTERM'), EXIT_MS).unref();
  } finally {
    listening.abort();
  }
}

// The first signal is told; from then on the next one ends the process as it would any other.
async function signalled(listening) {
  const { signal } = listening;
  try {
    await Promise.race(SIGNALS.map((name) => once(process, name, { signal })));
  } catch {
    return; // it never served
  }
  listening.abort();
  say('ending when the requests under way are answered; once more ends at once');
}

function welcome(url, { data = 'tallyfold.db', keys }) {
  const key = keys ? " -H 'x-api-key: KEY'" : '';
  const event = `'{"event_name":"call","external_customer_id":"me"}'`;
  return `tallyfold serves ${url}
  events  ${data === ':memory:' ? 'are kept in memory only' : `are kept in ${data}`}
  keys    ${keys ? `${keys.length} keys` : 'none are asked for, and only this machine is answered'}
  try     curl ${url}/v1/events -H 'content-type: application/json'${key} -d ${event}
`;
}

// Keys and mappings are named on the command line by their files.
function withFiles({ keys, datasets = {}, ...given }) {
  const sections = Object.entries(datasets).map(([name, each]) => [name, withMapping(each)]);
  return {
    ...withMapping(given),
    ...(keys !== undefined && { keys: readJson(keys) }),
    ...(sections.length > 0 && { datasets: Object.fromEntries(sections) }),
  };
}

function withMapping({ dialect, ...given }) {
  const isFile = dialect?.endsWith('.json');
  return { ...given, ...(dialect && { dialect: isFile ? readJson(dialect) : dialect }) };
}

function readJson(path) {
  let text;
  try {
    text = readFileSync(path, 'utf8');
  } catch (error) {
    throw fileError('read', path, error);
  }
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new StartError(`${path} is not JSON`, { cause: error });
  }
}
