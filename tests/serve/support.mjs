// SPDX-License-Identifier: Apache-2.0
// Servers to ask, in this process and in processes of their own.

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { fileURLToPath } from 'node:url';

import { startServer } from 'tallyfold-serve';

export const PROGRAM = fileURLToPath(new URL('../../hosts/program/main.js', import.meta.url));

/** Runs a test's body with a folder that is gone afterwards. */
export async function withFolder(use) {
  const folder = mkdtempSync(join(tmpdir(), 'tallyfold-serve-'));
  try {
    return await use(folder, (name) => join(folder, name));
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** Runs a test's body with a server of this process that has loaded, and what it has told. */
export async function withServer(options, use) {
  const notices = [];
  const server = await startServer({
    port: 0,
    data: ':memory:',
    onNotice: (text) => notices.push(text),
    ...options,
  });
  try {
    await server.loaded;
    return await use(askerOf(server.url), notices, server);
  } finally {
    await server.close();
  }
}

/** Waits until something is so; what takes too long is an error. */
export async function until(isSo) {
  for (const end = performance.now() + 30_000; performance.now() < end;) {
    if (await isSo()) return;
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
  throw new Error(`it did not come about: ${isSo}`);
}

/** Asks a server for a path: a body is posted as JSON, a text as it is. */
export function askerOf(url) {
  return async (path, { body, headers = {}, ...init } = {}) => {
    const response = await fetch(`${url}${path}`, {
      method: body === undefined ? 'GET' : 'POST',
      headers: { ...(body !== undefined && { 'content-type': 'application/json' }), ...headers },
      body: body === undefined || typeof body === 'string' ? body : JSON.stringify(body),
      ...init,
    });
    const text = await response.text();
    const isJson = response.headers.get('content-type')?.startsWith('application/json');
    return {
      status: response.status,
      text,
      body: isJson && text ? JSON.parse(text) : undefined,
      headers: response.headers,
    };
  };
}

/** `tallyfold serve` in a process of its own; `port 0` unless the words say otherwise. */
export class Program {
  stdout = '';
  stderr = '';

  /** @param {{ cwd?: string, input?: 'pipe' | 'ignore', command?: string[] }} [options] */
  constructor(words, { cwd, input = 'ignore', command = [process.execPath, PROGRAM, 'serve'] } = {}) {
    const all = words.includes('--port') ? words : [...words, '--port', '0'];
    this.child = spawn(command[0], [...command.slice(1), ...all], { cwd, stdio: [input, 'pipe', 'pipe'] });
    this.child.stdout.on('data', (piece) => (this.stdout += piece));
    this.child.stderr.on('data', (piece) => (this.stderr += piece));
    /** The exit status, or the signal that ended it. */
    this.ended = once(this.child, 'close').then(([status, signal]) => signal ?? status);
  }

  /** Waits until its output has this; rejects when it ends before. */
  async said(pattern) {
    let hasEnded = false;
    this.ended.then(() => (hasEnded = true));
    for (;;) {
      const found = pattern.exec(this.stdout) ?? pattern.exec(this.stderr);
      if (found) return found;
      if (hasEnded) throw new Error(`it ended with ${await this.ended}: ${this.stdout}${this.stderr}`);
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
  }

  async ready() {
    const [, url] = await this.said(/serves (\S+)[^]*\nready: /);
    this.url = url;
    return askerOf(url);
  }

  end(signal = 'SIGTERM') {
    this.child.kill(signal);
    return this.ended;
  }
}

/** Runs a test's body with a program that is gone afterwards, however the body ends. */
export async function withProgram(words, options, use) {
  const program = new Program(words, options);
  try {
    return await use(program);
  } finally {
    program.child.kill('SIGKILL');
    await program.ended;
  }
}

/** Everything that a dataset has: how often each value of `properties.n` is there. */
export async function countsOf(ask, more = {}) {
  const body = {
    aggregations: { n: { type: 'count' } },
    group_by: ['properties.n'],
    dedupe: 'none',
    to: '2100-01-01',
  };
  const { body: answer } = await ask('/query', { body, ...more });
  return Object.fromEntries(answer.rows.map(({ group, values }) => [group['properties.n'], Number(values.n)]));
}

/** An event of Flexprice that can be told from others. */
export const event = (n) => ({
  event_name: 'call',
  external_customer_id: 'c',
  timestamp: '2024-05-31T00:00:00Z',
  properties: { n: String(n) },
});
