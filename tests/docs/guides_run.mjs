// SPDX-License-Identifier: Apache-2.0
// Runs the blocks of a guide as guides_page.mjs says, in a folder inside the package, where programs find it by its name.

import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

import { blocksOf } from './guides_page.mjs';

export const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const BUILD = join(ROOT, 'build/docs');
const run = promisify(execFile);
let programs;

export const readGuide = (page) => readFileSync(join(ROOT, `docs/guides/${page}.md`), 'utf8');

/** An empty folder for a page. */
export function folderOf(page) {
  const folder = join(BUILD, page);
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  return folder;
}

/** Compares a block with the project's file, or writes it to the folder. */
export function placeFile(folder, { name, text, line }) {
  if (name.startsWith('examples/')) {
    return assert.equal(text, readFileSync(join(ROOT, name), 'utf8'), `line ${line}: ${name} is another file`);
  }
  const path = join(folder, name);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text);
}

/**
 * Runs a page from top to bottom.
 * @param {string} page its name without .md
 * @param {Record<string, string>} env what its programs find in their environment
 */
export async function runPage(page, env = {}) {
  const folder = folderOf(page);
  for (const [number, block] of blocksOf(readGuide(page)).entries()) {
    if (block.name) placeFile(folder, block);
    else if (block.kind !== 'sql') compare(block, await printedBy(block, { folder, number, env }));
  }
}

async function printedBy({ kind, text, line }, { folder, number, env }) {
  const isScript = kind === 'js';
  const file = join(folder, `block_${number + 1}.mjs`);
  if (isScript) writeFileSync(file, text);
  const [program, words] = isScript ? [process.execPath, [file]] : ['bash', ['-euo', 'pipefail', '-c', text]];
  programs ??= programsFolder();
  const path = `${programs}:${process.env.PATH}`;
  const options = { cwd: folder, env: { ...process.env, NO_COLOR: '1', TZ: 'UTC', ...env, PATH: path } };
  try {
    return (await run(program, words, options)).stdout;
  } catch (error) {
    throw new Error(`line ${line}: ${error.stderr || error.message}`);
  }
}

function compare({ printed, line }, output) {
  if (printed?.kind === 'json') return assert.deepEqual(JSON.parse(output), JSON.parse(printed.text), `line ${line}`);
  assert.equal(output, printed?.text ?? '', `line ${line} prints something else`);
}

/** The programs under the names that a reader types. */
function programsFolder() {
  const folder = join(BUILD, 'bin');
  mkdirSync(folder, { recursive: true });
  const write = (name, line) => writeFileSync(join(folder, name), `#!/bin/sh\n${line}\n`, { mode: 0o755 });
  write('tallyfold', `exec "${ROOT}build/release/tallyfold" "$@"`);
  write('npx', `[ "$1" = tallyfold ] || exit 127; shift; exec "${process.execPath}" "${ROOT}hosts/program/main.js" "$@"`);
  return folder;
}
