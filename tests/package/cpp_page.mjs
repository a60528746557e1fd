// SPDX-License-Identifier: Apache-2.0
// What the tests of the C++ package share: the blocks of docs/cpp.md, by name, and how they are run.

import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const ROOT = fileURLToPath(new URL('../../', import.meta.url));
export const VERSION = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')).version;

const page = readFileSync(join(ROOT, 'docs/cpp.md'), 'utf8');
/** The page's blocks by what stands behind their three ticks: "cpp app.cpp", "sh install". */
export const blocks = new Map(
  [...page.matchAll(/^```(.+)\n([^]*?)^```$/gm)].map(([, name, text]) => [name, text]),
);
/** How many blocks there are, so that none goes missing for its name. */
export const blockCount = page.match(/^```/gm).length / 2;

/** @returns {string} the block of that name, which must be there */
export function block(name) {
  if (!blocks.has(name)) throw new Error(`docs/cpp.md has no block "${name}"`);
  return blocks.get(name);
}

/** Compilers can say a lot. */
const TOLD = { encoding: 'utf8', stdio: 'pipe', maxBuffer: 1 << 28 };

/** Runs a program and answers what it prints; if it fails, the error tells what it said. */
export const run = (cwd, program, ...words) => execFileSync(program, words, { cwd, ...TOLD });

/**
 * Runs commands of the page as they stand there.
 * @param {string} cwd
 * @param {string} commands
 * @param {object} [options]
 * @param {string} [options.prefix] what `$PREFIX` says
 * @param {string[]} [options.words] further words for each `cmake -S`
 * @param {Record<string, string>} [options.env]
 */
export function runCommands(cwd, commands, { prefix = '', words = [], env = {} } = {}) {
  const cmake = 'cmake() { if [[ $1 == -S ]]; then set -- "$@" "${words[@]}"; fi; command cmake "$@"; }';
  return execFileSync('bash', ['-euc', `words=("$@")\n${cmake}\n${commands}`, 'bash', ...words], {
    cwd,
    env: { ...process.env, PREFIX: prefix, ...env },
    ...TOLD,
  });
}

/** What it takes to build the libraries from their sources. */
export const SOURCES = ['CMakeLists.txt', 'LICENSE', 'package.json', 'cmake', 'core', 'hosts'];

/** Compiles as quickly as can be: the tests want a library that works, not one that is fast. */
export const QUICK = [
  '-GNinja',
  '-DCMAKE_CXX_COMPILER=clang++',
  '-DCMAKE_BUILD_TYPE=Debug',
  '-DCMAKE_CXX_FLAGS_DEBUG=-O0',
  `-DCMAKE_PROJECT_Tallyfold_INCLUDE=${join(ROOT, 'tests/package/quick_build.cmake')}`,
];

/** A symbolic link, in place of what was there. */
export function link(target, path) {
  rmSync(path, { force: true });
  symlinkSync(target, path);
}

/** A folder that stays for the next run, with files in it: an unchanged core is not compiled again. */
export function keptFolder(name, files = {}) {
  const path = join(ROOT, 'build/package', name);
  mkdirSync(path, { recursive: true });
  for (const [file, text] of Object.entries(files)) writeFileSync(join(path, file), text);
  return path;
}
