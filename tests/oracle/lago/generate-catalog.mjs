// SPDX-License-Identifier: Apache-2.0
// Random catalogs in Lago's words: metrics of every kind, charges of every model, many time zones.

const TYPES = [
  'count_agg',
  'sum_agg',
  'sum_agg',
  'max_agg',
  'unique_count_agg',
  'unique_count_agg',
  'latest_agg',
  'weighted_sum_agg',
];
const MODELS = [
  'standard',
  'graduated',
  'graduated',
  'graduated_percentage',
  'package',
  'percentage',
  'percentage',
  'volume',
  'dynamic',
];
const ZONES = [
  'UTC',
  'UTC',
  'America/New_York',
  'Asia/Kolkata',
  'Pacific/Apia',
  'Australia/Lord_Howe',
  'America/Santiago',
  'Europe/London',
  'Pacific/Kiritimati',
  'America/St_Johns',
  'Africa/Cairo',
];
const CURRENCIES = ['EUR', 'EUR', 'USD', 'JPY', 'KWD', 'CLF', 'MRO', 'HUF'];
const INTERVALS = ['monthly', 'monthly', 'weekly', 'quarterly', 'semiannual', 'yearly'];
const AMOUNTS = [
  '0',
  '1',
  '5',
  '0.1',
  '0.335',
  '0.005',
  '12.5',
  '10.12345',
  '0.0000123',
  '150',
  '33.333333333333',
];
const FILTERS = [
  { key: 'region', values: ['eu', 'us', 'asia'] },
  { key: 'size', values: ['1', '2', '3'] },
];
const EXPRESSIONS = [
  'event.properties.v * event.properties.w',
  'event.properties.v / event.properties.w',
  'round(event.properties.v, 1) + 1',
  'ceil(event.properties.v) - floor(event.properties.w, -1)',
  'least(event.properties.v, event.properties.w, 5)',
  'greatest(-event.properties.v, 0.5)',
  "concat(event.properties.u, '-', event.code)",
  '(event.properties.v + 2) * 3 - event.timestamp / 100000000',
];

function metric(random, n) {
  const type = random.pick(TYPES);
  const out = {
    lago_id: `metric-${n}`,
    code: `m${n}`,
    name: `Metric ${n}`,
    aggregation_type: type,
  };
  if (type !== 'count_agg') out.field_name = type === 'unique_count_agg' ? 'u' : 'v';
  if (type === 'weighted_sum_agg') out.weighted_interval = 'seconds';
  if (/sum|unique/.test(type)) out.recurring = random.chance(0.5);
  if (random.chance(0.25)) {
    out.rounding_function = random.pick(['round', 'ceil', 'floor']);
    if (random.chance(0.8)) out.rounding_precision = random.pick([0, 1, 2, 5, -1]);
  }
  if (type !== 'count_agg' && random.chance(0.15)) {
    out.field_name = 'x';
    out.expression = random.pick(EXPRESSIONS);
  }
  if (random.chance(0.45)) out.filters = FILTERS;
  return out;
}

// Bounds of ranges that go up by one (classic) or touch.
function bounds(random, touches) {
  const ends = random.pick([[], [5], [1, 10], [2, 4, 20]]);
  const half = touches && random.chance(0.5) ? '.5' : '';
  const tos = ends.map((end) => (half ? `${end}${half}` : end));
  const isMixed = !half && random.chance(0.2);
  return [...tos, null].map((to, i) => ({
    from_value: i === 0 ? 0 : touches || (isMixed && i === 1) ? tos[i - 1] : ends[i - 1] + 1,
    to_value: to,
  }));
}

const ranges = (random, extra) =>
  bounds(random, random.chance(0.4)).map((range) => ({
    ...range,
    ...extra(),
    flat_amount: random.chance(0.5) ? '0' : random.pick(AMOUNTS),
  }));
const priced = (random) => () => ({ per_unit_amount: random.pick(AMOUNTS) });

const PROPERTIES = {
  standard: (random) => ({ amount: random.pick(AMOUNTS) }),
  graduated: (random) => ({ graduated_ranges: ranges(random, priced(random)) }),
  volume: (random) => ({ volume_ranges: ranges(random, priced(random)) }),
  graduated_percentage: (random) => ({
    graduated_percentage_ranges: ranges(random, () => ({
      rate: random.pick(['0', '1', '2.99', '15']),
    })),
  }),
  package: (random) => ({
    amount: random.pick(AMOUNTS),
    free_units: random.pick([0, 0, 1, 5]),
    package_size: random.pick([1, 3, 7, 10, 100]),
  }),
  percentage: (random, isCarried) => {
    const out = { rate: random.pick(['0', '1', '2.99', '1.3', '100']) };
    if (random.chance(0.5)) out.fixed_amount = random.pick(AMOUNTS);
    if (random.chance(0.4)) out.free_units_per_events = random.pick([1, 2, 3, 5]);
    // Nothing says what of units that are carried over is free under both.
    if (random.chance(0.4) && !(isCarried && out.free_units_per_events))
      out.free_units_per_total_aggregation = random.pick(['3', '15.5', '30', '250.0', '0']);
    return out;
  },
  dynamic: () => ({}),
};

function properties(random, model, { aggregation_type: type, recurring }) {
  const out = PROPERTIES[model](random, recurring && type === 'weighted_sum_agg');
  if (model === 'percentage' && type !== 'weighted_sum_agg' && random.chance(0.3)) {
    if (random.chance(0.7)) out.per_transaction_min_amount = random.pick(['0.5', '1.75']);
    if (random.chance(0.7)) out.per_transaction_max_amount = random.pick(['2', '12']);
  }
  if (random.chance(0.25)) {
    const keys = random.pick([['k'], ['k', 'region'], ['size']]);
    out[random.chance(0.7) ? 'pricing_group_keys' : 'grouped_by'] = keys;
  }
  return out;
}

const someOf = (random, list) => {
  const out = list.filter(() => random.chance(0.5));
  return out.length ? out : [random.pick(list)];
};

function filter(random, model, one) {
  const keys = someOf(random, one.filters);
  const values = Object.fromEntries(
    keys.map(({ key, values: all }) => [
      key,
      random.chance(0.15) ? ['__ALL_FILTER_VALUES__'] : someOf(random, all),
    ]),
  );
  const out = { values, properties: properties(random, model, one) };
  if (random.chance(0.3)) out.invoice_display_name = 'Shown';
  return out;
}

const isAllowed = (model, { aggregation_type: type }) =>
  !(model === 'dynamic' && type !== 'sum_agg') &&
  !(/percentage/.test(model) && type === 'latest_agg');

function charge(random, one, n) {
  const model = random.pick(MODELS.filter((name) => isAllowed(name, one)));
  const out = {
    lago_id: `charge-${n}`,
    charge_model: model,
    properties: properties(random, model, one),
  };
  if (random.chance(0.2)) out.lago_billable_metric_id = one.lago_id;
  else out.billable_metric_code = one.code;
  if (random.chance(0.6)) out.code = `charge_${n}`;
  if (one.recurring && one.aggregation_type !== 'weighted_sum_agg' && random.chance(0.5)) {
    out.prorated = ['standard', 'volume', 'graduated'].includes(model);
  }
  const inAdvance =
    /count|sum_agg/.test(one.aggregation_type) &&
    one.aggregation_type !== 'weighted_sum_agg' &&
    model !== 'volume' &&
    !(out.prorated && model !== 'standard');
  if (inAdvance && random.chance(0.15)) out.pay_in_advance = true;
  if (one.filters && random.chance(0.7)) {
    out.filters = Array.from({ length: random.between(1, 3) }, () => filter(random, model, one));
  }
  if (random.chance(0.1))
    out.applied_pricing_unit = { code: 'crd', conversion_rate: random.pick(['0.5', '2', '0.333']) };
  return out;
}

function plan(random, metrics, n) {
  const out = {
    code: `plan-${n}`,
    interval: random.pick(INTERVALS),
    amount_currency: random.pick(CURRENCIES),
  };
  if (/year|semi/.test(out.interval) && random.chance(0.4)) out.bill_charges_monthly = true;
  const priced = [...metrics, ...metrics.slice(0, 1)].filter(() => random.chance(0.6));
  out.charges = priced.map((one, i) => charge(random, one, `${n}-${i}`));
  return out;
}

function customer(random, n) {
  const out = { external_id: `c${n}`, lago_id: `customer-${n}` };
  if (random.chance(0.7)) out.timezone = random.pick(ZONES);
  if (random.chance(0.5)) out.country = random.pick(['DE', 'IN', 'US']);
  if (random.chance(0.6)) out.customer_type = random.pick(['individual', 'company']);
  return out;
}

/** A catalog; `instant(random)` gives the moments that matter. */
export function randomCatalog(random, instant) {
  const metrics = Array.from({ length: random.between(1, 3) }, (_, n) => metric(random, n));
  const plans = Array.from({ length: random.between(1, 4) }, (_, n) => plan(random, metrics, n));
  const customers = Array.from({ length: random.between(1, 3) }, (_, n) => customer(random, n));
  const subscriptions = [];
  const count = random.between(1, 6);
  while (subscriptions.length < count) {
    const begins = instant(random, 0, 60);
    const owner = random.pick(customers);
    const out = {
      external_id: `s${subscriptions.length}`,
      plan_code: random.pick(plans).code,
      started_at: begins,
    };
    if (random.chance(0.8)) out.external_customer_id = owner.external_id;
    else out.lago_customer_id = owner.lago_id;
    if (random.chance(0.5))
      out.billing_time = random.pick(['calendar', 'anniversary', 'anniversary']);
    if (random.chance(0.3))
      out.subscription_at = random.pick(['2023-08-31T00:00:00Z', '2023-01-30T23:30:00Z', begins]);
    if (random.chance(0.3)) out.terminated_at = instant(random, 61, 110);
    if (random.chance(0.05))
      out.status = out.terminated_at
        ? 'terminated'
        : random.pick(['pending', 'active', 'canceled']);
    subscriptions.push(out);
    if (out.terminated_at && random.chance(0.6)) {
      const { terminated_at: begun, status: _, ...rest } = out;
      subscriptions.push({ ...rest, plan_code: random.pick(plans).code, started_at: begun });
    }
  }
  if (random.chance(0.15))
    metrics.push({ ...metrics[0], lago_id: 'gone', deleted_at: '2024-01-01T00:00:00Z' });
  const organization = { lago_id: '1a901a90-1a90-1a90-1a90-1a901a901a90' };
  if (random.chance(0.3)) organization.timezone = random.pick(ZONES);
  if (random.chance(0.1)) organization.premium = random.chance(0.3);
  return { organization, billable_metrics: metrics, plans, customers, subscriptions };
}
