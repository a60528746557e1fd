// SPDX-License-Identifier: Apache-2.0
// Makes a failing case small: drops events, then parts of the request and of the catalog, while it
// still fails.

/** The smallest case found for which `fails(case)` still resolves to true. */
export async function shrink(failing, fails) {
  let current = failing;
  for (let before = null; before !== current;) {
    before = current;
    current = await dropLines(current, fails);
    current = await dropParts(current, fails);
    if (current.catalog) current = await dropFacts(current, fails);
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

async function dropFacts(current, fails) {
  const { catalog: all, ...bare } = current;
  if (await fails(bare)) return bare;
  for (const [service, facts] of Object.entries(all)) {
    for (const name of Object.keys(facts)) {
      for (let at = 0; at < current.catalog[service][name].length;) {
        const own = current.catalog[service];
        const list = own[name].filter((_, index) => index !== at);
        const smaller = { ...current, catalog: { [service]: { ...own, [name]: list } } };
        if (await fails(smaller)) current = smaller;
        else at++;
      }
    }
  }
  return current;
}
