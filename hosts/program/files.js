// SPDX-License-Identifier: Apache-2.0
// Files in, files out; "-" is standard input.

import { closeSync, openSync, readSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import process from 'node:process';

import { contentOf as decompressed } from '../../wasm/compression.js';

const READ_BYTES = 1 << 20;
const REASONS = {
  ENOENT: 'there is no such file',
  EISDIR: 'it is a folder',
  EACCES: 'permission denied',
};

/** A file that could not be read or written; the message names it and the reason. */
export class FileError extends Error {}

/** The bytes of a file in pieces of at most 1 MiB, each valid until the next; of a compressed file its content. */
export async function* contentOf(path) {
  try {
    yield* decompressed(piecesOf(path), 'auto');
  } catch (error) {
    throw failure('read', path, error);
  }
}

async function* piecesOf(path) {
  try {
    if (path === '-') {
      yield* process.stdin;
    } else {
      yield* filePieces(path);
    }
  } catch (error) {
    throw failure('read', path, error);
  }
}

function* filePieces(path) {
  const file = openSync(path, 'r');
  try {
    const buffer = Buffer.allocUnsafe(READ_BYTES);
    for (let size; (size = readSync(file, buffer)) > 0;) yield buffer.subarray(0, size);
  } finally {
    closeSync(file);
  }
}

/** A whole file. */
export async function readFile(path) {
  const pieces = [];
  for await (const piece of piecesOf(path)) pieces.push(Buffer.from(piece));
  return Buffer.concat(pieces);
}

export function writeFile(path, bytes) {
  try {
    writeFileSync(path, bytes);
  } catch (error) {
    throw failure('write', path, error);
  }
}

/** The file has the old content or the new one, never a part: written beside it, then renamed. */
export function replaceFile(path, bytes) {
  const beside = `${path}.new`;
  writeFile(beside, bytes);
  try {
    renameSync(beside, path);
  } catch (error) {
    rmSync(beside, { force: true });
    throw failure('write', path, error);
  }
}

/** An error of the file system, or of a file's content, as the program tells it. */
export function failure(what, path, error) {
  if (error?.code === 'invalid_input') return new FileError(`cannot ${what} ${path}: ${error.message}`);
  if (!error?.syscall) return error;
  return new FileError(`cannot ${what} ${path}: ${REASONS[error.code] ?? 'input/output error'}`);
}
