// SPDX-License-Identifier: Apache-2.0

import { StrictMode, useState } from 'react';
import { createRoot } from 'react-dom/client';

import { useUsage } from './use_usage.js';

const FIELDS = ['properties.model', 'properties.region', 'customer'];

function Usage({ file }) {
  const [field, setField] = useState(FIELDS[0]);
  const usage = useUsage(file, {
    event: 'completion',
    aggregations: { tokens: { type: 'sum', property: 'tokens' } },
    group_by: [field],
    order_by: { by: 'tokens' },
  });
  return (
    <>
      <select value={field} onChange={({ target }) => setField(target.value)}>
        {FIELDS.map((name) => <option key={name}>{name}</option>)}
      </select>
      <ul aria-busy={!usage}>
        {usage?.error && <li>{usage.error.message}</li>}
        {usage?.body?.rows.map(({ group, values }) => (
          <li key={group[field]}>{group[field]} {values.tokens}</li>
        ))}
      </ul>
    </>
  );
}

function App() {
  const [file, setFile] = useState();
  return (
    <>
      <p>Events, as NDJSON: <input type="file" onChange={({ target }) => setFile(target.files[0])} /></p>
      {file && <Usage file={file} />}
    </>
  );
}

createRoot(document.getElementById('root')).render(<StrictMode><App /></StrictMode>);
