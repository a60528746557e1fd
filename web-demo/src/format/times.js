// SPDX-License-Identifier: Apache-2.0
// Instants in a time zone: as people read them, and as requests and links spell them.

const DAY = 86_400_000;
const formats = new Map();

/** A formatter of these options, made once: making one is slow. */
function formatOf(zone, options) {
  const key = zone + JSON.stringify(options);
  if (!formats.has(key)) formats.set(key, new Intl.DateTimeFormat('en-GB', { timeZone: zone, ...options }));
  return formats.get(key);
}

const LABELS = {
  minute: { hour: '2-digit', minute: '2-digit' },
  hour: { hour: '2-digit', minute: '2-digit' },
  day: { day: 'numeric', month: 'short' },
  week: { day: 'numeric', month: 'short' },
  month: { month: 'short', year: 'numeric' },
  quarter: { month: 'short', year: 'numeric' },
  year: { year: 'numeric' },
};
const LONG_DAY = { weekday: 'short', day: 'numeric', month: 'short', year: 'numeric' };
const CLOCK = { hour: '2-digit', minute: '2-digit' };

/** A window's short name, for an axis. */
export function windowTick(time, window, zone) {
  if ((window === 'hour' || window === 'minute') && isMidnight(time, zone)) return windowTick(time, 'day', zone);
  return formatOf(zone, LABELS[window] ?? LABELS.day).format(time);
}

/** A window's whole name. */
export function windowName(start, end, window, zone) {
  const day = formatOf(zone, LONG_DAY).format(start);
  if (window === 'minute' || window === 'hour')
    return `${day}, ${formatOf(zone, CLOCK).format(start)}–${formatOf(zone, CLOCK).format(end)}`;
  if (window === 'month') return formatOf(zone, { month: 'long', year: 'numeric' }).format(start);
  if (window === 'day') return day;
  if (window === 'year') return windowTick(start, 'year', zone);
  return rangeName(start, end, zone);
}

/** A range, its last day named instead of the instant that is no longer in it. */
export function rangeName(from, to, zone) {
  const format = formatOf(zone, { day: 'numeric', month: 'short', year: 'numeric' });
  if (!isMidnight(from, zone) || !isMidnight(to, zone)) {
    const clocked = formatOf(zone, { day: 'numeric', month: 'short', year: 'numeric', ...CLOCK });
    return clocked.formatRange(from, to);
  }
  return format.formatRange(from, to - 1);
}

function parts(time, zone) {
  const format = formatOf(zone, {
    year: 'numeric', month: '2-digit', day: '2-digit', hour: '2-digit', minute: '2-digit', second: '2-digit',
    hourCycle: 'h23',
  });
  return Object.fromEntries(format.formatToParts(time).map(({ type, value }) => [type, value]));
}

/** Whether a local day begins here. */
export function isMidnight(time, zone) {
  const { hour, minute, second } = parts(time, zone);
  return hour === '00' && minute === '00' && second === '00' && time % 1000 === 0;
}

/**
 * A function that tells hour (0 to 23) and weekday (0 is Monday) on the local clock. It asks for the zone's offset
 * once for each day of UTC in which that does not change: asking is slow.
 */
export function makeClock(zone) {
  const offsets = new Map();
  const ofDay = (day) => {
    if (!offsets.has(day)) {
      const offset = offsetOf(day * DAY, zone);
      offsets.set(day, offset === offsetOf((day + 1) * DAY - 1000, zone) ? offset : undefined);
    }
    return offsets.get(day);
  };
  return (time) => {
    const local = time + (ofDay(Math.floor(time / DAY)) ?? offsetOf(time, zone));
    // The first day of 1970 was a Thursday.
    return { hour: Math.floor(local / 3_600_000) % 24, weekday: (Math.floor(local / DAY) + 3) % 7 };
  };
}

/** The local date, YYYY-MM-DD. */
export function dateOf(time, zone) {
  const { year, month, day } = parts(time, zone);
  return `${year}-${month}-${day}`;
}

/** An instant as requests and links spell it: a date where a local day begins, else RFC 3339. */
export function spell(time, zone) {
  if (isMidnight(time, zone)) return dateOf(time, zone);
  return new Date(time).toISOString().replace('.000Z', 'Z');
}

/** The instant that a date or RFC 3339 text means in a zone; NaN where it means none. */
export function instantOf(text, zone) {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return Date.parse(text);
  const asUtc = Date.parse(`${text}T00:00:00Z`);
  if (Number.isNaN(asUtc)) return NaN;
  // The offset at that clock time, once more where it changed in between.
  let time = asUtc;
  for (let turn = 0; turn < 2; ++turn) time = asUtc - offsetOf(time, zone);
  return time;
}

function offsetOf(time, zone) {
  const { year, month, day, hour, minute, second } = parts(time, zone);
  return Date.UTC(year, month - 1, day, hour, minute, second) - Math.floor(time / 1000) * 1000;
}

/** The date so many days later. */
export function addDays(date, days) {
  return new Date(Date.parse(`${date}T00:00:00Z`) + days * DAY).toISOString().slice(0, 10);
}
