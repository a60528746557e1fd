// SPDX-License-Identifier: Apache-2.0
// Random events, as lines of JSON: every kind of property value, repeats, disorder, odd times.

export const NAMES = ['api', 'api_request', 'storage'];
export const CUSTOMERS = ['c1', 'c2', 'Ünï', 'c 3'];
const GROUPS = ['a', 'b', 'B', 'é', '😀', 'ﬀ', '', '10', 'zz'];

// Places in time where windows are easy to get wrong; every time lies near one of them.
const PIVOTS = [
  '2024-11-03T06:00:00Z', '2024-03-10T07:00:00Z', // New York
  '2024-10-05T15:30:00Z', '2024-04-06T15:00:00Z', // Lord Howe
  '2022-09-11T04:00:00Z', '2022-04-03T03:00:00Z', '2024-04-07T03:00:00Z', // Santiago
  '2018-11-04T03:00:00Z', // Sao Paulo
  '2023-11-05T05:00:00Z', // Havana
  '2010-11-07T02:31:00Z', // St John's
  '2017-10-01T04:00:00Z', // Asuncion
  '2011-12-30T10:00:00Z', // Apia
  '2024-02-29T00:00:00Z', '2024-03-31T01:00:00Z', '2023-02-28T23:59:59Z',
  '2024-01-01T00:00:00Z', '2023-12-31T12:00:00Z', '2024-05-31T18:30:00Z',
].map((text) => Date.parse(text) / 1000);

const NUMBERS = ['0', '1', '10', '10.0', '1e3', '12.5', '0.1', '0.2', '0.30', '1e-9', '-3', '-0',
  '-0.0', '-2.5', '100', '7', '2.25e1', '1E2', '9007199254740993', '9007199254740992',
  '123456789012345678', '9223372036854775807', '18446744073709549568', '1e21', '1.5e22', '1e300',
  '0.1000000000000000055511151231257827', '3.3333333333333333', '99999999999.99'];
const HUGE = ['1e400', '-1e400', '18446744073709551616', '100000000000000000000',
  '1.8446744073709552e19', '-18446744073709551616', '1e308', '1.7976931348623157e308', '1e-400'];
const TEXTS = ['12.5', '1e3', '+5', '.5', '5.', '-7', '007', '1e-3', 'abc', '', ' 5', '5 ',
  '1,000', '0x10', '$5', '1_0', '.', '-', '1e', 'true', '10', '10.0', '1e400', 'ünï'];
const SPECIAL = ['NaN', 'inf', '-inf', '+Infinity', 'nan'];
const NESTED = ['[]', '{}', '[1, 2.50 ,"a"]', '{"b":1,"a":[1e3,null,true]}', '[{"é":"x\\ny"}]',
  '{"z":{"y":0.10},"B":"q\\"q"}'];

const twoDigits = (v) => String(v).padStart(2, '0');

/** A random instant near a pivot as { seconds, fraction } (fraction: digits after the point). */
export function randomTime(random, pivot, reach) {
  const near = random.chance(0.5) ? random.pick([900, 3600, 7200, 86400]) : reach;
  const seconds = random.chance(0.15)
    ? pivot + random.pick([-3600, -1800, -1, 0, 1, 1800, 3600, 86400])
    : pivot + random.between(-near, near);
  const fraction = random.pick(['', '', '', '', '5', '999', '001', '9995', '999999999', '0001',
    '000000001', '12345678', '000', '999000000']);
  return { seconds, fraction };
}

/** RFC 3339 text of such an instant, now and then at an offset. */
export function timeText(random, { seconds, fraction }) {
  const offset = random.chance(0.2) ? random.pick([19800, -18000, 20700, 3600, -12600]) : 0;
  const clock = new Date((seconds + offset) * 1000).toISOString().slice(0, 19);
  const size = Math.abs(offset) / 60;
  const zone = offset
    ? (offset < 0 ? '-' : '+') + twoDigits(Math.floor(size / 60)) + ':' + twoDigits(size % 60)
    : random.pick(['Z', 'Z', 'Z', '+00:00']);
  return clock + (fraction && `.${fraction}`) + zone;
}

/** Where and how far the case's events lie. */
export function randomSpan(random) {
  return {
    pivot: random.pick(PIVOTS),
    reach: random.pick([3600, 6 * 3600, 86400, 4 * 86400, 40 * 86400, 100 * 86400]),
  };
}

/** How wild the property values of a case are. */
export function randomTaste(random) {
  const wild = random.chance(0.6);
  return {
    texts: wild ? 0.15 : 0.02,
    odd: wild ? 0.12 : 0.01,
    huge: random.chance(0.15) ? 0.05 : 0,
    special: random.chance(0.1) ? 0.04 : 0,
    missing: random.chance(0.5) ? 0.12 : 0,
    repeats: random.pick([0, 0, 0.1, 0.3]),
    received: random.pick(['none', 'none', 'rising', 'any']),
  };
}

function valueText(random, taste) {
  const roll = (p) => random.chance(p);
  if (roll(taste.special)) return JSON.stringify(random.pick(SPECIAL));
  if (roll(taste.huge)) return random.pick([(t) => t, JSON.stringify, (t) => `[${t}]`])(
    random.pick(HUGE));
  if (roll(taste.texts)) return JSON.stringify(random.pick(TEXTS));
  if (roll(taste.odd)) return random.pick(['null', 'true', 'false', ...NESTED]);
  if (roll(0.4)) return random.pick(NUMBERS);
  if (roll(0.1)) return `"${random.pick(NUMBERS)}"`;
  const digits = String(random.below(random.pick([10, 1000, 1e6, 1e12])));
  return roll(0.4) ? digits : `${digits}.${random.between(0, random.pick([9, 99, 999999]))}`;
}

function properties(random, taste) {
  const out = [];
  if (!random.chance(taste.missing)) out.push(['v', valueText(random, taste)]);
  if (random.chance(0.4)) out.push(['v.w', valueText(random, taste)]);
  if (random.chance(0.8)) {
    const group = random.chance(0.85) ? JSON.stringify(random.pick(GROUPS))
      : random.pick(['10', '10.0', 'true', 'null', '[1,2]', '1e21']);
    out.push(['k', group]);
  }
  if (random.chance(0.5)) out.push(['u', JSON.stringify(`u${random.below(6)}`)]);
  if (random.chance(0.3)) out.reverse();
  return out;
}

function writeEvent(random, event) {
  const fields = [];
  const put = (key, text) => fields.push(`${JSON.stringify(key)}:${text}`);
  if (event.id !== null) put(random.chance(0.8) ? 'event_id' : 'id', JSON.stringify(event.id));
  const spaces = random.chance(0.05) ? random.pick([' ', '\t', '  ']) : '';
  put('event_name', JSON.stringify(spaces + event.name + (random.chance(0.5) ? spaces : '')));
  put('external_customer_id', JSON.stringify(event.customer));
  if (event.internal) put('customer_id', JSON.stringify(event.internal));
  if (event.source) put('source', JSON.stringify(event.source));
  put('timestamp', event.unix
    ? event.time.seconds + (event.time.fraction && `.${event.time.fraction}`)
    : JSON.stringify(timeText(random, event.time)));
  if (event.received !== null) {
    put('ingested_at', JSON.stringify(new Date(event.received).toISOString()));
  }
  const inner = event.properties.map(([k, t]) => `${JSON.stringify(k)}:${t}`).join(',');
  if (inner || random.chance(0.5)) put('properties', inner ? `{${inner}}` : 'null');
  if (random.chance(0.2)) fields.reverse();
  return `{${fields.join(',')}}`;
}

function freshEvent(random, number, span, taste) {
  return {
    id: random.chance(0.05) ? null : random.chance(0.01) ? '' : `e${number}`,
    name: random.pick(NAMES.slice(0, random.pick([1, 1, 1, 2, 3]))),
    customer: random.pick(CUSTOMERS.slice(0, random.pick([1, 1, 2, 4]))),
    internal: random.chance(0.3) ? random.pick(['cus_1', 'cus_2']) : null,
    source: random.chance(0.4) ? random.pick(['s1', 's2', 'é']) : null,
    time: randomTime(random, span.pivot, span.reach),
    properties: properties(random, taste),
  };
}

// A copy keeps the id and some of the rest.
function repeat(random, event, span, taste) {
  const fresh = freshEvent(random, 0, span, taste);
  const changed = { id: event.id };
  for (const [key, p] of [['time', 0.5], ['properties', 0.5], ['name', 0.2], ['customer', 0.2]]) {
    changed[key] = random.chance(p) ? fresh[key] : event[key];
  }
  return { ...event, ...changed };
}

/** Lines of JSON, one event each, in arrival order. */
export function randomEvents(random, span, taste) {
  const out = [];
  const count = random.pick([5, 10, 20, 20, 50, 50, 100, 200]);
  const unix = random.chance(0.15);
  while (out.length < count) {
    const again = out.length && random.chance(taste.repeats);
    const event = again ? repeat(random, random.pick(out), span, taste)
      : freshEvent(random, out.length, span, taste);
    const step = taste.received === 'any' ? random.below(20) : out.length;
    event.received = taste.received === 'none' ? null : span.pivot * 1000 + step * 500;
    event.unix = unix;
    out.push(event);
  }
  if (random.chance(0.4)) out.sort((a, b) => a.time.seconds - b.time.seconds);
  return out.map((event) => writeEvent(random, event));
}
