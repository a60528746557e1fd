// SPDX-License-Identifier: Apache-2.0
// From one object's records to its places, one by one: an area of n places is n entries.

import { monthNumber, monthOf } from './months.mjs';
import { compareRecords } from './records.mjs';
import { rules } from './rules.mjs';

const AREA = 'generalAdmission';

/** What a record does: 'booking', 'release', 'selection', 'deselection', 'assignment' or null. */
function actOf(record, { apiHoldCounts }) {
  if (record.kind === 'channel_assignment') return 'assignment';
  if (record.kind !== 'status_change') return record.kind;
  if (record.originType === 'HELD_BY_USER') return 'selection';
  if (record.originType === 'HOLD_RELEASED_BY_USER') return 'deselection';
  if (record.originType === 'HOLD_EXPIRED') return null;
  if (record.status === 'free') return 'release';
  if (record.status === 'reservedByToken' && !apiHoldCounts) return null;
  return 'booking';
}

/**
 * The places of an object: `records` are all of it, `facts` are { type, capacity, numSeats }.
 * Answers { isArea, hasDate, places: [{ booked: { date, status }, selected, assigned }],
 * selections }: dates are missing where a place never was; `selections` are all, with how often
 * each counts.
 */
export function placesOf(records, facts, options) {
  const { type } = facts;
  const acts = actsOf(records, options);
  const selections = acts.filter(({ act }) => act === 'selection');
  if (isCountedAsArea(facts, options)) {
    const capacity = type === AREA ? facts.capacity : undefined;
    const isArea = type === AREA || rules.tableIsArea;
    return { isArea, hasDate: false, places: areaOf(acts, capacity, options),
      selections: selections.map(({ date, quantity }) => ({ date, quantity })) };
  }
  const bySeats = type === 'table' && options.tableCountsAs === 'seats';
  const places = Array.from({ length: bySeats ? facts.numSeats : 1 }, () => singleOf(acts));
  const counts = selections.map(({ date, quantity }) =>
    ({ date, quantity: bySeats ? facts.numSeats : quantity }));
  return { isArea: false, hasDate: true, places, selections: counts };
}

/** Whether quantities tell an object's places: of areas, and of tables of unknown size. */
export function isCountedAsArea({ type, numSeats }, { tableCountsAs }) {
  return type === AREA ||
    (type === 'table' && tableCountsAs === 'seats' && numSeats === undefined);
}

/** The record as one of an object of that type: a seat and a booth are one place, never more. */
export function asOneOf(type, record) {
  return type === 'seat' || type === 'booth' ? { ...record, quantity: 1 } : record;
}

// What the records do, in order, with what of each selection stands.
function actsOf(records, options) {
  const acts = records.map((record) => ({ ...record, act: actOf(record, options) }))
    .sort(compareRecords);
  cancel(acts, options);
  return acts;
}

// Leaves in `left` what of each selection stands after all deselections.
function cancel(acts, { deselection, zone }) {
  for (const one of acts) one.left = one.act === 'selection' ? one.quantity : 0;
  if (deselection === 'never') return;
  const month = ({ date }) => monthNumber(monthOf(zone, date));
  acts.forEach((one, index) => {
    if (one.act !== 'deselection') return;
    let quantity = one.quantity;
    for (let i = index - 1; i >= 0 && quantity > 0; i--) {
      const other = acts[i];
      if (other.act !== 'selection' || other.left === 0) continue;
      if (one.holdToken && other.holdToken && one.holdToken !== other.holdToken) continue;
      if (deselection === 'sameMonth' && month(one) !== month(other)) continue;
      const taken = Math.min(quantity, other.left);
      other.left -= taken;
      quantity -= taken;
    }
  });
}

function singleOf(acts) {
  const first = (wanted) => acts.find(wanted);
  return {
    booked: first(({ act }) => act === 'booking'),
    selected: first(({ left }) => left > 0)?.date,
    assigned: first(({ act }) => act === 'assignment')?.date,
  };
}

function areaOf(acts, capacity = Infinity, { gaPlaces }) {
  const booked = [];
  const selected = [];
  const assigned = [];
  let taken = 0;
  for (const one of acts) {
    for (let i = 0; one.act === 'booking' && i < one.quantity; i++) {
      taken++;
      if (taken > booked.length) booked.push(one);
    }
    if (one.act === 'release' && gaPlaces === 'peak') taken = Math.max(0, taken - one.quantity);
    for (let i = 0; i < one.left; i++) selected.push(one.date);
    for (let i = 0; one.act === 'assignment' && i < one.quantity; i++) assigned.push(one.date);
  }
  const count = Math.min(capacity, Math.max(booked.length, selected.length, assigned.length));
  return Array.from({ length: count }, (_, k) =>
    ({ booked: booked[k], selected: selected[k], assigned: assigned[k] }));
}
