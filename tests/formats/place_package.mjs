// SPDX-License-Identifier: Apache-2.0
// Puts the package as it would be published beside the libraries of these tests, so that it finds
// them as it does in a user's folder.

import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../../', import.meta.url));
const place = fileURLToPath(new URL('./node_modules/tallyfold', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'tallyfold-pack-'));

try {
  const words = ['pack', '--ignore-scripts', '--silent', '--pack-destination', folder];
  execFileSync('npm', words, { cwd: root, stdio: 'pipe' });
  const tarball = readdirSync(folder).find((name) => name.endsWith('.tgz'));
  rmSync(place, { recursive: true, force: true });
  mkdirSync(place, { recursive: true });
  execFileSync('tar', ['-xzf', join(folder, tarball), '--strip-components=1', '-C', place]);
} finally {
  rmSync(folder, { recursive: true });
}
