// SPDX-License-Identifier: Apache-2.0
// A table of events in PostgreSQL, through a cursor: any number of rows in little memory, no digit lost.
// Run: npm install tallyfold pg; DATABASE_URL=postgres://... node postgres.mjs 2024-03-01 2024-04-01

import pg from 'pg';
import { createEngine } from 'tallyfold';

// The database writes the JSON. So a numeric keeps all its digits and a timestamptz its microseconds, where the driver would
// hand over doubles and milliseconds. jsonb, because its text is always one line.
const EVENTS = `
  SELECT jsonb_build_object('id', id, 'kind', kind, 'customer', customer, 'at', at, 'amount', amount)::text AS line
  FROM usage_events
  WHERE at >= $1 AND at < $2`;
const dialect = { name: 'kind', customer: 'customer', time: 'at', id: 'id', properties: ['amount'] };

async function* linesOf(client, from, to) {
  // One moment of the table, whatever is written meanwhile; a cursor lives as long as its transaction.
  await client.query('BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY');
  try {
    await client.query("SET LOCAL TIME ZONE 'UTC'");
    await client.query(`DECLARE events NO SCROLL CURSOR FOR ${EVENTS}`, [from, to]);
    for (;;) {
      const { rows } = await client.query('FETCH 10000 FROM events');
      if (rows.length === 0) return;
      yield rows.map(({ line }) => `${line}\n`).join('');
    }
  } finally {
    await client.query('ROLLBACK');
  }
}

const [, , from, to] = process.argv;
const client = new pg.Client({ connectionString: process.env.DATABASE_URL });
const engine = await createEngine();
await client.connect();
try {
  await engine.appendFrom(linesOf(client, `${from}T00:00:00Z`, `${to}T00:00:00Z`), { dialect });
  const { body, complete } = engine.report({
    report: 'tallyfold.query',
    request: {
      from, to,
      aggregations: {
        events: { type: 'count' },
        amount: { type: 'sum', property: 'amount' },
        latest: { type: 'latest', property: 'amount' },
      },
      group_by: ['customer'],
    },
  });
  for (const { group, values } of body.rows) console.log(group.customer, values.events, values.amount, values.latest);
  console.log(complete ? 'complete' : 'not complete');
} finally {
  engine.close();
  await client.end();
}
