// SPDX-License-Identifier: Apache-2.0
// If this fails, the native program and the npm program print different things for the same words.

import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { fileURLToPath } from 'node:url';

import { mixedLines } from './pool_support.mjs';
import { call, lines, NOW } from './support.mjs';

const path = (relative) => fileURLToPath(new URL(relative, import.meta.url));
const programs = {
  native: [path('../../build/release/tallyfold')],
  npm: [process.execPath, path('../../hosts/program/main.js')],
};
const folder = mkdtempSync(join(tmpdir(), 'tallyfold-program-'));
after(() => rmSync(folder, { recursive: true }));

const EVENTS = [
  call(1),
  { ...call(2.5, 6), event_id: 'a' },
  { ...call(2.5, 7), event_id: 'a' },
  { ...call('x', 8), event_id: 'b' },
];
const REQUEST = {
  event_name: 'call',
  aggregation_type: 'SUM',
  property_name: 'v',
  window_size: 'DAY',
  numbers: 'text',
};
const files = {
  'events.ndjson': `${lines(...EVENTS)}{"broken\n`,
  'events.json': JSON.stringify({ events: EVENTS }),
  'events.csv': 'at,v\n2024-03-05T10:00:00Z,12\n2024-03-06T10:00:00Z,"1,5"\n',
  'mapping.json': JSON.stringify({ name: { const: 'call' }, time: 'at', properties: ['v'] }),
  'request.json': JSON.stringify({
    report: 'flexprice.usage',
    mode: 'exact',
    request: REQUEST,
    now: NOW,
  }),
  'digits.json':
    `{ "now": "${NOW}", "mode": "exact", "report": "flexprice.usage", "request" : {"event_name":"call",` +
    '"aggregation_type":"SUM_WITH_MULTIPLIER","property_name":"v","multiplier":1.00000000000000000000001,"numbers":"text"}}',
  'bare.json': JSON.stringify(REQUEST),
  'refused.json': JSON.stringify({ report: 'flexprice.usage', request: { event_name: 'call' } }),
  'unknown.json': JSON.stringify({ report: 'flexprice.usage', reqest: {}, request: {} }),
  'text.json': JSON.stringify({ report: 5, request: {} }),
  'broken.json': '{"report":',
  'latin1.json': Buffer.from('{"report":"ü","request":{}}', 'latin1'),
};

const BOOKED = {
  kind: 'status_change',
  id: 1,
  date: '2022-12-05T10:00:00Z',
  workspace: 7,
  chartKey: 'hall',
  eventId: 12,
  eventKey: 'opening',
  objectLabel: 'A-1',
  status: 'booked',
};
const HALL = { seatsio: { events: [{ id: 12, chartName: 'Größe' }] } };
const TEST_HALL = { seatsio: { workspaces: [{ id: 7, isTest: true }] } };
const SEATS = {
  report: 'seatsio.usage_month',
  request: { month: '2022-12', shape: 'legacy3' },
  now: '2023-01-05T00:00:00Z',
};
Object.assign(files, {
  'seats.ndjson': lines(BOOKED, { ...BOOKED, id: 2, objectLabel: 'A-2' }, BOOKED),
  'more-seats.ndjson': lines({ ...BOOKED, id: 3, objectLabel: 'A-3' }),
  'seats.json': JSON.stringify(SEATS),
  'unknown-event.json': JSON.stringify({
    ...SEATS,
    report: 'seatsio.usage_month_event',
    request: { month: '2022-12', eventId: 99 },
  }),
  'seats-in-hall.json': JSON.stringify({ ...SEATS, catalog: HALL }, null, 2),
  'catalog-text.json': JSON.stringify({ ...SEATS, catalog: '{}' }),
  'hall.json': JSON.stringify(HALL),
  'test-hall.json': JSON.stringify(TEST_HALL),
  'wrong-hall.json': JSON.stringify({ seatsio: { events: [{ id: 'x' }, { id: 1, key: 7 }] } }),
  'wrong-in-hall.json': JSON.stringify({ ...SEATS, catalog: { seatsio: 5 } }),
  'empty.json': '',
});
for (const [name, content] of Object.entries(files)) writeFileSync(join(folder, name), content);

function run(name, words, input = '') {
  const [program, ...first] = programs[name];
  const { status, stdout, stderr } = spawnSync(program, [...first, ...words], {
    cwd: folder,
    input,
  });
  return { status, stdout: String(stdout), stderr: String(stderr) };
}

function same(words, { status, input, out, error } = {}) {
  const native = run('native', words, input);
  assert.deepEqual(run('npm', words, input), native, words.join(' '));
  if (status !== undefined) assert.equal(native.status, status, native.stderr);
  if (out) assert.match(native.stdout, out);
  if (error) assert.match(native.stderr, error);
  return native;
}

const over = (events, request, ...more) => [
  'report',
  '--events',
  ...events,
  '--request',
  request,
  ...more,
];

test('reports over files, formats and dialects', () => {
  same(over(['events.ndjson'], 'request.json'), { status: 0, out: /"value":"3\.5"/ });
  same(over(['events.json', 'events.ndjson'], 'request.json'), { status: 0 });
  same(over(['events.csv'], 'request.json', '--dialect', 'mapping.json'), {
    status: 0,
    out: /"value":"12"/,
  });
  same(over(['events.ndjson'], 'digits.json'), { status: 0, out: /"3\.500000000000000000000035"/ });
  same(
    over(
      ['events.ndjson'],
      'bare.json',
      '--report=flexprice.usage',
      '--mode',
      'as-is',
      '--now',
      NOW,
    ),
    { status: 0 },
  );
  same(over(['events.ndjson'], 'request.json', '--mode=as-is'), { status: 0, out: /^\{"results"/ });
});

test('standard input gives events or the request', () => {
  const input = files['events.ndjson'];
  const words = over(['-'], 'request.json');
  assert.equal(
    same(words, { status: 0, input }).stdout,
    same(over(['events.ndjson'], 'request.json')).stdout,
  );
  same(over(['events.ndjson'], '-'), { status: 0, input: files['request.json'] });
  same(over(['events.json', '-'], 'request.json', '--format', 'json'), {
    status: 0,
    input: files['events.json'],
  });
});

test('an error of the report is printed, with status 1', () => {
  same(over(['events.ndjson'], 'refused.json'), { status: 1, out: /"code":"validation_error"/ });
  same(over(['events.ndjson'], 'broken.json', '--report', 'flexprice.usage'), {
    status: 1,
    out: /validation_error/,
  });
  same(over(['events.ndjson'], 'refused.json', '--state', 'none.state'), {
    status: 1,
    out: /validation_error/,
  });
  assert.equal(existsSync(join(folder, 'none.state')), false);
});

test("the ledger file holds the intake and the report's ledger", () => {
  same(over(['events.ndjson'], 'request.json', '--ledger', 'ledger.json'), { status: 0 });
  const npm = readFileSync(join(folder, 'ledger.json'), 'utf8');
  run('native', over(['events.ndjson'], 'request.json', '--ledger', 'ledger.json'));
  assert.equal(readFileSync(join(folder, 'ledger.json'), 'utf8'), npm);
  const { intake, report } = JSON.parse(npm);
  assert.equal(intake.total, 1);
  assert.deepEqual(report.rejected.counts, { not_a_number: 1, duplicate: 1 });
  assert.equal(report.rejected.entries.find(({ reason }) => reason === 'not_a_number').id, 'b');
});

test('a state goes on, in either program, and states merge', () => {
  const state = (name, file) => ['--state', `${name}.${file}`];
  const whole = run('native', over(['events.json', 'events.json'], 'request.json')).stdout;
  const [first, second] = [{}, {}];
  for (const name of Object.keys(programs)) {
    const step = (events) => run(name, over(events, 'request.json', ...state(name, 'state')));
    first[name] = step(['events.json']);
    assert.equal(first[name].status, 0, first[name].stderr);
    second[name] = step(['events.json']).stdout;
  }
  assert.deepEqual(first.npm, first.native);
  assert.equal(second.npm, second.native);
  assert.equal(second.native, whole);
  assert.deepEqual(
    readFileSync(join(folder, 'npm.state')),
    readFileSync(join(folder, 'native.state')),
  );
  same(['merge', '--request', 'request.json', 'native.state', 'npm.state'], { status: 0 });
  same(['merge', '--request', 'digits.json', 'native.state'], {
    status: 2,
    error: /^tallyfold: native\.state: /,
  });
  same(['merge', '--request', 'request.json', 'events.csv'], { status: 2 });
});

const seats = (events, request, ...more) =>
  over(events, request, '--dialect', 'seatsio', ...more);

test('a catalog comes from a file or stands in the request, and the flag wins', () => {
  const name = /"chart":\{"name":"Größe","key":"hall"\}.*"numUsedObjects":2,/;
  same(seats(['seats.ndjson'], 'seats.json'), { status: 0, out: /"numUsedObjects":2,/ });
  same(seats(['seats.ndjson'], 'seats.json', '--catalog', 'hall.json'), { status: 0, out: name });
  same(seats(['seats.ndjson'], 'seats-in-hall.json'), { status: 0, out: name });
  same(seats(['seats.ndjson'], 'seats-in-hall.json', '--catalog', 'test-hall.json'), {
    status: 0,
    out: /^\[\]\n$/,
  });
  same(seats(['seats.ndjson'], 'seats.json', '--catalog=-'), {
    status: 0,
    input: files['hall.json'],
    out: name,
  });
  same(seats(['seats.ndjson'], 'unknown-event.json'), { status: 1, out: /"EVENT_NOT_FOUND"/ });
});

test('states of one catalog merge, in either program', () => {
  const whole = same(seats(['seats.ndjson', 'more-seats.ndjson'], 'seats-in-hall.json')).stdout;
  assert.match(whole, /"numUsedObjects":3,/);
  const shards = { native: 'seats.ndjson', npm: 'more-seats.ndjson' };
  for (const [name, events] of Object.entries(shards)) {
    const state = ['--state', `${name}.seats`];
    assert.equal(run(name, seats([events], 'seats-in-hall.json', ...state)).status, 0);
  }
  const merge = (...words) => ['merge', ...words, 'npm.seats', 'native.seats'];
  const inRequest = same(merge('--request', 'seats-in-hall.json'), { status: 0 });
  assert.equal(inRequest.stdout, whole);
  const inFile = same(merge('--request', 'seats.json', '--catalog', 'hall.json'), { status: 0 });
  assert.equal(inFile.stdout, whole);
  same(merge('--request', 'seats.json'), { status: 2, error: /^tallyfold: npm\.seats: / });
});

test('every problem of a catalog is a line', () => {
  const { stderr } = same(seats(['missing'], 'seats.json', '--catalog', 'wrong-hall.json'), {
    status: 2,
  });
  assert.equal(
    stderr,
    'tallyfold: wrong-hall.json: $.seatsio.events[0].id must be an integer\n' +
      'tallyfold: wrong-hall.json: $.seatsio.events[1].key must be a text\n',
  );
});

test('help and version', () => {
  same(['--help'], { status: 0, out: /tallyfold report --events/ });
  same(['report', '-h'], { status: 0 });
  same(['--version'], { status: 0, out: /^tallyfold \d+\.\d+\.\d+ \(zone data 20\d\d[a-z]\)\n$/ });
});

const MISUSE = [
  [[], /say what to do/],
  [['reprot'], /unknown command "reprot"/],
  [['report'], /report needs --events/],
  [['report', '--events'], /--events needs a value/],
  [['report', '--events', 'events.ndjson'], /report needs --request/],
  [['report', '--events', 'events.ndjson', '--request'], /--request needs a value/],
  [['report', '--events', 'events.ndjson', '--request='], /--request needs a value/],
  [['merge', '--request', 'request.json'], /merge needs the state files/],
  [['merge', '--events', 'x', '--request', 'request.json'], /merge has no option --events/],
  [['report', 'events.ndjson'], /unexpected argument "events.ndjson"/],
  [over(['events.ndjson'], 'request.json', '--colour', 'red'), /report has no option --colour/],
  [
    over(['events.ndjson'], 'request.json', '--mode', 'exact', '--mode', 'exact'),
    /--mode is given twice/,
  ],
  [over(['events.ndjson'], 'request.json', '--mode', 'fast'), /unknown mode "fast"/],
  [over(['events.ndjson'], 'request.json', '--format', 'xml'), /unknown format "xml"/],
  [over(['events.ndjson'], 'request.json', '--now', 'today'), /now is required as RFC 3339/],
  [over(['events.ndjson'], 'request.json', '--report', 'nonsense'), /unknown report "nonsense"/],
  [over(['events.ndjson'], 'request.json', '--dialect', 'nonsense'), /nonsense/],
  [over(['events.ndjson'], 'request.json', '--dialect', 'bare.json'), /mapping/],
  [
    over(['events.ndjson'], 'request.json', '--dialect', 'missing.json'),
    /cannot read missing.json: there is no such file/,
  ],
  [
    over(['events.ndjson', 'missing'], 'request.json'),
    /cannot read missing: there is no such file/,
  ],
  [over(['.'], 'request.json'), /cannot read \.: it is a folder/],
  [over(['events.ndjson'], 'missing'), /cannot read missing/],
  [over(['-'], '-'), /standard input can be read only once/],
  [over(['events.ndjson'], 'bare.json'), /names no report/],
  [over(['events.ndjson'], 'broken.json'), /broken.json is not JSON/],
  [over(['events.ndjson'], 'latin1.json'), /latin1.json is not UTF-8 text/],
  [over(['events.ndjson'], 'unknown.json'), /unknown member "reqest"/],
  [over(['events.ndjson'], 'text.json'), /report must be a text/],
  [over(['events.ndjson'], 'catalog-text.json'), /catalog must be an object/],
  [seats(['seats.ndjson'], 'wrong-in-hall.json'), /wrong-in-hall\.json: catalog: \$\.seatsio /],
  [seats(['seats.ndjson'], 'seats.json', '--catalog', 'nowhere'), /cannot read nowhere/],
  [seats(['seats.ndjson'], 'seats.json', '--catalog', 'empty.json'), /empty\.json is empty/],
  [seats(['seats.ndjson'], 'seats.json', '--catalog', 'broken.json'), /broken\.json: \$ /],
  [seats(['seats.ndjson'], 'seats.json', '--catalog', 'latin1.json'), /latin1\.json is not UTF-8/],
  [seats(['-'], 'seats.json', '--catalog', '-'), /standard input can be read only once/],
  [
    over(['events.ndjson'], 'request.json', '--ledger', 'no/such/folder'),
    /cannot write no\/such\/folder/,
  ],
  [
    over(['events.ndjson'], 'request.json', '--state', 'no/such/folder'),
    /cannot write no\/such\/folder/,
  ],
  [over(['events.ndjson'], 'request.json', '--state', 'events.csv'), /snapshot/],
];

for (const [words, error] of MISUSE) {
  test(`misuse: ${['tallyfold', ...words].join(' ')}`, () => {
    const { stdout, stderr } = same(words, { status: 2, error });
    assert.equal(stdout, '');
    assert.match(stderr, /^tallyfold: [^\n]+\n$/);
  });
}

test('progress is told when it is asked for', () => {
  for (const name of Object.keys(programs)) {
    const { stderr } = run(name, over(['events.ndjson'], 'request.json', '--progress'));
    assert.match(stderr, /^tallyfold: 0\.0 MB, 4 events, 1 refused\n$/);
  }
});

test('threads change no byte of a report, a ledger or a state', () => {
  writeFileSync(join(folder, 'many.ndjson'), mixedLines(1, 9000));
  const read = (name) => readFileSync(join(folder, name));
  const input = String(read('many.ndjson'));
  const words = (events, ...more) => ['report', '--request', 'request.json', '--events', ...events, ...more];
  const expected = run('native', words(['many.ndjson', 'events.csv'], '--ledger', 'one.json'));
  assert.equal(expected.status, 0, expected.stderr);
  for (const threads of ['2', '3']) {
    for (const events of [['many.ndjson', 'events.csv'], ['-', 'events.csv']]) {
      const ledger = ['--ledger', 'more.json', '--threads', threads];
      assert.deepEqual(same(words(events, ...ledger), { input }), expected);
      assert.deepEqual(read('more.json'), read('one.json'));
    }
    for (const name of ['native', 'npm']) {
      const state = ['--state', `${name}.${threads}.state`];
      run(name, words(['many.ndjson'], ...state, '--threads', threads));
      const again = run(name, words(['events.ndjson'], ...state));
      assert.deepEqual(again, run(name, words(['many.ndjson', 'events.ndjson'])));
    }
  }
  same(words(['nothing.ndjson'], '--threads', '2'), { status: 2, error: /there is no such file/ });
  same(words(['.'], '--threads', '2'), { status: 2, error: /it is a folder/ });
  for (const wrong of ['0', '65', 'two', '1.5']) {
    same(words(['many.ndjson'], '--threads', wrong), { status: 2, error: /--threads must be/ });
  }
});
