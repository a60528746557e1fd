// SPDX-License-Identifier: Apache-2.0
// An example as a user has it: in a folder of its own, with the packed package installed into it. The
// tools come from node_modules of the folders around it, where Node and npm look for them too.

import { execFileSync, spawn } from 'node:child_process';
import { cpSync, existsSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { NotTested } from '../browsers/table.mjs';
import { install, ROOT, temporaryFolder } from '../package/npm_tarball.mjs';

export const HERE = fileURLToPath(new URL('.', import.meta.url));
const FOLDERS = [HERE, ROOT];

export const installed = install(temporaryFolder());

/** A package that a test needs: { name, version }, or { name, missing }. */
export function tool(name, folders = FOLDERS) {
  const files = folders.map((folder) => join(folder, 'node_modules', name, 'package.json'));
  const file = files.find((path) => existsSync(path));
  if (!file) return { name, missing: 'it is not installed; scripts/setup all does that' };
  return { name, version: JSON.parse(readFileSync(file, 'utf8')).version };
}

/** Copies an example into a folder and installs the package there: the new folder. */
export function prepare(example, folder = join(HERE, 'build', example)) {
  rmSync(folder, { recursive: true, force: true });
  cpSync(join(ROOT, 'examples', example), folder, { recursive: true });
  cpSync(installed, join(folder, 'node_modules/tallyfold'), { recursive: true });
  return folder;
}

/** Builds with the example's own command, and gives what that said. */
export function build(folder, { seconds = 60 } = {}) {
  try {
    const options = { cwd: folder, encoding: 'utf8', timeout: seconds * 1000, killSignal: 'SIGKILL' };
    return execFileSync('npm', ['run', '--silent', 'build'], options);
  } catch (error) {
    if (error.code === 'ETIMEDOUT') throw new NotTested(`the build takes more than ${seconds} s`);
    throw error;
  }
}

/** Runs a script of the example that serves: { url, close }, as soon as it answers. */
export async function start(folder, script, ...words) {
  const port = await freePort();
  const url = `http://127.0.0.1:${port}/`;
  const given = ['run', '--silent', script, '--', ...words, '--port', String(port)];
  // In a group of its own, so that what npm starts ends with it.
  const child = spawn('npm', given, { cwd: folder, stdio: ['ignore', 'ignore', 'inherit'], detached: true });
  const ended = new Promise((resolve) => child.on('exit', resolve));
  const close = () => {
    if (child.exitCode === null) process.kill(-child.pid, 'SIGKILL');
    return ended;
  };
  try {
    await answered(url, child);
  } catch (error) {
    await close();
    throw error;
  }
  return { url, close };
}

async function answered(url, child) {
  for (const last = Date.now() + 60_000; Date.now() < last;) {
    if (child.exitCode !== null) throw new Error(`it ended with status ${child.exitCode}`);
    const answer = await fetch(url).catch(() => undefined);
    if (answer?.ok) return;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error(`nothing answers at ${url}`);
}

function freePort() {
  const server = createServer();
  return new Promise((resolve) => {
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address();
      server.close(() => resolve(port));
    });
  });
}
