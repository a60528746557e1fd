// SPDX-License-Identifier: Apache-2.0
// A catalog in a file, which may change while the server runs.

import { readFileSync, unwatchFile, watch, watchFile } from 'node:fs';
import { basename, dirname } from 'node:path';

import { fileError, StartError } from './start_error.js';

/** Editors write a file in several steps. */
const QUIET_MS = 100;
/** For what the system does not tell of, such as files of another machine. */
const LOOK_MS = 2000;

/** The file's bytes. */
export function readCatalog(path) {
  let bytes;
  try {
    bytes = readFileSync(path);
  } catch (error) {
    throw fileError('read', path, error);
  }
  if (bytes.length === 0) throw new StartError(`${path} is empty`);
  return bytes;
}

/** A refused catalog as lines that name the file. */
export function catalogProblems(path, error) {
  if (error?.code !== 'invalid_catalog') return [error.message];
  return error.problems.map(({ path: place, message }) => `${path}: ${place} ${message}`.trim());
}

/**
 * Gives a dataset the catalog of its file whenever that has changed. One that is refused is told,
 * and the catalog before it stands.
 * @param {string} path
 * @param {import('./dataset.js').Dataset} dataset
 * @param {(text: string) => void} onNotice
 * @returns {() => void} ends it
 */
export function followCatalog(path, dataset, onNotice) {
  let timer;
  let seen = dataset.catalog;
  const look = () => {
    try {
      const bytes = readCatalog(path);
      if (seen && bytes.equals(seen)) return;
      seen = bytes;
      dataset.setCatalog(bytes);
      onNotice(`${path} was read again`);
    } catch (error) {
      for (const line of catalogProblems(path, error)) onNotice(line);
      onNotice(`the catalog before it stays in force`);
    }
  };
  const lookSoon = () => {
    clearTimeout(timer);
    timer = setTimeout(look, QUIET_MS);
  };
  // The folder, because a new file may take the old one's place.
  const folder = watchFolder(path, lookSoon);
  watchFile(path, { interval: LOOK_MS, persistent: false }, lookSoon);
  lookSoon();
  return () => {
    clearTimeout(timer);
    folder?.close();
    unwatchFile(path, lookSoon);
  };
}

function watchFolder(path, onChange) {
  try {
    const watcher = watch(dirname(path), { persistent: false }, (_, name) => {
      if (name === null || name === basename(path)) onChange();
    });
    watcher.on('error', () => {});
    return watcher;
  } catch {
    return undefined; // too many watchers, or no such thing here: looking has to do
  }
}
