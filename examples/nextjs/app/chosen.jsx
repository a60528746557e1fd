'use client';
// SPDX-License-Identifier: Apache-2.0
// The same question about a file that never leaves the browser.

import { useState } from 'react';
import { createEngine } from 'tallyfold/worker';

import { question } from './question.js';

export function Chosen() {
  const [rows, setRows] = useState([]);
  async function read(file) {
    const engine = await createEngine();
    try {
      await engine.appendFrom(file);
      setRows((await engine.report(question)).body.rows);
    } finally {
      await engine.close();
    }
  }
  return (
    <>
      <p>Events, as NDJSON: <input type="file" onChange={({ target }) => read(target.files[0])} /></p>
      <ul id="browser">
        {rows.map(({ group, values }) => (
          <li key={group['properties.model']}>{`${group['properties.model']} ${values.tokens}`}</li>
        ))}
      </ul>
    </>
  );
}
