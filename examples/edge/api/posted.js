// SPDX-License-Identifier: Apache-2.0
// POST /api/posted?request={...}: our own query over the events in the request's body. Nothing is kept.

import { createEngine } from 'tallyfold';

export const config = { runtime: 'edge' };

export default async function posted(request) {
  const requestText = new URL(request.url).searchParams.get('request') ?? '';
  const engine = await createEngine({ maxMemory: 32 << 20 });
  try {
    await engine.appendFrom(request.body ?? '');
    const { status, text } = engine.report({ report: 'tallyfold.query', requestText });
    return new Response(text, { status, headers: { 'content-type': 'application/json' } });
  } finally {
    engine.close();
  }
}
