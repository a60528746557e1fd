// SPDX-License-Identifier: Apache-2.0
// The answer is in the page as the server sends it.

import { answer } from './answer.js';
import { Chosen } from './chosen.jsx';

export const dynamic = 'force-dynamic';

export default async function Page() {
  const { rows } = await answer();
  return (
    <>
      <ul id="server">
        {rows.map(({ group, values }) => (
          <li key={group['properties.model']}>{`${group['properties.model']} ${values.tokens}`}</li>
        ))}
      </ul>
      <Chosen />
    </>
  );
}
