// SPDX-License-Identifier: Apache-2.0
// A service's answer as a table, and where two answers differ.

/**
 * The rows of an answer: objects in objects become columns, lists of objects rows of their own, beside what stands
 * around them.
 * @returns {{ columns: string[], rows: Record<string, unknown>[] }}
 */
export function tableOf(body) {
  const rows = expanded(body, '');
  const columns = [...new Set(rows.flatMap((row) => Object.keys(row)))];
  return { columns, rows };
}

function expanded(value, path) {
  if (Array.isArray(value)) return value.flatMap((one) => expanded(one, path));
  if (!isObject(value)) return [{ [path || 'value']: value }];
  let rows = [{}];
  for (const [name, inner] of Object.entries(value)) {
    const more = cells(inner, path && !Array.isArray(inner) ? `${path}.${name}` : name);
    rows = rows.flatMap((row) => more.map((each) => ({ ...row, ...each })));
  }
  return rows;
}

// A list of plain values is one cell; an empty one is nothing.
function cells(inner, path) {
  if (Array.isArray(inner) && inner.length > 0 && inner.every(isObject)) return inner.flatMap((one) => expanded(one, ''));
  if (Array.isArray(inner)) return inner.length > 0 ? [{ [path]: JSON.stringify(inner) }] : [{}];
  return isObject(inner) && Object.keys(inner).length > 0 ? expanded(inner, path) : [{ [path]: isObject(inner) ? null : inner }];
}

const isObject = (value) => typeof value === 'object' && value !== null && !Array.isArray(value);

/**
 * What is the same in every row, said once, and the columns that are left.
 * @param {ReturnType<typeof tableOf>} table
 */
export function withoutConstants({ columns, rows }) {
  const isSame = (column) => rows.every((row) => row[column] === rows[0][column]);
  const constants = rows.length > 1 ? columns.filter(isSame) : [];
  return {
    constants: constants.map((column) => ({ column, value: rows[0][column] })),
    columns: columns.filter((column) => !constants.includes(column)),
    rows,
  };
}

/**
 * Where two answers are not the same, by JSON path.
 * @returns {{ path: string, first: unknown, second: unknown }[]} undefined for what is not there
 */
export function differences(first, second, path = '$') {
  if (Object.is(first, second)) return [];
  const isSameKind = (isObject(first) && isObject(second)) || (Array.isArray(first) && Array.isArray(second));
  if (!isSameKind) return [{ path, first, second }];
  const names = [...new Set([...Object.keys(first), ...Object.keys(second)])];
  const at = (name) => (Array.isArray(first) ? `${path}[${name}]` : `${path}.${name}`);
  return names.flatMap((name) => differences(first[name], second[name], at(name)));
}
