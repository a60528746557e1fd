// SPDX-License-Identifier: Apache-2.0
// Where the runtimes' programs are, and how they are run.

import { execFile, spawn } from 'node:child_process';
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const MODULES = fileURLToPath(new URL('node_modules/', import.meta.url));
const TIMEOUT_MS = 60_000;
const run = promisify(execFile);

/** Why a runtime cannot be tested here. It is told, and never taken for a pass. */
export class Untested extends Error {}

/** A program of one of these packages, whose names may hold the processor's; else Untested. */
export function findProgram(scope, prefix, path) {
  const folder = join(MODULES, scope);
  const names = existsSync(folder) ? readdirSync(folder).sort() : [];
  for (const name of names.filter((one) => one.startsWith(prefix))) {
    const program = join(folder, name, path);
    if (existsSync(program)) return program;
  }
  throw new Untested(`${scope || prefix} is not installed (scripts/setup all)`);
}

/** The version of an installed package; else Untested. */
export function versionOf(name) {
  const path = join(MODULES, name, 'package.json');
  if (!existsSync(path)) throw new Untested(`${name} is not installed (scripts/setup all)`);
  return JSON.parse(readFileSync(path, 'utf8')).version;
}

/** An installed package's module. */
export async function load(name) {
  versionOf(name);
  const require = createRequire(join(MODULES, 'from.js'));
  return import(require.resolve(name));
}

/** The version that a program prints; Untested when it does not start. */
export async function printedVersion(program, ...words) {
  let printed;
  try {
    printed = (await run(program, words, { timeout: TIMEOUT_MS })).stdout;
  } catch (error) {
    throw new Untested(`it does not start: ${error.message.split('\n')[0]}`);
  }
  return /\d[\d.-]+/.exec(printed)[0];
}

/** What a program prints. */
export async function output(program, words, { cwd, env = {} }) {
  const options = { cwd, env: { ...process.env, ...env }, timeout: TIMEOUT_MS };
  return (await run(program, words, options)).stdout;
}

/** Starts a server, waits for the address that it prints, and ends it after use. */
export async function withServer(program, words, { cwd, env = {} }, use) {
  const child = spawn(program, words, { cwd, env: { ...process.env, PORT: '0', ...env } });
  try {
    await use(await addressOf(child));
  } finally {
    child.kill('SIGKILL');
  }
}

function addressOf(child) {
  return new Promise((resolve, reject) => {
    let printed = '';
    const fail = (why) => reject(new Error(`${why}: ${printed}`));
    const timer = setTimeout(fail, TIMEOUT_MS, 'it printed no address');
    const read = (piece) => {
      printed += piece;
      const [address] = /http:\/\/127\.0\.0\.1:\d+/.exec(printed) ?? [];
      if (address) resolve(address);
    };
    child.stdout.on('data', read);
    child.stderr.on('data', read); // Deno tells there where it listens
    child.on('error', reject);
    child.on('exit', (status) => fail(`it ended with status ${status}`));
    child.on('close', () => clearTimeout(timer));
  });
}
