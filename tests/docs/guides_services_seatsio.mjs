// SPDX-License-Identifier: Apache-2.0
// The part of seats.io in guides_services.mjs: the house of examples/seatsio. It tells what its API tells: status changes of the
// last year, of events that are not deleted, and no selections.

import { readFileSync } from 'node:fs';

const read = (name) => readFileSync(new URL(`../../examples/seatsio/${name}`, import.meta.url), 'utf8');
const { workspaces, events, objects } = JSON.parse(read('catalog.json')).seatsio;
const changes = [...new Map(['2022-11', '2022-12'].flatMap((month) => read(`${month}.ndjson`).split('\n'))
  .filter((line) => line.includes('"status_change"') && line.endsWith('}')).map((line) => JSON.parse(line))
  .map((record) => [record.id, record])).values()].sort((a, b) => b.id - a.id);

/** What a change of the sample looks like as an item of the API. */
const itemOf = ({ id, date, eventId, objectLabel, status, quantity = 1, originType, holdToken = null, orderId = null }) =>
  ({ id, date, eventId, objectLabel, status, quantity, orderId, extraData: null, holdToken, origin: { type: originType }, isPresentOnChart: true });

/** Newest first; a page goes on behind the id that the page before it named. */
function paged(all, query) {
  const after = query.get('start_after_id');
  const start = after ? all.findIndex(({ id }) => String(id) === after) + 1 : 0;
  const end = start + Math.min(Number(query.get('limit') ?? 20), 20);
  return { items: all.slice(start, end), ...(end < all.length && { next_page_starts_after: all[end - 1].id }) };
}

const keyOf = (workspace) => `key-${workspace.id}`;
const eventsOf = (headers) => events.filter(({ workspace, deleted }) => !deleted && headers['x-workspace-key'] === keyOf({ id: workspace }));

/** Counted by hand from the story of scripts/make-sample-seats. */
const used = { '2022-11': { 'late-jazz': 2, 'opening-night': 24 }, '2022-12': { 'opening-night': 20, 'winter-concert': 12 } };

function usage({ names: [month] }) {
  const rows = events.filter(({ key }) => used[month][key]);
  return [{
    workspace: 101,
    usageByChart: [...new Set(rows.map(({ chartKey }) => chartKey))].sort().map((chartKey) => ({
      chart: { key: chartKey, name: rows.find((event) => event.chartKey === chartKey).chartName },
      usageByEvent: rows.filter((event) => event.chartKey === chartKey)
        .map(({ id, key, deleted = false }) => ({ event: { id, key, deleted }, numUsedObjects: used[month][key] })),
    })),
  }];
}

const charts = [...new Map(events.map(({ chartKey, chartName }, index) => [chartKey, { id: index + 1, key: chartKey, name: chartName }])).values()];
const labelsOf = ({ names: [key] }) => {
  const { chartKey } = events.find((event) => event.key === key);
  const rows = objects.filter((object) => object.chartKey === chartKey)
    .map(({ label, type, capacity = 1, numSeats = null }) => ({ label, objectType: type, capacity, numSeats }));
  return Object.fromEntries([...rows, { label: 'A-1', objectType: 'seat', capacity: 1, numSeats: null }].map((row) => [row.label, [row]]));
};

export const seatsio = {
  prefix: '',
  env: (url) => ({ SEATSIO_URL: url, SEATSIO_ADMIN_KEY: 'key' }),
  knows: ({ authorization }) => authorization === `Basic ${btoa('key:')}`,
  routes: {
    'GET /workspaces': ({ query }) => paged(workspaces.map((workspace) => ({ ...workspace, name: String(workspace.id), key: keyOf(workspace) })), query),
    'GET /charts': ({ query, headers }) =>
      paged(charts.filter(({ key }) => events.some((event) => event.chartKey === key && headers['x-workspace-key'] === keyOf({ id: event.workspace }))), query),
    'GET /events': ({ query, headers }) => paged(eventsOf(headers).map(({ id, key, chartKey }) => ({ id, key, chartKey })), query),
    'GET /events/{key}/status-changes': ({ query, names: [key] }) => paged(changes.filter(({ eventKey }) => eventKey === key).map(itemOf), query),
    'GET /reports/events/{key}/byLabel': labelsOf,
    'GET /reports/usage/month/{month}': usage,
  },
};
