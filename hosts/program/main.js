#!/usr/bin/env node
// SPDX-License-Identifier: Apache-2.0
// The tallyfold program over the npm package. hosts/native is the same in C++, to the byte.

import { readFileSync } from 'node:fs';
import process from 'node:process';

import { misuse } from '../../wasm/errors.js';
import { createEngine, TallyfoldError } from '../node/index.js';
import { readArguments } from './arguments.js';
import { FileError } from './files.js';
import { runMerge, runReport } from './run.js';

async function run(given) {
  switch (given.command) {
    case 'report':
      return runReport(given);
    case 'merge':
      return runMerge(given);
    case 'serve':
      return runServe(given.words);
    case 'version':
      process.stdout.write(`${await versionLine()}\n`);
      return 0;
    default:
      process.stdout.write(readFileSync(new URL('usage.txt', import.meta.url)));
      return 0;
  }
}

// A package of its own, because it needs a database and this one needs nothing.
async function runServe(words) {
  let serve;
  try {
    serve = await import('tallyfold-serve/program');
  } catch (error) {
    const isAbsent = error.code === 'ERR_MODULE_NOT_FOUND' && /'tallyfold-serve'/.test(error.message);
    if (!isAbsent) throw error;
    throw misuse('serving is a package of its own: npm install tallyfold-serve, then npx tallyfold serve', '', error);
  }
  return serve.run(words);
}

async function versionLine() {
  const { version } = await createEngine();
  return `tallyfold ${version.tallyfold} (zone data ${version.zones})`;
}

try {
  process.exitCode = await run(readArguments(process.argv.slice(2)));
} catch (error) {
  if (!(error instanceof TallyfoldError) && !(error instanceof FileError)) throw error;
  for (const line of error.message.split('\n')) process.stderr.write(`tallyfold: ${line}\n`);
  process.exitCode = 2;
}
