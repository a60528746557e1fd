// SPDX-License-Identifier: Apache-2.0
// Random conditions of our own query.

const FIELDS = ['properties.v', 'properties.v', 'properties.k', 'properties.u', 'properties.v.w',
  'customer', 'customer_id', 'source', 'event', 'subscription', 'properties.none', 'id'];
const TEXTS = ['a', 'b', 'B', 'é', '😀', '', '10', '10.0', 'true', 'u1', 'u2', 'u3', 'c1', 'c 3', 's1', 'api',
  'storage', '[1,2]', '{}', '12.5', '1e3', 'e5', 'nan', 'cus_1'];
const NUMBERS = [0, 1, 10, -3, 12.5, 0.1, 1000, 500000, 1e21, 0.3];
const PARTS = ['a', 'u', '1', '.5', 'p', '', 'é', 'e', '[', '10', '-'];
const DEEPEST = 3;

/** A condition, a tree of them more often at the top than deep down. */
export function randomWhere(random, depth) {
  if (depth < DEEPEST && random.chance(0.45)) {
    const word = random.pick(['and', 'or', 'not']);
    if (word === 'not') return { not: randomWhere(random, depth + 1) };
    const count = random.pick([1, 2, 2, 3]);
    return { [word]: Array.from({ length: count }, () => randomWhere(random, depth + 1)) };
  }
  return randomTest(random);
}

const anyValue = (random) =>
  random.chance(0.5) ? random.pick(TEXTS) : random.chance(0.9) ? random.pick(NUMBERS) : random.chance(0.5);

function randomTest(random) {
  const field = random.pick(FIELDS);
  const op = random.pick(['eq', 'ne', 'in', 'not_in', 'lt', 'lte', 'gt', 'gte', 'exists', 'contains', 'starts_with']);
  const out = { field, op };
  if (op === 'exists') {
    if (random.chance(0.5)) out.value = random.chance(0.5);
  } else if (op === 'in' || op === 'not_in') {
    out.values = Array.from({ length: random.pick([0, 1, 2, 4]) }, () => anyValue(random));
  } else if (op === 'eq' || op === 'ne') {
    out.value = anyValue(random);
  } else if (op === 'contains' || op === 'starts_with') {
    out.value = random.pick(PARTS);
  } else {
    out.value = random.chance(0.7) ? random.pick(NUMBERS) : String(random.pick(NUMBERS));
  }
  return out;
}
