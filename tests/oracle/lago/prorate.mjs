// SPDX-License-Identifier: Apache-2.0
// Proration: what counts only for the days it was there, each day a local one, both ends counted.

import { Fraction } from '../decimal.mjs';
import { localDay } from './calendar.mjs';
import { propertyText } from './events.mjs';
import { ceilAt, negated, num, ONE, total, ZERO } from './number.mjs';

const DIGITS = 5;
const share = (days, { duration }) => new Fraction(BigInt(Math.max(days, 0)), BigInt(duration));
const daysLeft = (day, { lastDay }) => lastDay - day + 1;

/** A prorated sum: what was there before for the whole period, each event from its day on. */
export function proratedSum({ before, events, valueOf }, period, zone) {
  const carried = total(before.map(valueOf));
  const list = [
    { full: carried, prorated: carried.mul(share(daysLeft(period.firstDay, period), period)) },
    ...events.map((event) => ({
      full: valueOf(event),
      prorated: valueOf(event).mul(share(daysLeft(localDay(zone, event.at), period), period)),
    })),
  ];
  return { units: ceilAt(total(list.map(({ prorated }) => prorated)), DIGITS), list };
}

/** The turns of each value: { at, on } where it came or went, repeats left out. */
export function turnsOf(events, field) {
  const byValue = new Map();
  for (const event of events) {
    const value = propertyText(event, field);
    const turns = byValue.get(value) ?? [];
    byValue.set(value, turns);
    const on = (propertyText(event, 'operation_type') || 'add') === 'add';
    if (on !== (turns.at(-1)?.on ?? false))
      turns.push({ at: event.at, arrival: event.arrival, on });
  }
  return [...byValue.values()];
}

// Stretches in which a value was there: { added, removed }, turns. What is taken away and brought
// back within a day was never away. Of those over before the period, the last alone, if the value
// is not back when it begins.
function stretchesOf(turns, period, zone) {
  const out = [];
  for (const turn of turns) {
    if (!turn.on) out.at(-1).removed = turn;
    else if (out.at(-1) && localDay(zone, out.at(-1).removed.at) === localDay(zone, turn.at))
      delete out.at(-1).removed;
    else out.push({ added: turn });
  }
  const over = out.filter(({ removed }) => removed && removed.at < period.from).length;
  const isBack = out[over] && out[over].added.at < period.from;
  return out.slice(isBack ? over : Math.max(over - 1, 0));
}

// Days of the period on which a stretch was there; of one over before the period, none, or as the
// service has it for groups, one.
function daysOf({ added, removed }, period, zone, goneCounts) {
  if (removed && removed.at < period.from) return goneCounts ? 1 : 0;
  const first = added.at < period.from ? period.firstDay : localDay(zone, added.at);
  const last = removed ? Math.min(localDay(zone, removed.at), period.lastDay) : period.lastDay;
  return last - first + 1;
}

/**
 * A prorated unique count, and the coming (1, prorated) and going (-1, 0) of values in their order.
 * As the service has it, what was gone before the period counts a day in groups, though not in the
 * order, where shares are rounded up.
 */
export function proratedUnique({ all, field }, period, zone, { mode, isGrouped }) {
  const goneCounts = isGrouped && mode !== 'exact';
  const stretches = turnsOf(all, field).flatMap((turns) => stretchesOf(turns, period, zone));
  const shareOf = (stretch, gone) => share(daysOf(stretch, period, zone, gone), period);
  const list = stretches
    .flatMap((stretch) => {
      const exact = shareOf(stretch, false);
      const prorated = mode === 'exact' ? exact : ceilAt(exact, DIGITS);
      const coming = { ...stretch.added, full: ONE, prorated };
      if (prorated.sign() === 0) return [];
      return stretch.removed
        ? [coming, { ...stretch.removed, full: negated(ONE), prorated: ZERO }]
        : [coming];
    })
    .sort((a, b) => (a.at === b.at ? a.arrival - b.arrival : a.at < b.at ? -1 : 1));
  return {
    units: ceilAt(total(stretches.map((stretch) => shareOf(stretch, goneCounts))), DIGITS),
    list,
  };
}

/**
 * Units charged in advance: the most that was there at once, each rise of it from its day on (the
 * whole of it where nothing is prorated).
 */
export function mostCharged({ carried, list }, period, zone, isProrated) {
  const part = (day) => (isProrated ? share(daysLeft(day, period), period) : num(1));
  let running = carried;
  let most = carried;
  let charged = carried.mul(part(period.firstDay));
  for (const { at, full } of list) {
    running = running.add(full);
    if (running.compare(most) <= 0) continue;
    charged = charged.add(running.add(negated(most)).mul(part(localDay(zone, at))));
    most = running;
  }
  return isProrated ? ceilAt(charged, DIGITS) : charged;
}
