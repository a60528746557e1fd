// SPDX-License-Identifier: Apache-2.0
// Offsets of IANA zones, asked of Intl: another reading of the zone data than the engine's table.
// Instants and local times are whole seconds; a local time is the civil clock counted as if UTC.

const BLOCK_S = 900;
const REACH_S = 50 * 3600; // Apia skipped a whole day; no change of offset is longer.

const known = new Map(Intl.supportedValuesOf('timeZone').map((n) => [n.toLowerCase(), n]));
const zones = new Map();

/** The zone of that exact spelling, or null. Intl alone would take any spelling of case. */
export function findZone(name) {
  if (!zones.has(name)) zones.set(name, openZone(name));
  return zones.get(name);
}

function openZone(name) {
  if (name === 'UTC') return { name, format: null, cache: new Map() };
  if (!/^[A-Z][A-Za-z]*[A-Za-z0-9_+-]*(\/[A-Za-z0-9_+-]+)*$/.test(name)) return null;
  const canonical = known.get(name.toLowerCase());
  if (canonical && canonical !== name) return null;
  try {
    const format = new Intl.DateTimeFormat('en-US', {
      timeZone: name,
      hourCycle: 'h23',
      ...{ year: 'numeric', month: 'numeric', day: 'numeric' },
      ...{ hour: 'numeric', minute: 'numeric', second: 'numeric' },
    });
    return { name, format, cache: new Map() };
  } catch {
    return null;
  }
}

function askIntl(zone, at) {
  if (!zone.format) return 0;
  if (!zone.cache.has(at)) {
    const parts = {};
    for (const p of zone.format.formatToParts(at * 1000)) parts[p.type] = Number(p.value);
    const local = Date.UTC(
      parts.year, parts.month - 1, parts.day, parts.hour, parts.minute, parts.second);
    zone.cache.set(at, local / 1000 - at);
  }
  return zone.cache.get(at);
}

/** Seconds to add to the instant to get the local clock. */
export function offsetAt(zone, at) {
  const block = Math.floor(at / BLOCK_S) * BLOCK_S;
  const first = askIntl(zone, block);
  return first === askIntl(zone, block + BLOCK_S) ? first : askIntl(zone, at);
}

/** The instants in (from, to] at which the offset changes, oldest first. */
export function changesWithin(zone, from, to) {
  const out = [];
  for (let at = from; at < to; at += 3 * 3600) {
    let low = at;
    let high = Math.min(at + 3 * 3600, to);
    if (offsetAt(zone, low) === offsetAt(zone, high)) continue;
    while (high - low > 1) {
      const middle = Math.floor((low + high) / 2);
      if (offsetAt(zone, middle) === offsetAt(zone, low)) low = middle;
      else high = middle;
    }
    out.push(high);
  }
  return out;
}

/**
 * The first instant whose local clock shows this time; where the clock skips it, the first instant
 * after the gap: { at, skipped }.
 */
export function instantOf(zone, local) {
  const from = local - REACH_S;
  const to = local + REACH_S;
  const changes = offsetAt(zone, from) === offsetAt(zone, to) && quiet(zone, from, to)
    ? []
    : changesWithin(zone, from, to);
  const edges = [from, ...changes, to + 1];
  for (let i = 0; i + 1 < edges.length; i++) {
    const at = local - offsetAt(zone, edges[i]);
    if (at >= edges[i] && at < edges[i + 1]) return { at, skipped: false };
    if (at < edges[i]) return { at: edges[i], skipped: true };
  }
  throw new Error(`no instant for local second ${local} in ${zone.name}`);
}

/**
 * The instant from which on the local clock never shows an earlier time again: the later one where
 * the clock is set back over this time, the first after the gap where it is skipped.
 */
export function settledInstantOf(zone, local) {
  const changes = changesWithin(zone, local - REACH_S, local + REACH_S);
  const edges = [local - REACH_S, ...changes, local + REACH_S + 1];
  for (let i = edges.length - 2; i > 0; i--) {
    // The clock just before this stretch began showed a later time: then it starts no day anew.
    const before = edges[i] - 1 + offsetAt(zone, edges[i] - 1);
    const at = local - offsetAt(zone, edges[i]);
    if (at >= edges[i] && at < edges[i + 1] && !(at === edges[i] && before >= local)) return at;
  }
  return instantOf(zone, local).at;
}

// No change between, judged every three hours: enough, since none comes and goes faster.
function quiet(zone, from, to) {
  const offset = offsetAt(zone, from);
  for (let at = from; at < to; at += 3 * 3600) if (offsetAt(zone, at) !== offset) return false;
  return true;
}
