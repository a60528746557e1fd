// SPDX-License-Identifier: Apache-2.0
// What every server is asked, however it is reached: `ask` is fetch with a path in place of the address.

import assert from 'node:assert/strict';
import { gzipSync } from 'node:zlib';

const MOST_EVENTS = 1000; // of one request
const JSON_TYPE = { 'content-type': 'application/json' };

/** Sends the sample events, one request of them compressed where the runtime can take it. */
export async function sendEvents(ask, { files }, { headers = {}, isPacked = true } = {}) {
  const events = files.flatMap((text) => text.trim().split('\n').flatMap(parsed));
  for (let i = 0; i < events.length; i += MOST_EVENTS) {
    const body = JSON.stringify({ events: events.slice(i, i + MOST_EVENTS) });
    const packed = isPacked && i > 0;
    const sent = await ask('/v1/events/bulk', {
      method: 'POST',
      headers: { ...JSON_TYPE, ...headers, ...(packed && { 'content-encoding': 'gzip' }) },
      body: packed ? gzipSync(body) : body,
    });
    assert.equal(sent.status, 202, await sent.text());
  }
}

// One line of the samples is broken.
function parsed(line) {
  try {
    return [JSON.parse(line)];
  } catch {
    return [];
  }
}

/** Node's answers as requests: where each goes, with what, and what has to come back. */
export function questionsOf({ answers }, headers = {}) {
  return answers.map(({ name, path, mode, request, text }) => ({
    name,
    path,
    text,
    init: {
      method: 'POST',
      headers: { ...JSON_TYPE, ...headers, ...(mode && { 'tallyfold-mode': mode }) },
      body: JSON.stringify(request),
    },
  }));
}

/** Compares one answer's bytes with Node's. */
export async function compareAnswer(response, { name, text }) {
  assert.equal(await response.text(), text, name);
  assert.equal(response.status, 200, name);
  assert.ok(response.headers.get('x-request-id'));
}

/** Asks all questions, or those of one path. */
export async function compareAnswers(ask, workspace, { headers = {}, path } = {}) {
  const questions = questionsOf(workspace, headers).filter((one) => path === undefined || one.path === path);
  assert.ok(questions.length > 1);
  for (const question of questions)
    await compareAnswer(await ask(question.path, question.init), question);
  return questions.length;
}

/** The endpoints beside those of events and reports. */
export async function compareRest(ask) {
  const health = await ask('/healthz');
  assert.equal(await health.text(), '{"status":"ok"}');
  const head = await ask('/healthz', { method: 'HEAD' });
  assert.deepEqual([head.status, await head.text()], [200, '']);
  const tag = { 'if-none-match': health.headers.get('etag') };
  const again = await ask('/healthz', { headers: tag });
  assert.deepEqual([again.status, await again.text()], [304, '']);
  const nothing = await ask('/reports/nothing');
  assert.equal(nothing.status, 404);
  assert.equal((await nothing.json()).errors[0].code, 'NOT_FOUND');
}

/** All of it, of a server that keeps what it is sent. */
export async function talkToServer(ask, workspace) {
  await compareRest(ask);
  await sendEvents(ask, workspace);
  return compareAnswers(ask, workspace);
}
