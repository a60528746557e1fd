// SPDX-License-Identifier: Apache-2.0
// What the catalog says of workspaces, events and objects.

import { LONG_TYPES } from './records.mjs';

const number = (value) => (value === undefined || value === null ? undefined : Number(value));

/** Answers questions about a catalog: an object, a JSON text or nothing. */
export function openCatalog(catalog) {
  const json = typeof catalog === 'string' ? JSON.parse(catalog) : catalog;
  const { workspaces, events: given, objects } = json?.seatsio ?? {};
  const events = (given ?? []).map((event) =>
    ({ ...event, id: Number(event.id), workspace: number(event.workspace) }));
  const things = (objects ?? []).map((o) => ({
    ...{ label: o.label, eventId: number(o.eventId), chartKey: o.chartKey ?? undefined },
    ...{ type: LONG_TYPES[o.type] ?? o.type ?? undefined },
    ...{ capacity: number(o.capacity), numSeats: number(o.numSeats) },
  }));
  return {
    events,
    isTest: (id) => (workspaces ?? []).some((w) => Number(w.id) === id && w.isTest === true),
    event: (id) => events.find((event) => event.id === id),
    // What is said of the event's own object goes before what is said of the chart's.
    object: (eventId, chartKey, label) =>
      things.find((o) => o.label === label && o.eventId === eventId) ??
      things.find((o) => o.label === label && o.eventId === undefined && o.chartKey === chartKey),
  };
}
