// SPDX-License-Identifier: Apache-2.0
// From places to the counters of a month [m0, m1).

/** u and u' become what the service calls used by channels too from this month on. */
export const CHANNELS_COUNT_FROM = { year: 2022, month: 12 };

/** The earliest of some instants, undefined where there is none. */
function earliest(...instants) {
  const known = instants.filter((at) => at !== undefined);
  return known.length ? known.reduce((a, b) => (b < a ? b : a)) : undefined;
}

export const usedAt = ({ booked, selected }) => earliest(booked?.date, selected);
export const usedOrAssignedAt = ({ booked, selected, assigned }) =>
  earliest(booked?.date, selected, assigned);

const total = (list, valueOf) => list.reduce((sum, one) => sum + valueOf(one), 0);

/** The counters of some objects of one event, carry among them. */
export function countersOf(objects, { m0, m1 }) {
  const parts = objects.flatMap((object) => object.parts);
  const within = (at) => at !== undefined && at >= m0 && at < m1;
  const places = parts.flatMap(({ isArea, places: list }) =>
    list.map((place) => ({ ...place, isArea })));
  const bookedHere = places.filter(({ booked }) => within(booked?.date));
  const usedHere = places.filter((place) => within(usedAt(place)));
  const unbooked = usedHere.filter(({ booked }) => !booked || booked.date >= m1);
  const byStatus = {};
  for (const { booked } of bookedHere) {
    byStatus[booked.status] = (byStatus[booked.status] ?? 0) + 1;
  }
  return {
    firstBookings: bookedHere.length,
    byStatus,
    used: usedHere.length,
    usedOrAssigned: places.filter((place) => within(usedOrAssignedAt(place))).length,
    firstSelections: places.filter(({ selected }) => within(selected)).length,
    gaWithoutBooking: unbooked.filter(({ isArea }) => isArea).length,
    nonGaWithoutBooking: unbooked.filter(({ isArea }) => !isArea).length,
    selections: total(parts, (part) => total(
      part.selections.filter(({ date }) => within(date)), ({ quantity }) => quantity)),
    carry: bookedHere.filter(({ selected }) => selected !== undefined && selected < m0).length,
  };
}

/** How many places became used in the month for which reason; reasons that none has left out. */
export function reasonsOf({ parts }, { m0, m1 }, { reasonRule }) {
  const counts = { STATUS_CHANGED: 0, SELECTED: 0, ASSIGNED_TO_CHANNEL: 0 };
  for (const place of parts.flatMap(({ places }) => places)) {
    const at = usedOrAssignedAt(place);
    if (at === undefined || at < m0 || at >= m1) continue;
    const limit = reasonRule === 'first' ? (t) => t === at : (t) => t < m1;
    const { booked, selected } = place;
    if (booked && limit(booked.date)) counts.STATUS_CHANGED++;
    else if (selected !== undefined && limit(selected)) counts.SELECTED++;
    else counts.ASSIGNED_TO_CHANNEL++;
  }
  return Object.fromEntries(Object.entries(counts).filter(([, count]) => count > 0));
}
