// SPDX-License-Identifier: Apache-2.0

/** Why a server does not start, or ends: the files, the database or the address, in a sentence for its user. */
export class StartError extends Error {}

const REASONS = {
  ENOENT: 'there is no such file',
  EISDIR: 'it is a folder',
  ENOTDIR: 'it is in no folder',
  EACCES: 'permission denied',
  EROFS: 'it can only be read',
};

/** An error of the file system as a StartError; any other as it is. */
export function fileError(what, path, error) {
  if (!error?.syscall) return error;
  const reason = REASONS[error.code] ?? `input/output error (${error.code})`;
  return new StartError(`cannot ${what} ${path}: ${reason}`, { cause: error });
}
