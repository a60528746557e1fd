// SPDX-License-Identifier: Apache-2.0
// Two functions over one snapshot: `fold`, which S3 tells of new objects, and `report`, behind a function URL.

import { createLambdaHandler } from 'tallyfold/lambda';

import { createBatch } from './batch.mjs';
import { s3Store } from './s3.mjs';

const batch = createBatch({
  store: s3Store(),
  state: { bucket: process.env.STATE_BUCKET, key: 'usage/2024-05' },
  question: {
    report: 'tallyfold.query',
    now: '2024-06-01T00:00:00Z',
    request: {
      event: 'completion',
      from: '2024-05-01',
      to: '2024-06-01',
      aggregations: { calls: { type: 'count' }, tokens: { type: 'sum', property: 'tokens' } },
      group_by: ['customer'],
    },
  },
});

export const fold = (event) => batch.fold(event);

export const report = createLambdaHandler(async () => {
  const { text, complete } = await batch.report();
  const headers = { 'content-type': 'application/json', 'tallyfold-complete': String(complete) };
  return new Response(text, { headers });
});
