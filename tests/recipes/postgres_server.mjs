// SPDX-License-Identifier: Apache-2.0
// A PostgreSQL server on a folder of its own, reached by a socket in that folder, so that tests meet the server that people run:
// its cursors, transactions and spelling of values. The Debian package `postgresql` has it; scripts/setup all installs that.

import { execFile, execFileSync } from 'node:child_process';
import { chownSync, existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';

const DEBIAN = '/usr/lib/postgresql';

/** The folder of initdb and postgres: Debian keeps them out of PATH, a folder for each version. */
function programsFolder() {
  const versions = existsSync(DEBIAN) ? readdirSync(DEBIAN).sort((a, b) => Number(b) - Number(a)) : [];
  const debian = versions.map((version) => join(DEBIAN, version, 'bin')).find((folder) => existsSync(join(folder, 'initdb')));
  const folders = [debian, ...process.env.PATH.split(':')].filter(Boolean);
  const found = folders.find((folder) => existsSync(join(folder, 'initdb')));
  if (!found) throw new Error('there is no PostgreSQL server; scripts/setup all installs one');
  return found;
}

/** The server refuses to run as root; the package has made a user for it. */
function otherUser() {
  if (process.getuid() !== 0) return {};
  const idOf = (flag) => Number(execFileSync('id', [flag, 'postgres'], { encoding: 'utf8' }));
  return { uid: idOf('-u'), gid: idOf('-g') };
}

/** Starts a server; `close` ends it and takes its folder away. */
export async function startPostgres() {
  const programs = programsFolder();
  const user = otherUser();
  const folder = mkdtempSync('/tmp/tallyfold-postgres-'); // a socket's path is at most 107 bytes
  if (user.uid) chownSync(folder, user.uid, user.gid);
  const options = { cwd: folder, env: { PATH: process.env.PATH, LC_ALL: 'C' }, ...user };
  const data = join(folder, 'data');
  const run = (program, words) => promisify(execFile)(join(programs, program), words, options);
  try {
    await run('initdb', ['-D', data, '-U', 'postgres', '-A', 'trust', '-E', 'UTF8', '--no-sync']);
    const settings = `-k ${folder} -c listen_addresses= -c fsync=off`;
    await run('pg_ctl', ['start', '-w', '-D', data, '-l', join(folder, 'log'), '-o', settings]);
  } catch (error) {
    rmSync(folder, { recursive: true });
    throw error;
  }
  return {
    url: `postgres://postgres@localhost/postgres?host=${folder}`,
    async close() {
      await run('pg_ctl', ['stop', '-w', '-m', 'fast', '-D', data]);
      rmSync(folder, { recursive: true });
    },
  };
}
