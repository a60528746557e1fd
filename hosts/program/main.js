#!/usr/bin/env node
// SPDX-License-Identifier: Apache-2.0
// The tallyfold program over the npm package. hosts/native is the same in C++, to the byte.

import { readFileSync } from 'node:fs';
import process from 'node:process';

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
    case 'version':
      process.stdout.write(`${await versionLine()}\n`);
      return 0;
    default:
      process.stdout.write(readFileSync(new URL('usage.txt', import.meta.url)));
      return 0;
  }
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
