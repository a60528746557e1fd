// SPDX-License-Identifier: Apache-2.0
// Requests: the one that a form begins with, and the ways in which one is asked of a service.

import { addDays, dateOf } from '../format/times.js';
import { keyOf } from '../query/fields.js';

/** A request that has an answer over these events, as far as that can be known. */
export function startingRequest(report, { hours, fields, names, catalog = '{}' }) {
  const { subscriptions = [], seatsio } = parsedRequest(catalog) ?? {};
  const { external_customer_id: customer = '', external_id: subscription = '' } = subscriptions[0] ?? {};
  const from = dateOf(hours.first, 'UTC');
  const to = dateOf(hours.last - 1, 'UTC');
  const number = fields.find(({ isNumber }) => isNumber);
  const start = {
    'flexprice.usage': {
      event_name: names[0], aggregation_type: number ? 'SUM' : 'COUNT', ...(number && { property_name: keyOf(number.field) }),
      window_size: 'WEEK', start_time: `${from}T00:00:00Z`, end_time: `${addDays(to, 1)}T00:00:00Z`,
    },
    'seatsio.usage_month': { month: to.slice(0, 7) },
    'seatsio.usage_month_event': { month: to.slice(0, 7), eventId: String(seatsio?.events?.[0]?.id ?? '') },
    'lago.analytics_usage': { time_granularity: 'monthly', from_date: `${from.slice(0, 7)}-01`, to_date: to },
    'lago.current_usage': { external_customer_id: customer, external_subscription_id: subscription },
  };
  return start[report] ?? {};
}

/** When a report is asked for, unless a person says otherwise: behind all events. */
export const startingNow = ({ hours }) => `${addDays(dateOf(hours.last - 1, 'UTC'), 1)}T00:00:00Z`;

/** A request with a member of its form changed; an empty one is taken out. */
export function withMember(request, { name, kind }, value) {
  const { [name]: _, ...rest } = request;
  const given = kind === 'list' ? value.split(',').map((one) => one.trim()).filter(Boolean) : value.trim();
  return given.length === 0 ? rest : { ...request, [name]: given };
}

/** What stands in a form's field for a request. */
export function memberText(request, { name }) {
  const value = request[name];
  if (value === undefined || value === null) return '';
  return Array.isArray(value) ? value.join(', ') : String(value);
}

/** A request as an object; undefined where its text is none. */
export function parsedRequest(text) {
  try {
    const value = JSON.parse(text);
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

const HEADERS = {
  flexprice: "-H 'x-api-key: KEY'",
  seatsio: '-u KEY:',
  lago: "-H 'authorization: Bearer KEY'",
};
const quoted = (text) => `'${text.replaceAll("'", "'\\''")}'`;

/** The address of a request by GET: members of the path in it, all others behind it. */
export function addressOf({ path }, request) {
  const used = new Set();
  const filled = path.replace(/\{(\w+)\}/g, (_, name) => {
    used.add(name);
    return encodeURIComponent(request[name] ?? '');
  });
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(request))
    if (!used.has(name)) query.set(name, Array.isArray(value) ? value.join(',') : String(value));
  return filled + (query.size > 0 ? `?${query}` : '');
}

/** A report's call in the ways in which it can be asked elsewhere. */
export function reportCode(service, form, { request, mode, now }, { format, dialect, catalog }) {
  const exact = mode === 'exact' ? " -H 'tallyfold-mode: exact'" : '';
  const call = { report: form.report, ...(mode === 'exact' && { mode }), request, now };
  const host = 'http://localhost:8080';
  const words = [
    format !== 'ndjson' && `--format ${format}`,
    typeof dialect === 'string' ? dialect !== 'flexprice' && `--dialect ${dialect}` : '--dialect mapping.json',
    catalog && '--catalog catalog.json',
  ].filter(Boolean);
  const options = { ...(dialect !== 'flexprice' && { dialect }), ...(format !== 'ndjson' && { format }) };
  const curl = form.method === 'POST'
    ? `curl -s ${quoted(host + form.path)} ${HEADERS[service]}${exact} -H 'content-type: application/json' -d ${quoted(JSON.stringify(request))}\n`
    : `curl -s ${quoted(host + addressOf(form, request))} ${HEADERS[service]}${exact}\n`;
  return {
    curl,
    shell: `echo ${quoted(JSON.stringify(call))} > request.json\nnpx tallyfold report ${[...words, ''].join(' ')}--events events.${format} --request request.json\n`,
    javascript: `import { createReadStream${catalog ? ', readFileSync' : ''} } from 'node:fs';
import { createEngine } from 'tallyfold';

const engine = await createEngine(${catalog ? "{ catalog: readFileSync('catalog.json') }" : ''});
await engine.appendFrom(createReadStream('events.${format}')${Object.keys(options).length > 0 ? `, ${JSON.stringify(options)}` : ''});
const { text } = engine.report(${JSON.stringify(call, null, 2)});
console.log(text);
`,
  };
}
