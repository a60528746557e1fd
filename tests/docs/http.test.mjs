// SPDX-License-Identifier: Apache-2.0
// If this fails, docs/http.md names a route, a code or a limit that is not there. Its programs are run by tests/clients.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import test from 'node:test';

import { createEngine } from 'tallyfold';

import { readOptions } from '../../hosts/shared/options.js';
import { Failure, refuse } from '../../hosts/shared/refusals.js';
import { ROUTES } from '../../hosts/shared/routes.js';

const page = readFileSync(new URL('../../docs/http.md', import.meta.url), 'utf8');
const section = (title) => page.split(`\n## ${title}\n`)[1].split('\n## ')[0];
/** The cells of a table's rows, without its head. */
const rows = (text) => {
  const lines = text.split('\n').filter((line) => /^\| *[`\w]/.test(line));
  return lines.slice(1).map((line) => line.split('|').slice(1, -1).map((cell) => cell.trim()));
};
const NAMES = { Flexprice: 'flexprice', Lago: 'lago', 'seats.io': 'seatsio', Tallyfold: 'tallyfold' };

const engine = await createEngine();
const refusal = async (service, status, message = 'what is wrong') => {
  const { text } = await refuse(service, new Failure(status, message), engine, '8c3e');
  return text === '' ? undefined : JSON.parse(text);
};

test('its routes are the routes, with their services', () => {
  const shown = rows(section('Routes')).map(([route, service]) => `${route} ${NAMES[service]}`);
  const expected = ROUTES.map(({ pattern, methods, service }) => `\`${methods[0]} ${pattern}\` ${service}`);
  assert.deepEqual(shown.sort(), [...expected, '`GET /` tallyfold'].sort());
  for (const [route, , answers] of rows(section('Routes')))
    assert.equal(
      answers.includes('without a key'),
      ROUTES.find(({ pattern }) => route.includes(` ${pattern}\``))?.may === undefined,
      route,
    );
});

test('its refusals are the services’ shapes', async () => {
  const blocks = [...page.matchAll(/```json (\w+) (\d+)\n(.*)\n```/g)];
  assert.equal(blocks.length, 4);
  for (const [, service, status, body] of blocks)
    assert.equal(body, JSON.stringify(await refusal(service, Number(status))), service);
});

test('its codes are the codes', async () => {
  const codesOf = {
    flexprice: ({ code }) => code,
    lago: ({ code }) => code,
    seatsio: (body) => body?.errors[0].code,
    tallyfold: ({ error }) => error,
  };
  const table = rows(section('What is refused'));
  assert.equal(table.length, 10);
  for (const [status, , ...cells] of table)
    for (const [i, service] of Object.values(NAMES).entries()) {
      const code = codesOf[service](await refusal(service, Number(status)));
      const [, shown] = /^`(\w+)`$/.exec(cells[i]) ?? [];
      assert.equal(shown, code, `${status} of ${service}: ${cells[i]}`);
      assert.equal(cells[i].startsWith('n'), code === undefined, `${status} of ${service}: ${cells[i]}`);
    }
  assert.equal((await refusal('lago', 400)).error, 'BadRequest: what is wrong');
});

test('its limits are the defaults', () => {
  const { maxBodyBytes, bodyTimeoutMs } = readOptions({ engine });
  assert.ok(page.includes(`${maxBodyBytes / 2 ** 20} MiB; \`maxBodyBytes\``));
  assert.ok(page.includes(`${bodyTimeoutMs / 1000} seconds; \`bodyTimeoutMs\``));
});
