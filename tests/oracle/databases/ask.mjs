// SPDX-License-Identifier: Apache-2.0
// Askers for the runner: a case's lines are loaded once for all questions about them.

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { askDatabase } from './answer.mjs';
import { openClickhouse } from './clickhouse.mjs';
import { openDuckdb } from './duckdb.mjs';

export async function openDatabases() {
  return { duckdb: askerOf(await openDuckdb()), clickhouse: askerOf(openClickhouse()) };
}

function askerOf(database) {
  let loaded = null;
  return async (c) => {
    if (loaded !== c.lines) {
      const folder = mkdtempSync(join(tmpdir(), 'tallyfold-oracle-'));
      try {
        const file = join(folder, 'events.ndjson');
        writeFileSync(file, c.lines.map((line) => `${line}\n`).join(''));
        await database.load(file);
        loaded = c.lines;
      } finally {
        rmSync(folder, { recursive: true });
      }
    }
    return askDatabase(database, c);
  };
}
