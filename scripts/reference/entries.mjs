// SPDX-License-Identifier: Apache-2.0
// What the reference is of: every file of types that an entry of a package names.

import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const ROOT = new URL('../../', import.meta.url);
const packageIn = (folder) => JSON.parse(readFileSync(new URL('package.json', folder), 'utf8'));

const folders = [ROOT, ...(packageIn(ROOT).workspaces ?? []).map((path) => new URL(`${path}/`, ROOT))];

/** Names of the packages. */
export const packages = folders.map((folder) => packageIn(folder).name);

/** Paths of the types of their entries. */
export const entries = folders.flatMap((folder) =>
  Object.values(packageIn(folder).exports).flatMap((entry) =>
    entry.types ? [fileURLToPath(new URL(entry.types, folder))] : [],
  ),
);
