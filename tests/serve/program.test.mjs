// SPDX-License-Identifier: Apache-2.0
// If this fails, `tallyfold serve` does not start with one command, does not end as it should, or does not
// say what is wrong with its words.

import assert from 'node:assert/strict';
import { execFileSync, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, writeFileSync } from 'node:fs';
import { createServer, connect } from 'node:net';
import process from 'node:process';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';

import { startServer } from 'tallyfold-serve';
import { run } from 'tallyfold-serve/program';

import { countsOf, event, PROGRAM, withFolder, withProgram } from './support.mjs';

const KEYS = [
  { key: 'w', service: 'flexprice', dataset: 'one', may: 'write' },
  { key: 'q', service: 'tallyfold', dataset: 'one' },
  { key: 'q2', service: 'tallyfold', dataset: 'two' },
];

test('one command starts it, says what to try, and that works', async () => {
  await withFolder(async (cwd, path) => {
    await withProgram([], { cwd }, async (program) => {
      const ask = await program.ready();
      assert.match(program.stdout, /^tallyfold serves http:\/\/127\.0\.0\.1:\d+\n/);
      assert.match(program.stdout, /events {2}are kept in tallyfold\.db\n/);
      assert.match(program.stdout, /keys {4}none are asked for, and only this machine is answered\n/);
      const [, curl] = /try {5}(curl .*)/.exec(program.stdout);
      assert.match(execFileSync('bash', ['-c', `${curl} --silent`], { encoding: 'utf8' }), /accepted for processing/);
      assert.ok(existsSync(path('tallyfold.db')));
      assert.deepEqual(await countsOf(ask), { null: 1 });
      assert.equal(await program.end('SIGTERM'), 0);
      assert.match(program.stderr, /^tallyfold: ending when .*\n$/);
      assert.ok(!existsSync(path('tallyfold.db-wal')));
    });
    await withProgram([], { cwd }, async (program) => {
      assert.deepEqual(await countsOf(await program.ready()), { null: 1 });
      assert.equal(await program.end('SIGINT'), 0);
    });
  });
});

test('its words reach the server', async () => {
  await withFolder(async (cwd, path) => {
    writeFileSync(path('keys.json'), JSON.stringify(KEYS));
    writeFileSync(path('one.csv'), 'at,n\n2024-05-01T00:00:00Z,1\n');
    writeFileSync(path('two.ndjson'), `${JSON.stringify(event(2))}\n`);
    writeFileSync(path('mapping.json'), '{"name":{"const":"call"},"time":"at","properties":["n"]}');
    const words = ['--keys', 'keys.json', '--data=:memory:', '--max-memory', '64M', '--max-body', '1K', '--cors', 'https://a.example'];
    words.push('--dataset', 'one', '--events', 'one.csv', '--dialect', 'mapping.json', '--dataset=two', '--events', 'two.ndjson', '-');
    await withProgram(words, { cwd, input: 'pipe' }, async (program) => {
      program.child.stdin.end(`${JSON.stringify(event(3))}\n`);
      const ask = await program.ready();
      await program.said(/standard input: 1 events, 0 refused\n/);
      const counts = (key) => countsOf(ask, { headers: { 'x-api-key': key } });
      assert.deepEqual(await counts('q'), { 1: 1 });
      assert.deepEqual(await counts('q2'), { 2: 1, 3: 1 });
      const post = (body) => ask('/v1/events', { body, headers: { 'x-api-key': 'w', origin: 'https://a.example' } });
      const { status, headers } = await post(event(4));
      assert.deepEqual([status, headers.get('access-control-allow-origin')], [202, 'https://a.example']);
      assert.equal((await post(event('x'.repeat(1024)))).status, 413);
      assert.match(program.stdout, /kept in memory only/);
      assert.match(program.stdout, /3 keys/);
      assert.ok(!existsSync(path('tallyfold.db')));
    });
  });
});

test('a second signal does not wait', async () => {
  await withProgram(['--data', ':memory:'], {}, async (program) => {
    await program.ready();
    const socket = connect(Number(new URL(program.url).port), '127.0.0.1');
    const head = ['POST /v1/events HTTP/1.1', 'host: localhost', 'content-length: 9', 'expect: 100-continue'];
    socket.write(`${head.join('\r\n')}\r\n\r\n{`);
    await once(socket, 'data');
    program.child.kill('SIGTERM');
    await program.said(/ending when/);
    program.child.kill('SIGTERM');
    assert.equal(await program.ended, 'SIGTERM');
    socket.destroy();
  });
});

test('it ends while it waits for events from a pipe that says nothing', async () => {
  await withFolder(async (cwd, path) => {
    execFileSync('mkfifo', [path('silent')]);
    await withProgram(['--events', 'silent'], { cwd }, async (program) => {
      await program.said(/serves /);
      assert.equal(await program.end(), 'SIGTERM');
      assert.doesNotMatch(program.stdout, /ready/);
      assert.ok(!existsSync(path('tallyfold.db-wal')));
    });
  });
});

// What the command says of words that it refuses, in this process: starting many takes its time.
async function refused(t, words) {
  let told = '';
  const listening = t.mock.method(process.stderr, 'write', (text) => Boolean((told += text)));
  assert.equal(await run(['--port', '0', '--data', ':memory:', ...words]), 2, words.join(' '));
  listening.mock.restore();
  return told;
}

test('what is wrong with the words is said in a sentence', async (t) => {
  await withFolder(async (_, path) => {
    writeFileSync(path('keys.json'), JSON.stringify(KEYS));
    writeFileSync(path('bad.json'), '[{"key":"secret-1","service":"stripe"}]');
    writeFileSync(path('text.json'), '[{"key":"secret-2"');
    const keys = ['--keys', path('keys.json')];
    const cases = [
      [['--prot', '1'], 'serve has no option --prot'],
      [['--events', 'a', '--', 'x'], 'serve has no option --'],
      [['--port=1'], '--port is given twice'],
      [['--host', 'x', 'y'], 'unexpected argument "y"'],
      [['--keys'], '--keys needs a value'],
      [['--keys', '--host', 'x'], '--keys needs a value'],
      [['--max-memory', '2T'], '--max-memory must be a number of bytes, such as 512M or 2G, not "2T"'],
      [['--host', '0.0.0.0'], 'without keys anyone who reaches 0.0.0.0 could read and write; give keys, or listen on 127.0.0.1'],
      [['--host', '192.0.2.1', ...keys], '192.0.2.1 is no address of this machine'],
      [['--events', path('none')], `cannot read ${path('none')}: there is no such file`],
      [['--events', '-', '-'], 'standard input can be read only once'],
      [['--format', 'xml'], 'unknown format "xml"; use ndjson, json or csv'],
      [['--keys', path('none')], `cannot read ${path('none')}: there is no such file`],
      [['--keys', path('text.json')], `${path('text.json')} is not JSON`],
      [['--keys', path('bad.json')], `${path('bad.json')}: [0].service must be one of "flexprice", "lago", "seatsio", "tallyfold"`],
      [[...keys, '--events', path('bad.json')], 'there are several datasets (one, two): say whose events and catalog these are'],
      [[...keys, '--dataset', 'three', '--format', 'csv'], 'no key names the dataset "three"; there are one, two'],
      [['--store', 'mysql'], 'store must be one of "postgres", "clickhouse"'],
      [['--max-body', '0'], '--max-body must be a number of bytes, such as 512M or 2G, not "0"'],
    ];
    for (const [words, told] of cases) assert.equal(await refused(t, words), `tallyfold: ${told}\n`, words.join(' '));
  });
});

test('misuse makes no file', async () => {
  await withFolder(async (_, path) => {
    await assert.rejects(startServer({ data: path('a.db'), port: 0, store: /** @type {any} */ ('x') }), /store must/);
    await assert.rejects(startServer({ data: path('a.db'), port: 70000 }), /port must be a whole number from 0 to 65535/);
    assert.ok(!existsSync(path('a.db')));
  });
});

test('a port that is in use is named', async () => {
  const other = createServer().listen(0, '127.0.0.1');
  await once(other, 'listening');
  const { port } = /** @type {import('node:net').AddressInfo} */ (other.address());
  const start = startServer({ port, data: ':memory:' });
  await assert.rejects(start, new RegExp(`^Error: port ${port} of 127\\.0\\.0\\.1 is in use; --port 0 takes any`));
  other.close();
});

test('an input that cannot be read while loading ends it', async () => {
  await withProgram(['--events', '.', '--data', ':memory:'], {}, async (program) => {
    assert.equal(await program.ended, 2);
    assert.match(program.stderr, /^tallyfold: cannot read \.: it is a folder\n$/);
  });
});

test('help is the same from every name, and both programs know where serving is done', () => {
  const run = (words) => execFileSync(process.execPath, words, { encoding: 'utf8' });
  const help = run([PROGRAM, 'serve', '--help']);
  assert.match(help, /tallyfold serve \[options\]/);
  const own = fileURLToPath(new URL('../../hosts/serve/main.js', import.meta.url));
  assert.equal(run([own, '-h']), help);
  const native = fileURLToPath(new URL('../../build/release/tallyfold', import.meta.url));
  const { status, stderr } = spawnSync(native, ['serve', '--port', '1'], { encoding: 'utf8' });
  assert.deepEqual([status, stderr], [2, 'tallyfold: serving is done by the npm program: npx tallyfold serve\n']);
});
