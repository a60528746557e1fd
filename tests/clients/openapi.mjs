// SPDX-License-Identifier: Apache-2.0
// If this fails, /openapi.json is no OpenAPI 3.1, and no tool reads it. Whether what it says is true is tested in tests/schema.

import assert from 'node:assert/strict';

import { client, withServer } from './support.mjs';

const validator = await client('OpenAPI 3.1 schema', '@seriousme/openapi-schema-validator');

validator('GET /openapi.json', ({ Validator }) =>
  withServer({}, async ({ base }) => {
    const response = await fetch(`${base}/openapi.json`);
    assert.equal(response.headers.get('content-type'), 'application/json; charset=utf-8');
    const description = await response.json();
    const checked = new Validator();
    const { valid, errors } = await checked.validate(description);
    assert.ok(valid, JSON.stringify(errors, null, 1));
    assert.equal(checked.version, '3.1');
    checked.resolveRefs();
    // A description with a mistake is refused, so that this test can fail.
    const [path] = Object.keys(description.paths);
    description.paths[path].post.responses = [];
    assert.equal((await new Validator().validate(description)).valid, false);
    return 'valid';
  }));
