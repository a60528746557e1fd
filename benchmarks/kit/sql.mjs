// SPDX-License-Identifier: Apache-2.0
// The nine questions in SQL, over a table events(event_name, customer, ts, source, region, model,
// status, bytes, user_id). Keys of windows are milliseconds since 1970.

import { CUSTOMER, REGIONS } from './queries.mjs';

const RANKED = 100;
const CALLS = `event_name = 'api_request'`;
const STORAGE = `event_name = 'storage'`;
const WEEK_FILTER = `region IN (${REGIONS.map((region) => `'${region}'`).join(', ')}) AND status = '200'`;
const ranked = (month) => `SELECT ${month} AS month, customer, sum(bytes) AS total FROM events
  WHERE event_name = 'tokens' GROUP BY month, customer`;

/** What the dialects say in their own ways. */
function questionsIn({ day, hour, hourKey, week, text, distinct, latest, mean, ranking }) {
  return {
    Q1: `SELECT count(*) FROM events WHERE ${CALLS}`,
    Q2: `SELECT ${day} AS k, sum(bytes) FROM events WHERE ${CALLS} GROUP BY k`,
    Q3: `SELECT ${hourKey} AS k, sum(bytes) FROM events WHERE ${CALLS} AND customer = '${CUSTOMER}' GROUP BY k`,
    Q4: `SELECT ${day} AS k, ${distinct} FROM events WHERE ${CALLS} GROUP BY k`,
    Q5: `SELECT ${day} AS k, ${text('region')}, sum(bytes) FROM events WHERE ${CALLS} GROUP BY k, region`,
    Q6: `SELECT sum(most) FROM (SELECT max(bytes) AS most FROM events WHERE ${STORAGE} GROUP BY ${hour})`,
    Q7: latest,
    Q8: `SELECT ${week} AS k, ${mean} FROM events WHERE ${CALLS} AND ${WEEK_FILTER} GROUP BY k`,
    Q9: ranking,
  };
}

const duckKey = (unit) => `epoch_ms(date_trunc('${unit}', ts)::TIMESTAMP)`;

/** `ts` is a TIMESTAMP, `bytes` a DECIMAL. */
export const duckdb = questionsIn({
  day: duckKey('day'),
  hour: `date_trunc('hour', ts)`,
  hourKey: duckKey('hour'),
  week: duckKey('week'),
  text: (column) => `${column}::VARCHAR`,
  distinct: 'count(DISTINCT user_id)',
  latest: `SELECT customer::VARCHAR, arg_max(bytes, ts) FROM events WHERE ${STORAGE} GROUP BY customer`,
  mean: 'avg(bytes)',
  ranking: `SELECT epoch_ms(month::TIMESTAMP), customer::VARCHAR, total FROM (${ranked(`date_trunc('month', ts)`)})
    QUALIFY row_number() OVER (PARTITION BY month ORDER BY total DESC, customer) <= ${RANKED}
    ORDER BY month, total DESC`,
});

const clickKey = (start) => `toInt64(toUnixTimestamp(${start})) * 1000`;

/** `ts` is a DateTime64(3, 'UTC'), `bytes` a Decimal. */
export const clickhouse = questionsIn({
  day: clickKey('toStartOfDay(ts)'),
  hour: 'toStartOfHour(ts)',
  hourKey: clickKey('toStartOfHour(ts)'),
  week: clickKey(`toDateTime(toMonday(ts), 'UTC')`),
  text: (column) => column,
  distinct: 'uniqExact(user_id)',
  latest: `SELECT customer, argMax(bytes, ts) FROM events WHERE ${STORAGE} GROUP BY customer`,
  mean: 'toFloat64(sum(bytes)) / count()',
  ranking: `SELECT month, customer, total FROM (${ranked(clickKey(`toDateTime(toStartOfMonth(ts), 'UTC')`))})
    ORDER BY month, total DESC, customer LIMIT ${RANKED} BY month`,
});

const MONDAY_MS = 345_600_000;

/** `ts` is milliseconds since 1970, `bytes` whole millionths. */
export const sqlite = questionsIn({
  day: 'ts - ts % 86400000',
  hour: 'ts - ts % 3600000',
  hourKey: 'ts - ts % 3600000',
  week: `ts - (ts - ${MONDAY_MS}) % 604800000`,
  text: (column) => column,
  distinct: 'count(DISTINCT user_id)',
  // Of a bare column beside max(), SQLite answers the value of the row that has the maximum.
  latest: `SELECT customer, latest FROM (SELECT customer, bytes AS latest, max(ts) FROM events
    WHERE ${STORAGE} GROUP BY customer)`,
  mean: 'avg(bytes)',
  ranking: `SELECT month, customer, total FROM (SELECT *, row_number()
    OVER (PARTITION BY month ORDER BY total DESC, customer) AS place
    FROM (${ranked(`unixepoch(ts / 1000, 'unixepoch', 'start of month') * 1000`)}))
    WHERE place <= ${RANKED} ORDER BY month, total DESC`,
});
