// SPDX-License-Identifier: Apache-2.0
// What a person has chosen, and its spelling in the address. Only what differs from the defaults is
// written, so that links stay short; what cannot be read is left at its default.

export const AGGREGATIONS = ['sum', 'avg', 'min', 'max', 'latest', 'count_unique', 'p50', 'p95', 'p99'];
export const WINDOWS = ['auto', 'minute', 'hour', 'day', 'week', 'month', 'quarter', 'year'];
export const CHARTS = ['bars', 'area', 'lines'];
/** `explore`, `pricing`, or the service whose reports are asked for. */
export const VIEWS = ['explore', 'flexprice', 'seatsio', 'lago', 'pricing'];
const TOPS = ['3', '5', '7'];

/** Members of the state that are one text each, with their defaults and what they may be. */
const TEXTS = {
  view: { absent: 'explore', among: VIEWS },
  data: { absent: '' },
  metric: { absent: '' },
  agg: { absent: 'sum', among: AGGREGATIONS },
  window: { absent: 'auto', among: WINDOWS },
  zone: { absent: 'UTC' },
  from: { absent: '' },
  to: { absent: '' },
  group: { absent: '' },
  top: { absent: '5', among: TOPS },
  chart: { absent: 'bars', among: CHARTS },
  report: { absent: '' },
  ask: { absent: '' },
  now: { absent: '' },
  event: { absent: '' },
  by: { absent: '' },
  a: { absent: '' },
  b: { absent: '' },
};
const SWITCHES = ['compare', 'cumulative', 'exact'];

/**
 * @typedef {object} State
 * @property {string} view one of VIEWS
 * @property {string} data where the events come from: `sample`, `million`, an address, or '' for a file
 * @property {string} metric a property, or '' for the number of events
 * @property {string} agg one of AGGREGATIONS, for a property
 * @property {string} window one of WINDOWS
 * @property {string} zone an IANA name
 * @property {string} from inclusive: a date in the zone or RFC 3339; '' for the first event
 * @property {string} to exclusive
 * @property {string} group a field of the query language, or ''
 * @property {string} top how many groups stand by themselves
 * @property {string} chart one of CHARTS
 * @property {string} report of a service's reports, the one that is asked for; '' for the first
 * @property {string} ask its request as JSON; '' for one that suits the events
 * @property {string} now when it is asked; '' for the end of the events
 * @property {string} event the event that is priced; '' for the most frequent
 * @property {string} by the property that it is billed by; '' for one that suits
 * @property {string} a plan A as JSON; '' for one to begin with
 * @property {string} b plan B
 * @property {boolean} exact in the exact mode, not as the service does it
 * @property {boolean} compare beside the period before
 * @property {boolean} cumulative sums since `from`
 * @property {Filter[]} filters all of them hold
 *
 * @typedef {{ field: string, values: (string | null)[], not: boolean }} Filter a field is one of the values, or none
 */

/** @returns {State} */
export function defaults() {
  const texts = Object.entries(TEXTS).map(([name, { absent }]) => [name, absent]);
  const switches = SWITCHES.map((name) => [name, false]);
  return Object.fromEntries([...texts, ...switches, ['filters', []]]);
}

/** The query part of the address, without its question mark. */
export function writeState(state) {
  const query = new URLSearchParams();
  for (const [name, { absent }] of Object.entries(TEXTS))
    if (state[name] !== absent) query.set(name, state[name]);
  for (const name of SWITCHES) if (state[name]) query.set(name, '1');
  for (const filter of state.filters) query.append('where', writeFilter(filter));
  return query.toString();
}

/** @returns {State} */
export function readState(text) {
  const query = new URLSearchParams(text);
  const state = defaults();
  for (const [name, { among }] of Object.entries(TEXTS)) {
    const value = query.get(name);
    if (value !== null && (!among || among.includes(value))) state[name] = value;
  }
  if (state.zone !== TEXTS.zone.absent && !isZone(state.zone)) state.zone = TEXTS.zone.absent;
  for (const name of ['from', 'to']) if (Number.isNaN(Date.parse(state[name]))) state[name] = '';
  for (const name of SWITCHES) state[name] = query.get(name) === '1';
  state.filters = query.getAll('where').map(readFilter).filter(Boolean);
  return state;
}

/** Whether a time zone is known here. */
export function isZone(zone) {
  try {
    return Boolean(new Intl.DateTimeFormat('en', { timeZone: zone }));
  } catch {
    return false;
  }
}

// field~value~value, "!" in front for "none of". "*" and "~" are the only ones that need another spelling,
// because neither is escaped once more in an address.
const spelled = (value) => (value === null ? '*n' : value.replaceAll('*', '*s').replaceAll('~', '*t'));
const meant = (text) => (text === '*n' ? null : text.replaceAll('*t', '~').replaceAll('*s', '*'));

function writeFilter({ field, values, not }) {
  return (not ? '!' : '') + [field, ...values].map(spelled).join('~');
}

function readFilter(text) {
  const not = text.startsWith('!');
  const [field, ...values] = text.slice(not ? 1 : 0).split('~').map(meant);
  return field && values.length > 0 ? { field, values, not } : undefined;
}

/** The filters with a value of a field taken in, or out when it was in. */
export function toggled(filters, field, value, not = false) {
  const same = (filter) => filter.field === field && filter.not === not;
  const old = filters.find(same);
  if (!old) return [...filters, { field, values: [value], not }];
  const values = old.values.includes(value) ? old.values.filter((one) => one !== value) : [...old.values, value];
  if (values.length === 0) return filters.filter((filter) => filter !== old);
  return filters.map((filter) => (filter === old ? { ...old, values } : filter));
}
