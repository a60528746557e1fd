// SPDX-License-Identifier: Apache-2.0
// Lago vectors about ingestion as steps of one engine: events are sent to the endpoints, and
// reports tell what was kept. A stored time is told to the microsecond by a subscription that ends
// then: its report counts the events, and that of one ending a microsecond before does not.

const RECEIVED = '2024-01-15T00:00:00Z';
const NOW = '2024-12-31T00:00:00Z';
const SUBSCRIPTION = 's1';
const CODE = 'sum_agg';

const KINDS = { event_ingestion: eventCase, event_batch: batchCase, event_http: httpCase };

/** The case of a vector that the ingestion endpoints answer; none of other kinds. */
export function ingestCase({ kind, name, input, expected }) {
  if (!Object.hasOwn(KINDS, kind)) return undefined;
  const { setup = {}, steps, answer } = KINDS[kind](input, expected);
  const call = { operation: kind, catalog: catalogOf(setup), steps };
  return {
    ...{ operation: kind, name, expected, agrees },
    calls: [call],
    valueFrom: ([answers]) => answer(...answers),
  };
}

function eventCase({ event, received_at: received, expression, field_name }, expected) {
  const receivedAt = received ? new Date(received * 1000).toISOString() : RECEIVED;
  const time = expected.timestamp_iso8601_9;
  return {
    setup: { expression, field_name },
    steps: [sendEvent(event, receivedAt), ...(time ? countsAround(time) : [])],
    answer: ({ status, body }, ...counts) => ({
      failure: status === 422,
      ...(status === 200 && shownOf(body.event)),
      timestamp_iso8601_9: time && storedTime(time, body.event, 1, counts),
    }),
  };
}

const shownOf = ({ timestamp, precise_total_amount_cents, properties }) => ({
  timestamp: Date.parse(timestamp) / 1000,
  timestamp_iso8601_3: timestamp,
  precise_total_amount_cents,
  'properties.result': properties.result,
});

function batchCase({ existing_transaction_ids: existing = [], ...input }, { timestamp }) {
  const events = eventsOf(input);
  const before = existing.map((id) => sendEvent(eventOf(id)));
  const after = [countAt(NOW), ...(timestamp ? countsAround(timestamp) : [])];
  return {
    steps: [...before, sendBatch(events), ...after],
    answer: (...answers) => {
      const [{ status, body }, all, ...counts] = answers.slice(before.length);
      return {
        error: status === 422 ? body.error_details : undefined,
        created: countOf(all) - before.length,
        timestamp: timestamp && storedTime(timestamp, body.events?.at(-1), events.length, counts),
      };
    },
  };
}

/** The events of a batch, which vectors write in three ways. */
function eventsOf({ events, events_count: count = 0, transaction_ids: ids = [] }) {
  if (!events) return [...ids, ...Array.from({ length: count }, (_, i) => `txn_${i}`)].map(eventOf);
  return events.map(({ timestamp_iso: time, ...event }) =>
    time ? { ...event, timestamp: unixSeconds(time) } : event,
  );
}

function httpCase({ existing = [], event, events, expression }) {
  const before = existing.map((one) => sendEvent(one));
  return {
    setup: { expression },
    steps: [...before, event ? sendEvent(event) : sendBatch(events), countAt(NOW)],
    answer: (...answers) => {
      const [{ status, body }, count] = answers.slice(before.length);
      // What is refused is not kept.
      const isWhole = countOf(count) === before.length;
      return { status: isWhole ? status : undefined, error_details: body.error_details };
    },
  };
}

const eventOf = (transaction_id) => ({
  transaction_id,
  code: CODE,
  external_subscription_id: SUBSCRIPTION,
  properties: { foo: 'bar' },
});

const sendEvent = (event, receivedAt = RECEIVED) => ({
  endpoint: 'lago.events',
  request: { event },
  receivedAt,
});

const sendBatch = (events) => ({
  endpoint: 'lago.events_batch',
  request: { events },
  receivedAt: RECEIVED,
});

/** Reports of a subscription that ends at a time, and of one that ends a microsecond before. */
const countsAround = (time) => {
  const [, start, fraction] = /^(.+)\.(\d{6})\d*Z$/.exec(time);
  const before = String(Number(fraction) - 1).padStart(6, '0');
  return [countAt(time), countAt(`${start}.${before}Z`)];
};

const storedTime = (time, shown, all, [until, before]) => {
  const isThen = countOf(until) === all && countOf(before) === 0;
  return isThen && time.startsWith(shown.timestamp.slice(0, -1)) ? time : undefined;
};

/** A report that counts the events of the subscription up to its end. */
const countAt = (ended) => ({
  report: 'lago.current_usage',
  request: { external_customer_id: 'customer', external_subscription_id: SUBSCRIPTION },
  now: ended,
  catalog: catalogOf({ ended, aggregation_type: 'count_agg' }),
});

const countOf = ({ body }) => body.customer_usage?.charges_usage[0].events_count;

function catalogOf({ ended, expression, field_name = 'result', aggregation_type = 'sum_agg' }) {
  return {
    billable_metrics: [{ code: CODE, name: 'Metric', aggregation_type, field_name, expression }],
    plans: [
      {
        code: 'plan',
        interval: 'yearly',
        amount_currency: 'EUR',
        charges: [
          { billable_metric_code: CODE, charge_model: 'standard', properties: { amount: '1' } },
        ],
      },
    ],
    customers: [{ external_id: 'customer' }],
    subscriptions: [
      {
        external_id: SUBSCRIPTION,
        external_customer_id: 'customer',
        plan_code: 'plan',
        started_at: '2023-01-01T00:00:00Z',
        terminated_at: ended === NOW ? undefined : ended,
      },
    ],
  };
}

/** Seconds since 1970 with the six digits of the text: the service's test passes them as number. */
function unixSeconds(instant) {
  const [, start, fraction] = /^([^.]+)(\.[0-9]+)Z$/.exec(instant);
  return `${Date.parse(`${start}Z`) / 1000}${fraction}`;
}

/** Compares the members that are expected, numbers by value. */
function agrees(expected, actual) {
  return Object.entries(expected).every(([name, value]) => {
    if (name === 'error_details_contains') return contains(value, actual.error_details);
    const found = actual?.[name];
    const areNumbers = [value, found].every((one) => /^-?\d+(\.\d+)?$/.test(String(one)));
    if (areNumbers) return Number(value) === Number(found);
    return JSON.stringify(value) === JSON.stringify(found);
  });
}

const contains = (expected, actual) =>
  Object.entries(expected).every(([key, part]) => String(actual?.[key]).includes(part));
