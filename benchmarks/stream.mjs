// SPDX-License-Identifier: Apache-2.0
// A stream of any length through a pipe into a plan, under a memory limit:
//
//   node benchmarks/stream.mjs [--gigabytes 10] [--hosts native,node] [--identities none,lateness]
//       [--megabytes 128]
//
// The native program runs under `ulimit -v`, so that its whole address space is bounded; Node under
// a memory cgroup where one can be made, and in any case with `maxMemory`, and its peak resident
// memory has to stay below the limit. Answers are compared with what the stream has to come to.

import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';

import { countOf, expectedOf, LINE_BYTES } from './stream_events.mjs';

const path = (relative) => fileURLToPath(new URL(relative, import.meta.url));
const NATIVE = path('../build/release/tallyfold');
const IDENTITIES = { none: { dedupe: 'none' }, lateness: { lateness: 'PT10M' } };
const CGROUPS = '/sys/fs/cgroup/memory';

function callOf(identity) {
  const request = {
    event_name: 'api_request',
    aggregation_type: 'SUM',
    property_name: 'bytes',
    group_by: ['properties.region'],
    start_time: '2024-01-01T00:00:00Z',
    end_time: '2025-01-01T00:00:00Z',
    numbers: 'text',
    ...IDENTITIES[identity],
  };
  return { report: 'flexprice.usage', mode: 'exact', request, now: '2025-01-01T00:00:00Z' };
}

/** Streams into one host and answers what it took; throws when the answer is wrong. */
export async function streamInto(host, identity, { bytes, limitBytes }) {
  const folder = mkdtempSync(join(tmpdir(), 'tallyfold-stream-'));
  try {
    writeFileSync(join(folder, 'request.json'), JSON.stringify(callOf(identity)));
    const started = performance.now();
    const generator = spawn(process.execPath, [path('stream_events.mjs'), String(bytes)], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const reader = startReader(host, identity, folder, generator.stdout, limitBytes);
    generator.stdout.destroy(); // the reader has its own end of the pipe
    const { output, peakBytes, limited } = await reader;
    const seconds = (performance.now() - started) / 1000;
    const count = countOf(bytes);
    check(JSON.parse(output), count, identity);
    const ledger = join(folder, 'ledger.json');
    if (existsSync(ledger)) checkLedger(JSON.parse(readFileSync(ledger)), count, identity);
    const gigabytes = (count * LINE_BYTES) / 1e9;
    const rate = (gigabytes * 1000) / seconds;
    return { host, identity, events: count, gigabytes, seconds, rate, peakBytes, limited };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function commandOf(host, identity, limitBytes) {
  if (host === 'native') {
    // A ledger names ids, and a plan that keeps their texts grows with them, lateness or not.
    const ledger = identity === 'none' ? ['--ledger', 'ledger.json'] : [];
    const files = ['--events', '-', '--request', 'request.json', ...ledger];
    const limit = `ulimit -v ${Math.floor(limitBytes / 1024)} && exec "$0" "$@"`;
    return ['sh', ['-c', limit, NATIVE, 'report', ...files, '--state', 'state']];
  }
  const words = ['--max-old-space-size=24', '--max-semi-space-size=1', path('stream_reader.mjs')];
  return [process.execPath, [...words, identity, String(Math.floor((limitBytes * 3) / 8))]];
}

async function startReader(host, identity, folder, input, limitBytes) {
  const [command, words] = commandOf(host, identity, limitBytes);
  const group = host === 'node' ? makeGroup(limitBytes) : undefined;
  const child = spawn(command, words, { cwd: folder, stdio: [input, 'pipe', 'inherit'] });
  group?.add(child.pid);
  let output = '';
  child.stdout.on('data', (text) => (output += text));
  let peakBytes = 0;
  const timer = setInterval(() => (peakBytes = Math.max(peakBytes, peakOf(child.pid))), 50);
  const status = await new Promise((resolve) => child.on('close', resolve));
  clearInterval(timer);
  group?.remove();
  assert.equal(status, 0, `${host} ended with status ${status}`);
  if (host === 'node') assert.ok(peakBytes < limitBytes, `${peakBytes} bytes were resident`);
  return { output, peakBytes, limited: host === 'native' ? 'ulimit -v' : (group?.name ?? 'maxMemory') };
}

/** The most memory that a process had resident so far. */
function peakOf(pid) {
  try {
    const [, kilobytes] = /VmHWM:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, 'latin1')) ?? [];
    return Number(kilobytes ?? 0) * 1024;
  } catch {
    return 0;
  }
}

function makeGroup(limitBytes) {
  const folder = join(CGROUPS, `tallyfold-stream-${process.pid}`);
  try {
    mkdirSync(folder);
    writeFileSync(join(folder, 'memory.limit_in_bytes'), String(limitBytes));
  } catch {
    return undefined;
  }
  return {
    name: 'cgroup',
    add: (pid) => writeFileSync(join(folder, 'cgroup.procs'), String(pid)),
    remove: () => rmdirSync(folder),
  };
}

function check(answer, count, identity) {
  const { sum, sumOnce } = expectedOf(count);
  const total = answer.results.reduce((all, { value }) => all + BigInt(value), 0n);
  assert.equal(total, BigInt(identity === 'none' ? sum : sumOnce));
}

function checkLedger({ intake, report }, count, identity) {
  const { events, copies } = expectedOf(count);
  const rejected = identity === 'none' ? 0 : copies;
  assert.equal(intake.total, 0);
  assert.equal(report.handed_in, events);
  assert.equal(report.counted, events - rejected);
  assert.deepEqual(report.rejected.counts, rejected ? { duplicate: rejected } : {});
}

function show({ host, identity, events, gigabytes, seconds, rate, peakBytes, limited }) {
  console.log(
    `${host.padEnd(7)} ${identity.padEnd(9)} ${String(events).padStart(9)} events ` +
      `${gigabytes.toFixed(2)} GB ${seconds.toFixed(1)} s ${rate.toFixed(0)} MB/s ` +
      `${(peakBytes / 1e6).toFixed(1)} MB resident (${limited})`,
  );
}

if (import.meta.url === pathToFileURL(process.argv[1]).href) {
  const { values } = parseArgs({
    options: {
      gigabytes: { type: 'string', default: '10' },
      hosts: { type: 'string', default: 'native,node' },
      identities: { type: 'string', default: 'none,lateness' },
      megabytes: { type: 'string', default: '128' },
    },
  });
  const sizes = { bytes: values.gigabytes * 1e9, limitBytes: values.megabytes * 1024 * 1024 };
  for (const identity of values.identities.split(','))
    for (const host of values.hosts.split(',')) show(await streamInto(host, identity, sizes));
}
