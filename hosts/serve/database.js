// SPDX-License-Identifier: Apache-2.0
// Opens the file that events are kept in. Whatever else a file is, it is refused and left as it was.

import { resolve } from 'node:path';
import process from 'node:process';

import Database from 'better-sqlite3';

import { StartError } from './start_error.js';

/** "TFLD": tells our files from those of other programs. */
const APPLICATION_ID = 0x54464c44;
const VERSION = 1;
const SCHEMA = `
CREATE TABLE catalogs (
  id INTEGER PRIMARY KEY,
  dataset TEXT NOT NULL,
  body BLOB NOT NULL
) STRICT;
CREATE TABLE inputs (
  id INTEGER PRIMARY KEY,
  dataset TEXT NOT NULL,
  dialect TEXT,
  format TEXT NOT NULL
) STRICT;
CREATE TABLE log (
  id INTEGER PRIMARY KEY,
  dataset TEXT NOT NULL,
  catalog INTEGER REFERENCES catalogs,
  endpoint TEXT,
  store TEXT,
  input INTEGER REFERENCES inputs,
  received_at TEXT NOT NULL,
  body BLOB NOT NULL
) STRICT;
PRAGMA application_id = ${APPLICATION_ID};
PRAGMA user_version = ${VERSION};
`;
/** After a large transaction the file beside the database shrinks to this again. */
const MOST_WAL_BYTES = 64 << 20;

/**
 * The database in a file, or in memory. It is ours alone until it is closed, and what is committed
 * survives the end of the process and of the machine.
 * @param {string} data
 */
export function openDatabase(data) {
  let database;
  try {
    database = new Database(data === ':memory:' ? data : resolve(data), { timeout: 0 });
    prepare(database, data);
    return database;
  } catch (error) {
    database?.close();
    throw databaseError(data, error);
  }
}

function prepare(database, data) {
  // Before anything is read, so that no second process comes in between.
  database.pragma('locking_mode = EXCLUSIVE');
  database.transaction(() => takeOver(database, data)).exclusive();
  database.pragma('journal_mode = WAL');
  database.pragma('synchronous = FULL');
  database.pragma(`journal_size_limit = ${MOST_WAL_BYTES}`);
}

function takeOver(database, data) {
  const read = (name) => database.pragma(name, { simple: true });
  const [application, version] = [read('application_id'), read('user_version')];
  const isEmpty = database.prepare('SELECT count(*) AS n FROM sqlite_master').get().n === 0;
  if (isEmpty && application === 0 && version === 0) database.exec(SCHEMA);
  else if (application !== APPLICATION_ID)
    throw new StartError(`${data} is a database of another program; name another file with --data`);
  else if (version !== VERSION)
    throw new StartError(
      `${data} was written by another version of this program: it has version ${version}, and this one knows ${VERSION}`,
    );
}

/** What SQLite and its binding say, in words that help. */
export function databaseError(data, error) {
  if (error instanceof StartError) return error;
  const code = error?.code ?? '';
  const say = (text) => new StartError(text, { cause: error });
  if (code.startsWith('SQLITE_BUSY')) return say(`${data} is in use by another process`);
  if (code.startsWith('SQLITE_NOTADB')) return say(`${data} is no database; name another file with --data`);
  if (code.startsWith('SQLITE_CORRUPT')) return say(`${data} is damaged: ${error.message}`);
  if (code.startsWith('SQLITE_READONLY')) return say(`cannot write ${data}: it can only be read`);
  if (code.startsWith('SQLITE_CANTOPEN') || /directory does not exist/.test(error?.message))
    return say(`cannot open ${data}: its folder is not there, or not for this user`);
  if (code.startsWith('SQLITE_')) return say(`cannot use ${data}: ${error.message} (${code})`);
  if (code === 'ERR_DLOPEN_FAILED' || /bindings file/.test(error?.message))
    return say(
      `better-sqlite3 was installed without its native part for Node ${process.version}: npm rebuild better-sqlite3`,
    );
  return error;
}
