// SPDX-License-Identifier: Apache-2.0
// Everything that is known of events and objects at `now`, under the options of a request.

import { readRfc3339 } from '../times.mjs';
import { openCatalog } from './catalog.mjs';
import { asOneOf, isCountedAsArea, placesOf } from './places.mjs';
import { compareForNames, completed, readRecords, withoutCopies } from './records.mjs';
import { rules } from './rules.mjs';

/** { now, events, records }: events by workspace and id, each with its objects and their places. */
export function readHistory({ lines, events, now, catalog: facts }, options) {
  const catalog = openCatalog(facts);
  const instant = readRfc3339(now).ns;
  const read = readRecords(lines ?? events.map((e) => JSON.stringify(e)));
  const all = completed(read, catalog);
  const known = eventsOf(all, catalog);
  const isAsked = ({ workspace }) =>
    options.testWorkspaces === 'include' || !catalog.isTest(workspace);
  const distinct = options.dedupe === 'none' ? all : withoutCopies(all);
  const counted = distinct.filter((r) => r.date <= instant && isAsked(r));
  for (const event of known) {
    event.isAsked = isAsked(event);
    event.objects = objectsOf(event, counted, catalog, options);
    event.isListed = event.isAsked && event.workspace !== undefined &&
      (event.inCatalog || event.records.some(({ date }) => date <= instant));
  }
  // A record that cannot be placed still tells that its event is there.
  const mentioned = new Set(read.map(({ eventId }) => eventId));
  return { now: instant, events: known, records: counted, mentioned };
}

// Every event, of records of any date and of the catalog, in the order of first appearance.
function eventsOf(records, catalog) {
  const known = new Map();
  const find = (workspace, id) => {
    const key = `${workspace} ${id}`;
    if (!known.has(key)) known.set(key, { workspace, id, records: [] });
    return known.get(key);
  };
  for (const record of records) find(record.workspace, record.eventId).records.push(record);
  for (const { id, workspace } of catalog.events) {
    const same = [...known.values()].filter((event) => event.id === id);
    for (const event of same) event.inCatalog = true;
    if (same.length === 0) find(workspace, id).inCatalog = true;
  }
  const named = [...known.values()].map((event) => ({ ...event, ...namesOf(event, catalog) }));
  return named.map((event) => ({ ...event, chartName: chartNameOf(event, named, catalog) }));
}

function namesOf({ id, records }, catalog) {
  const facts = catalog.event(id) ?? {};
  const latest = [...records].sort(compareForNames).reverse();
  const said = (name) => latest.find((record) => record[name])?.[name] ?? null;
  return {
    key: facts.key ?? said('eventKey'),
    chartKey: facts.chartKey ?? said('chartKey'),
    deleted: facts.deleted === true,
  };
}

// A chart has one name: what the catalog says first of any of its events, else what the latest
// record says that names this very chart.
function chartNameOf({ workspace, chartKey }, events, catalog) {
  const isHere = (event) => event.workspace === workspace && event.chartKey === chartKey;
  const ids = events.filter(isHere).map(({ id }) => id);
  const fact = catalog.events.find((event) => event.chartName && ids.includes(event.id));
  const records = events.flatMap((event) => event.records);
  const naming = records.filter((record) => isHere(record) && record.chartName);
  return fact?.chartName ?? naming.sort(compareForNames).pop()?.chartName ?? null;
}

function objectsOf({ workspace, id, chartKey, records: all }, counted, catalog, options) {
  const byLabel = new Map();
  for (const record of counted) {
    if (record.workspace !== workspace || record.eventId !== id) continue;
    if (!byLabel.has(record.label)) byLabel.set(record.label, []);
    byLabel.get(record.label).push(record);
  }
  return [...byLabel].map(([label, records]) => {
    // What a record's object is, is looked up with the chart of that record; what is there for the
    // object as a whole, with the event's chart.
    const chartFact = catalog.event(id)?.chartKey;
    const factsOf = (record) => catalog.object(id, chartFact ?? record.chartKey, label) ?? {};
    const facts = catalog.object(id, chartKey, label) ?? {};
    return {
      label,
      arrival: all.findIndex((record) => record.label === label),
      parts: partsOf(records, all.filter((r) => r.label === label), facts, factsOf, options),
    };
  });
}

// What an object is counted as: one thing, or two where its records do not agree.
function partsOf(records, all, facts, factsOf, options) {
  const said = all.filter((record) => record.type).sort(compareForNames).pop()?.type;
  const one = rules.typeOf === 'object' ? said ?? 'seat' : null;
  const typeOf = (record) => factsOf(record).type ?? one ?? record.type ?? 'seat';
  const isArea = (r) => isCountedAsArea({ ...factsOf(r), type: typeOf(r) }, options);
  return [records.filter(isArea), records.filter((r) => !isArea(r))]
    .filter((list) => list.length > 0)
    .map((list) => {
      const types = list.map(typeOf);
      const type = types.includes('table') ? 'table' : types[0];
      return placesOf(list.map((r) => asOneOf(typeOf(r), r)), { ...facts, type }, options);
    });
}
