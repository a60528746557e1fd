// SPDX-License-Identifier: Apache-2.0
// Makes a failing case small: drops events, then parts of the request and of the catalog, while it
// still fails.

const DEEPEST = 8;

/** The smallest case found for which `fails(case)` still resolves to true. */
export async function shrink(failing, fails) {
  let current = failing;
  for (let before = null; before !== current;) {
    before = current;
    current = await dropLines(current, fails);
    // Of a bad request the oracle only knows what was spoiled.
    if (!current.problems) current = await dropParts(current, fails);
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

// Entries of lists and members of objects, at any depth, outer ones first.
async function dropFacts(current, fails) {
  const { catalog: _, ...bare } = current;
  if (await fails(bare)) return bare;
  for (let depth = 1; depth <= DEEPEST; depth++) {
    for (const path of pathsOf(current.catalog, depth).reverse()) {
      const smaller = { ...current, catalog: without(current.catalog, path) };
      if (await fails(smaller)) current = smaller;
    }
  }
  return current;
}

function pathsOf(value, depth) {
  if (value === null || typeof value !== 'object') return [];
  const keys = Object.keys(value);
  if (depth === 1) return keys.map((key) => [key]);
  return keys.flatMap((key) => pathsOf(value[key], depth - 1).map((rest) => [key, ...rest]));
}

function without(value, [key, ...rest]) {
  const copy = Array.isArray(value) ? [...value] : { ...value };
  if (rest.length) copy[key] = without(copy[key], rest);
  else if (Array.isArray(copy)) copy.splice(Number(key), 1);
  else delete copy[key];
  return copy;
}
