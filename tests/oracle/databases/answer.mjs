// SPDX-License-Identifier: Apache-2.0
// Rows of a database as the answer of tallyfold.query.

import { isPair, sqlOf } from './sql.mjs';
import { Fraction } from '../decimal.mjs';
import { minus } from '../lago/number.mjs';
import { windowOf } from '../tallyfold/windows.mjs';
import { SECOND, writeRfc3339 } from '../times.mjs';
import { instantOf, offsetAt } from '../zones.mjs';

const HUNDRED = new Fraction(100n);

/** Asks a database: { words, rows(sql) } where rows are lists of texts and nulls. */
export async function askDatabase(database, c) {
  const { query, sql, totalsSql } = sqlOf(c, database.words);
  const made = (await database.rows(sql)).map((row) => readRow(query, row, true));
  const sums = (await database.rows(totalsSql)).map((row) => readRow(query, row, false));
  const current = withOneRow(query, made.filter(({ period }) => period === 0));
  const previous = query.periods.length > 1 ? made.filter(({ period }) => period === 1) : null;
  const rows = previous ? compared(query, current, previous) : current;
  const totals = query.periods.map((_, p) => sums.find(({ period }) => period === p)?.values ?? valuesOfNothing(query, p));
  return { status: 200, body: { rows: rows.map((row) => written(query, row)), totals: shown(query, ...totals) } };
}

function readRow(query, cells, byKey) {
  const row = { period: Number(cells[0]) };
  let at = 1;
  if (byKey) {
    row.window = cells[at++];
    row.others = cells[at++] === '1';
    row.group = query.groupBy.map(() => cells[at++]);
  }
  row.values = query.measures.map((measure) => {
    const first = cells[at++];
    return finished(query, row.period, measure, first, isPair(measure) ? cells[at++] : undefined);
  });
  return row;
}

function finished(query, p, measure, first, second) {
  const a = first === null ? null : Fraction.parse(first);
  const { start, end } = query.periods[p];
  // The level's area was taken up to the end of the range, also in the period before.
  if (measure.type === 'weighted_sum') return weighted(query, p, measure, a);
  if (measure.type === 'avg') return a && a.div(Fraction.parse(second));
  if (measure.type !== 'time_weighted_avg') return a;
  const micros = (ns) => new Fraction(ns, 1000n);
  if (!a) return measure.opening ?? null;
  const known = minus(micros(end), measure.opening ? micros(start) : Fraction.parse(second));
  if (!known.sign()) return null;
  const before = measure.opening ? measure.opening.mul(minus(Fraction.parse(second), micros(start))) : Fraction.zero;
  return a.add(before).div(known);
}

function weighted(query, p, { opening }, area) {
  const { start, end } = query.periods[p];
  return area.div(new Fraction(end - start, 1000n)).add(opening ?? Fraction.zero);
}

function valuesOfNothing(query) {
  return query.measures.map((measure) => {
    if (measure.isLevel) return measure.opening ?? (measure.zeroOfNothing ? Fraction.zero : null);
    return measure.zeroOfNothing ? Fraction.zero : null;
  });
}

// Without groups and windows there is one, whatever happened.
function withOneRow(query, rows) {
  if (rows.length || query.groupBy.length || query.rule) return rows;
  return [{ window: '', others: false, group: [], values: valuesOfNothing(query) }];
}

function compared(query, current, previous) {
  const groups = new Map();
  for (const [p, rows] of [current, previous].entries()) {
    for (const { group, values } of rows) {
      const key = JSON.stringify(group);
      if (!groups.has(key)) groups.set(key, { group, sides: [] });
      groups.get(key).sides[p] = values;
    }
  }
  const sign = query.order.by === 'group' && query.order.direction === 'desc' ? -1 : 1;
  const bytes = ({ group }) => Buffer.from(group.join('\0'));
  return [...groups.values()].sort((a, b) => sign * Buffer.compare(bytes(a), bytes(b)))
    .map(({ group, sides: [now, then] }) =>
      ({ window: '', group, values: now ?? valuesOfNothing(query), before: then ?? valuesOfNothing(query) }));
}

function written(query, { window, group, others, values, before }) {
  const out = {};
  if (query.rule) Object.assign(out, writtenWindow(query, window));
  if (others) out.others = true;
  else if (group.length) {
    out.group = Object.fromEntries(query.groupBy.map((name, i) => [name, group[i] === ' ' ? null : group[i].slice(1)]));
  }
  return { ...out, ...shown(query, values, before) };
}

// A date is where its local day begins, everything else an instant.
function writtenWindow({ rule, zone }, text) {
  const start = text.includes('-') ? instantOf(zone, Date.parse(text) / 1000).at : Number(text) / 1e6;
  const { end } = windowOf(rule, start);
  const time = (at) => writeRfc3339(BigInt(at) * SECOND, offsetAt(zone, at));
  return { window_start: time(start), window_end: time(end) };
}

const textOf = (value) => value?.toText() ?? null;

function shown(query, values, before) {
  const named = (list, write) => Object.fromEntries(query.measures.map(({ name }, m) => [name, write(list[m], m)]));
  const out = { values: named(values, textOf) };
  if (!before) return out;
  out.previous = named(before, textOf);
  out.change = named(values, (now, m) => {
    const then = before[m];
    if (!now || !then) return { absolute: null, percent: null };
    const change = minus(now, then);
    const size = then.sign() < 0 ? minus(Fraction.zero, then) : then;
    return { absolute: textOf(change), percent: size.sign() ? textOf(change.div(size).mul(HUNDRED)) : null };
  });
  return out;
}
