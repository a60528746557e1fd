// SPDX-License-Identifier: Apache-2.0
// Makes a failing case small: drops events, then parts of the request, while it still fails.

/** The smallest case found for which `fails(case)` still resolves to true. */
export async function shrink(failing, fails) {
  let current = failing;
  for (let before = null; before !== current;) {
    before = current;
    current = await dropLines(current, fails);
    current = await dropParts(current, fails);
  }
  return current;
}

// In halves first, then in ever smaller runs.
async function dropLines(current, fails) {
  for (let size = Math.ceil(current.lines.length / 2); size >= 1; size = Math.floor(size / 2)) {
    for (let at = 0; at < current.lines.length;) {
      const lines = [...current.lines.slice(0, at), ...current.lines.slice(at + size)];
      const smaller = { ...current, lines };
      if (await fails(smaller)) current = smaller;
      else at += size;
    }
  }
  return current;
}

async function dropParts(current, fails) {
  let request;
  try {
    request = JSON.parse(current.requestText);
  } catch {
    return current;
  }
  if (request === null || typeof request !== 'object') return current;
  for (const key of Object.keys(request)) {
    const { [key]: _, ...rest } = request;
    const smaller = { ...current, requestText: JSON.stringify(rest) };
    if (!(await fails(smaller))) continue;
    request = rest;
    current = smaller;
  }
  return current;
}
