// SPDX-License-Identifier: Apache-2.0
// The package as users get it: packed, and installed from the tarball.

import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const ROOT = fileURLToPath(new URL('../../', import.meta.url));

/** Runs a program to its end and gives what it wrote; what it complains of is shown. */
export const run = (cwd, program, ...words) =>
  execFileSync(program, words, { cwd, encoding: 'utf8', stdio: ['ignore', 'pipe', 'inherit'] });

/** A folder that is gone when the process ends. */
export function temporaryFolder() {
  const folder = mkdtempSync(join(tmpdir(), 'tallyfold-npm-'));
  process.on('exit', () => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** Packs what was built: the tarball's path. */
export function pack(folder) {
  const words = ['--ignore-scripts', '--json', '--loglevel=error', '--pack-destination', folder];
  const [{ filename }] = Object.values(JSON.parse(run(ROOT, 'npm', 'pack', ...words)));
  return join(folder, filename);
}

/** Installs the tarball into a folder that has nothing else: the path of the installed package. */
export function install(folder, tarball = pack(folder)) {
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'package.json'), '{ "type": "module", "private": true }\n');
  run(folder, 'npm', 'install', '--no-audit', '--no-fund', '--loglevel=error', tarball);
  return join(folder, 'node_modules/tallyfold');
}
