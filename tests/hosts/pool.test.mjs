// SPDX-License-Identifier: Apache-2.0
// If this fails, a pool of workers answers otherwise than one engine, by a byte, a line number or an
// error.

import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { Worker } from 'node:worker_threads';

import { createEngine, createEnginePool, TallyfoldError } from 'tallyfold';

import { makePool, mixedLines, withPool } from './pool_support.mjs';
import { NOW, SUM, call, lines } from './support.mjs';

const QUESTIONS = [
  ...['SUM', 'COUNT', 'COUNT_UNIQUE', 'LATEST', 'AVG', 'MAX'].flatMap((type) =>
    ['exact', 'as-is'].map((mode) => ({
      report: 'flexprice.usage',
      mode,
      now: NOW,
      request: {
        event_name: 'call',
        aggregation_type: type,
        property_name: 'v',
        start_time: '2024-03-01T00:00:00Z',
        window_size: 'DAY',
      },
    })),
  ),
  {
    report: 'tallyfold.query',
    now: NOW,
    request: {
      aggregations: {
        n: { type: 'count' },
        s: { type: 'sum', property: 'v' },
        p: { type: 'percentile', property: 'v', p: 90 },
        u: { type: 'count_unique', property: 'text' },
      },
      group_by: ['event', 'customer'],
      order_by: { by: 's' },
      limit: 3,
    },
  },
];

const seen = ({ text, status, complete, notes, ledger }) =>
  JSON.stringify({ text, status, complete, notes, ledger });

async function expectSameAnswers(engine, pool, questions = QUESTIONS) {
  assert.equal(JSON.stringify(await pool.ledger()), JSON.stringify(engine.ledger()));
  for (const question of questions) {
    const answer = engine.report(question);
    assert.equal(answer.status, 200, answer.text);
    assert.ok(answer.ledger.counted > 0);
    assert.equal(seen(await pool.report(question)), seen(answer));
  }
}

for (const workers of [1, 2, 3]) {
  test(`${workers} workers answer as one engine, with ids kept`, async () => {
    const engine = await createEngine({ keepIds: true });
    await withPool({ workers, keepIds: true }, async (pool) => {
      for (const [source, seed] of [[0, workers], [7, 50], [0, 51]]) {
        const text = mixedLines(seed, 400);
        assert.deepEqual(await pool.append(text, { source }), engine.append(text, { source }));
      }
      await expectSameAnswers(engine, pool);
    });
    engine.close();
  });
}

test('chunks cut anywhere, documents with and without a last newline, all formats', async () => {
  const engine = await createEngine({ keepIds: true });
  await withPool({ workers: 3, keepIds: true }, async (pool) => {
    const both = async (...args) =>
      assert.deepEqual(await pool.append(...args), engine.append(...args));
    const text = mixedLines(3, 120);
    const bytes = Buffer.from(`\ufeff${text}`);
    for (let at = 0; at < bytes.length; at += 97) {
      await both(bytes.subarray(at, at + 97), { more: true });
    }
    await both('unfinished');
    await both(`\ufeff${lines(call(1))}`);
    await both([call('0.5'), call('x')]);
    await both(JSON.stringify([call(1), 'no event', call(2)]), { source: 1, format: 'json' });
    await both('{"events":[', { source: 1, format: 'json' });
    await both('event_name,external_customer_id,timestamp,properties.v\ncall,c,"x\ny",1\n', {
      source: 1,
      format: 'csv',
    });
    await both(`${mixedLines(4, 30)}`, { source: 1 });
    await both(lines(call(3)), { source: 2 });
    await both('[1]', { source: 2, format: 'json' });
    await both('broken', { source: 2 });
    await expectSameAnswers(engine, pool);
  });
  engine.close();
});

test('appends that are not waited for keep their order, and streams run side by side', async () => {
  const engine = await createEngine({ keepIds: true });
  await withPool({ workers: 2, keepIds: true }, async (pool) => {
    const texts = [1, 2, 3, 4].map((seed) => mixedLines(seed, 150));
    texts.forEach((text) => engine.append(text));
    const streams = [5, 6].map((seed) => mixedLines(seed, 150));
    streams.forEach((text, i) => engine.append(text, { source: 1 + i }));
    const chunks = async function* (text) {
      for (let at = 0; at < text.length; at += 61) yield text.slice(at, at + 61);
    };
    const progress = [];
    await Promise.all([
      ...texts.map((text) => pool.append(text)),
      pool.appendFrom(chunks(streams[0]), { source: 1, onProgress: (p) => progress.push(p) }),
      pool.appendFrom(new Blob([streams[1]]), { source: 2 }),
    ]);
    assert.equal(progress.at(-1).bytes, Buffer.byteLength(streams[0]));
    await expectSameAnswers(engine, pool);
  });
  engine.close();
});

test('plans answer as those of an engine, through snapshots, restores and merges', async () => {
  for (const keep of ['events', 'plans']) {
    const engine = await createEngine({ keep, keepIds: true });
    await withPool({ workers: 3, keep, keepIds: true }, async (pool) => {
      const other = engine.plan(QUESTIONS[0]);
      const plan = await pool.plan(QUESTIONS[0]);
      const [first, second] = [mixedLines(8, 200), mixedLines(9, 200)];
      engine.append(first);
      await pool.append(first);
      assert.equal(seen(await plan.report()), seen(other.report()));
      const [ours, theirs] = [await plan.snapshot(), other.snapshot()];
      engine.append(second);
      await pool.append(second);
      assert.equal(seen(await plan.report()), seen(other.report()));
      // Each continues from what the other has saved.
      other.restore(ours);
      await plan.restore(theirs);
      assert.equal(seen(await plan.report()), seen(other.report()));
      engine.append(first, { source: 3 });
      await pool.append(first, { source: 3 });
      other.merge(theirs);
      await plan.merge(ours);
      assert.equal(seen(await plan.report()), seen(other.report()));
      await plan.close();
      await assert.rejects(plan.report(), /the plan is closed/);
    });
    engine.close();
  }
});

test('a file is read by the workers themselves, wherever its lines end', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'tallyfold-pool-'));
  const path = join(folder, 'events.ndjson');
  try {
    // Lines far longer than a range, the least range being 256 KiB, and many short ones.
    const long = lines({ ...call(1), note: 'x'.repeat(700_000) });
    const texts = [
      mixedLines(20, 9000),
      long + mixedLines(21, 3000) + long + long + mixedLines(22, 40).trimEnd(),
      `\ufeff${lines(call(7))}`,
      '',
      'broken',
    ];
    for (const workers of [1, 3]) {
      const engine = await createEngine({ keepIds: true });
      await withPool({ workers, keepIds: true }, async (pool) => {
        for (const text of texts) {
          await writeFile(path, text);
          const progress = [];
          const options = { onProgress: (p) => progress.push(p) };
          assert.deepEqual(await pool.appendFile(path, options), engine.append(text));
          assert.equal(progress.at(-1).bytes, Buffer.byteLength(text));
        }
        await writeFile(path, JSON.stringify([call(1)]));
        const json = { format: 'json', source: 1 };
        assert.deepEqual(await pool.appendFile(path, json), { accepted: 1, refused: 0 });
        engine.append([call(1)], { source: 1 });
        await expectSameAnswers(engine, pool);
        await assert.rejects(pool.appendFile(join(folder, 'nothing')), { code: 'ENOENT' });
      });
      engine.close();
    }
  } finally {
    await rm(folder, { recursive: true });
  }
});

test('ids that several workers have count once, and few of them have to wait', async () => {
  for (const keep of ['events', 'plans']) {
    const engine = await createEngine({ keep });
    await withPool({ workers: 3, keep }, async (pool) => {
      const question = { ...QUESTIONS[0], request: { ...QUESTIONS[0].request, numbers: 'text' } };
      const plans = keep === 'plans' ? [await pool.plan(question), engine.plan(question)] : [];
      const [ours, theirs] = keep === 'plans' ? plans : [{ report: () => pool.report(question) }, { report: () => engine.report(question) }];
      for (const seed of [31, 32, 31]) {
        const text = mixedLines(seed, 300);
        engine.append(text);
        // Asked while events come in: some report over a part of them, none of them twice.
        const [, early] = await Promise.all([pool.append(text), ours.report()]);
        assert.equal(early.status, 200);
        assert.equal(seen(await ours.report()), seen(theirs.report()));
      }
    });
    engine.close();
  }
});

test('ingestion endpoints find duplicates in every worker', async () => {
  const lago = (id) => ({
    transaction_id: id,
    code: 'calls',
    external_subscription_id: 's',
    timestamp: 1709683200,
  });
  const batch = (...ids) => ({
    endpoint: 'lago.events_batch',
    request: { events: ids.map(lago) },
    receivedAt: '2024-03-06T12:00:00Z',
  });
  const catalog = { billable_metrics: [{ code: 'calls', aggregation_type: 'count_agg' }] };
  const engine = await createEngine({ catalog });
  await withPool({ workers: 3, catalog }, async (pool) => {
    const stored = Array.from({ length: 60 }, (_, i) => lago(`old${i}`));
    for (const it of [engine, pool]) await it.append(stored, { dialect: 'lago' });
    const calls = [batch('a', 'b'), batch('a', 'c'), batch('c', 'c'), batch('c', 'd')];
    calls.push(...[0, 7, 31, 59].map((i) => batch(`new${i}`, `old${i}`)), batch('new7'), batch());
    const answers = [];
    for (const call of calls) {
      const expected = engine.ingest(call);
      assert.deepEqual(await pool.ingest(call), expected);
      answers.push(expected.status);
    }
    assert.deepEqual(answers, [200, 422, 422, 200, 422, 422, 422, 422, 200, 422]);
    await expectSameAnswers(engine, pool, []);
    assert.equal(await errorOf(() => pool.ingest({ endpoint: 'nobody' })), await errorOf(() => engine.ingest({ endpoint: 'nobody' })));
    assert.deepEqual(
      await pool.refusal({ service: 'lago', status: 401 }),
      engine.refusal({ service: 'lago', status: 401 }),
    );
  });
  engine.close();
});

/** What a call throws, as text. */
async function errorOf(run) {
  try {
    await run();
  } catch (error) {
    const { name, code, message, path, problems } = error;
    return JSON.stringify({ name, code, message, path, problems });
  }
  return 'no error';
}

test('errors are those of an engine', async () => {
  const engine = await createEngine();
  await withPool({ workers: 2 }, async (pool) => {
    const calls = [
      (it) => it.append(5),
      (it) => it.append('', { formats: 'csv' }),
      (it) => it.append('', { dialect: 'nobody' }),
      (it) => it.append('x', { dialect: { name: 1 } }),
      (it) => it.append('x', { receivedAt: 'yesterday' }),
      (it) => it.append('{', { source: 9, more: true }),
      (it) => it.append('{', { source: 9, format: 'csv' }),
      (it) => it.append('{', { source: 9, dialect: 'lago' }),
      (it) => it.report({ report: 'nobody.knows', request: {} }),
      (it) => it.report({ ...SUM, mode: 'wrong' }),
      (it) => it.plan({ report: 'tallyfold.query', request: { where: 1 } }),
      (it) => it.setCatalog({ plans: 1 }),
      (it) => it.setCatalog(undefined),
    ];
    for (const run of calls) {
      assert.equal(await errorOf(() => run(pool)), await errorOf(() => run(engine)), String(run));
    }
    const bad = { report: 'tallyfold.query', now: NOW, request: { where: 1 } };
    assert.equal(seen(await pool.report(bad)), seen(engine.report(bad)));
    await assert.rejects(createEnginePool({ workers: 0 }), { path: '$.workers' });
    await assert.rejects(createEnginePool({ catalog: { plans: 1 } }), { code: 'invalid_catalog' });
  });
  engine.close();
});

test('a lateness is refused, because several workers have no order of arrival', async () => {
  await withPool({ workers: 2 }, async (pool) => {
    const late = { ...SUM, mode: 'exact', request: { ...SUM.request, lateness: 'PT1H' } };
    await assert.rejects(pool.report(late), { code: 'misuse', path: '$.request.lateness' });
    await assert.rejects(pool.plan(late), { code: 'misuse', path: '$.request.lateness' });
  });
});

test('an input that fails keeps what has arrived, and its unfinished line is refused', async () => {
  const engine = await createEngine();
  await withPool({ workers: 2 }, async (pool) => {
    const text = mixedLines(11, 100).trimEnd();
    const failing = async function* () {
      yield text;
      throw new Error('the line is cut');
    };
    for (const it of [engine, pool]) {
      await assert.rejects(it.appendFrom(failing()), /the line is cut/);
      await it.append(lines(call(1)));
    }
    await expectSameAnswers(engine, pool);
  });
  engine.close();
});

test('the memory limit holds for all workers together and is told', async () => {
  await withPool({ workers: 2, maxMemory: 12e6 }, async (pool) => {
    const text = mixedLines(1, 20000);
    await assert.rejects(
      async () => {
        for (let source = 0; source < 20; ++source) await pool.append(text, { source });
      },
      { code: 'out_of_memory' },
    );
    assert.ok((await pool.memoryBytes) <= 12e6);
    const { status, body } = await pool.report(SUM);
    assert.equal(status, 200);
    assert.ok(body.value > 0);
  }, 1 << 16);
});

test('a closed pool ends what waits, says so, and lets the process end', async () => {
  const pool = await createEnginePool({ workers: 2 });
  const waiting = pool.append(mixedLines(1, 50000));
  waiting.catch(() => {});
  await pool.close();
  await assert.rejects(waiting, { code: 'misuse', message: 'the pool is closed' });
  await assert.rejects(pool.report(SUM), (error) => error instanceof TallyfoldError);
  await pool.close();
});

test('a worker that stops ends all answers, and nothing waits for ever', async () => {
  const workers = new Set();
  const { postMessage } = Worker.prototype;
  Worker.prototype.postMessage = function (...message) {
    workers.add(this);
    return postMessage.apply(this, message);
  };
  const pool = await makePool({ workers: 3 });
  Worker.prototype.postMessage = postMessage;
  setTimeout(() => [...workers][1].terminate(), 200);
  const text = mixedLines(1, 300);
  const appending = async () => {
    for (let source = 0; ; ++source) await pool.append(text, { source });
  };
  await assert.rejects(appending(), { code: 'internal', message: /a worker of the pool stopped/ });
  await assert.rejects(pool.report(SUM), { code: 'internal' });
  await assert.rejects(pool.append(text), { code: 'internal' });
  await pool.close();
});
