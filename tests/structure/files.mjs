// SPDX-License-Identifier: Apache-2.0
// The project's own source files, for the structure tests.

import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const SKIPPED = ['.git', 'node_modules', 'build', 'dist'];

/** Paths under the root, slashes between, of files whose names end in one of the endings. */
export function sourceFiles(folders, endings) {
  const found = [];
  const visit = (folder) => {
    for (const entry of readdirSync(join(ROOT, folder), { withFileTypes: true })) {
      const path = `${folder}/${entry.name}`;
      if (entry.isDirectory() && !SKIPPED.includes(entry.name)) visit(path);
      else if (endings.some((ending) => entry.name.endsWith(ending))) found.push(path);
    }
  };
  folders.forEach(visit);
  return found.sort();
}

export const read = (path) => readFileSync(join(ROOT, path), 'utf8');
