// SPDX-License-Identifier: Apache-2.0
// A case of generate-plain.mjs as SQL. The table `e` has a row per event: i (arrival), id, event,
// customer, source, k, u, v, w, and us, its time in microseconds. What a database says otherwise is
// in its `words`.
//
// Groups are texts that begin with a space where the field is absent and with + where it is there,
// so that both databases order and join them alike.

import { readRequest } from '../tallyfold/request.mjs';
import { sizeOf } from '../tallyfold/windows.mjs';
import { instantOf } from '../zones.mjs';

const DAY_S = 86400;
const quoted = (text) => `'${text.replaceAll("'", "''")}'`;
const micros = (ns) => String(ns / 1000n);
const columnOf = (name) => (name === 'event' ? 'event' : name.replace('properties.', ''));

/** { sql, totalsSql, query }: rows by key, then without any. */
export function sqlOf(c, words) {
  const query = { ...readRequest(c), request: JSON.parse(c.requestText) };
  const rows = rowsSql(query, words);
  return { query, sql: finalSql(query, words, rows, true), totalsSql: finalSql(query, words, rows, false) };
}

function rowsSql(query, words) {
  const { request, periods } = query;
  const { start } = periods[0];
  const first = periods.at(-1).start;
  const conditions = [`us < ${micros(periods[0].end)}`];
  if (first !== undefined) conditions.push(`us >= ${micros(first)}`);
  if (query.names) conditions.push(`event IN (${[...query.names].map(quoted)})`);
  if (request.where) conditions.push(where(request.where, words));
  const period = periods.length > 1 ? `CASE WHEN us < ${micros(start)} THEN 1 ELSE 0 END` : '0';
  const once = query.once ? `row_number() OVER (PARTITION BY ${period}, coalesce(id, concat('#', ${words.text('i')})) ORDER BY us DESC, i DESC)` : '1';
  const groups = query.groupBy.map((name, g) =>
    `CASE WHEN ${columnOf(name)} IS NULL THEN ' ' ELSE concat('+', ${columnOf(name)}) END AS g${g}`);
  const values = query.measures.map((measure, m) => `${valueOf(request.aggregations[measure.name], words)} AS m${m}`);
  const counts = query.measures.map((_, m) => `m${m} IS NOT NULL`).join(' OR ');
  return [
    `asked AS (SELECT *, ${period} AS period, ${once} AS copy FROM e WHERE ${conditions.join(' AND ')})`,
    `valued AS (SELECT us, i, period, ${[...groups, `${windowOf(query, words)} AS win`, ...values].join(', ')} FROM asked WHERE copy = 1)`,
    `counted AS (SELECT *, row_number() OVER (ORDER BY us, i) AS place FROM valued WHERE ${counts})`,
  ];
}

function windowOf({ request, rule, zone }, words) {
  if (!rule) return "''";
  if (['day', 'week', 'month', 'quarter', 'year'].includes(request.window)) return words.localStart(request.window, zone.name);
  const { days, seconds } = sizeOf(request.window);
  const size = (days * DAY_S + seconds) * 1e6;
  const origin = (rule.anchor ?? instantOf(zone, 0).at) * 1e6;
  return words.text(`us - (us - ${origin}) % ${size}`);
}

function valueOf({ property, expression, type }, words) {
  if (expression) return words.formula(expression);
  if (property) return columnOf(property);
  return type === 'count' ? '1' : 'NULL';
}

const OPERATORS = { lt: '<', lte: '<=', gt: '>', gte: '>=', eq: '=' };

function where(test, words) {
  if (test.and) return `(${test.and.map((part) => where(part, words)).join(' AND ')})`;
  if (test.or) return `(${test.or.map((part) => where(part, words)).join(' OR ')})`;
  if (test.not) return `(NOT ${where(test.not, words)})`;
  const column = columnOf(test.field);
  if (test.op === 'exists') return `(${column} IS ${test.value === false ? '' : 'NOT '}NULL)`;
  if (test.op === 'ne') return `(NOT ${where({ ...test, op: 'eq' }, words)})`;
  if (test.op === 'not_in') return `(NOT ${where({ ...test, op: 'in' }, words)})`;
  const literal = (value) => (typeof value === 'number' ? words.decimal(value) : quoted(value));
  // Nothing is true of an absent field, where SQL would not know.
  const known = (condition) => `(${column} IS NOT NULL AND ${condition})`;
  if (test.op === 'in') return known(`(${test.values.map((value) => `${column} = ${literal(value)}`).join(' OR ')})`);
  if (test.op === 'contains') return known(words.contains(column, quoted(test.value)));
  if (test.op === 'starts_with') return known(words.startsWith(column, quoted(test.value)));
  return known(`${column} ${OPERATORS[test.op]} ${literal(test.value)}`);
}

const keysOf = (query) => query.groupBy.map((_, g) => `g${g}`);

function finalSql(query, words, rows, byKey) {
  const steps = [...rows];
  const groups = byKey ? keysOf(query) : [];
  let from = 'counted';
  let others = "'0'";
  if (byKey && query.limit !== null && groups.length) {
    steps.push(...rankSteps(query, words, groups));
    from = 'ranked';
    others = `CASE WHEN r > ${query.limit} THEN '1' ELSE '0' END`;
  }
  const shown = groups.map((g) => (from === 'ranked' ? `CASE WHEN r > ${query.limit} THEN '' ELSE ${g} END AS ${g}` : g));
  const inner = ['us', 'place', 'period', 'win', `${others} AS others`, ...shown, ...query.measures.map((_, m) => `m${m}`)];
  steps.push(`keyed AS (SELECT ${inner.join(', ')} FROM ${from})`);
  const keys = ['period', ...(byKey ? ['win', 'others', ...groups] : [])];
  const extra = query.measures.flatMap((measure, m) => placesOf(measure, m, keys));
  steps.push(`placed AS (SELECT ${['*', ...extra].join(', ')} FROM keyed)`);
  const values = query.measures.flatMap((measure, m) => valuesOf(query, measure, m, words));
  steps.push(`made AS (SELECT ${[...keys, ...values].join(', ')} FROM placed GROUP BY ${keys.join(', ')})`);
  const running = byKey && query.cumulative;
  const columns = query.measures.flatMap((measure, m) => {
    const names = isPair(measure) ? [`a${m}`, `b${m}`] : [`a${m}`];
    return names.map((name) => words.text(running ? runningOf(measure, name, groups) : name));
  });
  const shownKeys = keys.map((key) => (key === 'period' ? words.text(key) : key));
  const order = byKey ? ` ORDER BY ${orderOf(query, groups).join(', ')}` : '';
  return `WITH ${steps.join(',\n')}\nSELECT ${[...shownKeys, ...columns].join(', ')} FROM made${order}`;
}

// Groups by the value of a measure over the range, the best first.
function rankSteps(query, words, groups) {
  const { by, direction } = query.order;
  const m = Math.max(query.measures.findIndex(({ name }) => name === by), 0);
  const [value] = valuesOf(query, query.measures[m], m, words);
  const down = by === 'group' ? direction === 'desc' : !(query.measures[m].name === by && direction === 'asc');
  const ranks = by === 'group'
    ? groups.map((g) => `${g} ${down ? 'DESC' : 'ASC'}`)
    : [`a${m} ${down ? 'DESC' : 'ASC'} NULLS LAST`, ...groups];
  return [
    `ranks AS (SELECT ${groups.join(', ')}, row_number() OVER (ORDER BY ${ranks.join(', ')}) AS r FROM (SELECT ${[...groups, value].join(', ')} FROM counted GROUP BY ${groups.join(', ')}) AS best)`,
    `ranked AS (SELECT counted.*, r FROM counted JOIN ranks ON ${groups.map((g) => `counted.${g} = ranks.${g}`).join(' AND ')})`,
  ];
}

/** Whether a measure is finished here from two numbers: a sum and a count, an area and a start. */
export const isPair = ({ type }) => type === 'avg' || type === 'time_weighted_avg';

function placesOf({ type }, m, keys) {
  const part = `PARTITION BY ${keys.join(', ')}`;
  if (type === 'percentile') {
    return [`row_number() OVER (${part} ORDER BY m${m} NULLS LAST) AS r${m}`, `count(m${m}) OVER (${part}) AS n${m}`];
  }
  if (type !== 'time_weighted_avg') return [];
  // When the next number replaces this one.
  return [`min(CASE WHEN m${m} IS NOT NULL THEN us END) OVER (${part} ORDER BY place ROWS BETWEEN 1 FOLLOWING AND UNBOUNDED FOLLOWING) AS next${m}`];
}

function valuesOf({ periods }, { type, p, multiplier }, m, words) {
  const value = `m${m}`;
  const there = `FILTER (WHERE ${value} IS NOT NULL)`;
  const end = micros(periods[0].end);
  const named = (...list) => list.map((text, i) => `${text} AS ${'ab'[i]}${m}`);
  switch (type) {
    case 'count':
      return named(`count(${value})`);
    case 'count_unique':
      return named(`count(DISTINCT ${value})`);
    case 'sum':
      return named(`coalesce(sum(${value}), 0)`);
    case 'sum_with_multiplier':
      return named(`coalesce(sum(${value} * ${words.decimal(multiplier.toText())}), 0)`);
    case 'avg':
      return named(`sum(${value})`, `count(${value})`);
    case 'min':
    case 'max':
      return named(`${type}(${value})`);
    case 'first':
      return named(`${words.argMin}(${value}, place) ${there}`);
    case 'latest':
      return named(`${words.argMax}(${value}, place) ${there}`);
    case 'percentile':
      return named(`min(${value}) FILTER (WHERE ${value} IS NOT NULL AND r${m} * 1000000 >= ${Math.round(Number(p.toText()) * 10000)} * n${m})`);
    case 'weighted_sum':
      return named(`coalesce(sum(${words.timesSpan(value, `${end} - us`)}), 0)`);
    default:
      return named(`sum(${words.timesSpan(value, `coalesce(next${m}, ${end}) - us`)})`, `min(CASE WHEN ${value} IS NOT NULL THEN us END)`);
  }
}

function runningOf({ type }, name, groups) {
  const add = type === 'min' || type === 'max' ? type : 'sum';
  return `${add}(${name}) OVER (PARTITION BY ${['others', ...groups].join(', ')} ORDER BY win ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW)`;
}

function orderOf(query, groups) {
  const { by, direction } = query.order;
  const m = query.measures.findIndex(({ name }) => name === by);
  const sign = (direction ?? (m >= 0 ? 'desc' : 'asc')) === 'desc' ? 'DESC' : 'ASC';
  const value = `a${m}`;
  const shown = m >= 0 && query.cumulative ? runningOf(query.measures[m], value, groups) : value;
  const rest = ['others', ...groups, 'win'];
  if (m >= 0) return ['others', `${shown} ${sign} NULLS LAST`, ...rest];
  if (by === 'group') return ['others', ...groups.map((g) => `${g} ${sign}`), 'win'];
  return [`win ${sign}`, ...rest];
}
