// SPDX-License-Identifier: Apache-2.0
// The dashboard as it is shipped: built into a folder of its own, and served from a folder that is not the root.

import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { brotliCompressSync, constants } from 'node:zlib';
import { fileURLToPath } from 'node:url';

import { serve } from '../browsers/server.mjs';

const DEMO = fileURLToPath(new URL('../../web-demo/', import.meta.url));

/** Builds and serves: { url, folder, close }. */
export async function buildAndServe() {
  const root = mkdtempSync(join(tmpdir(), 'tallyfold-demo-'));
  const folder = join(root, 'some/folder');
  const vite = join(DEMO, 'node_modules/vite/bin/vite.js');
  const { status, stderr } = spawnSync(process.execPath, [vite, 'build', '--outDir', folder, '--emptyOutDir'], { cwd: DEMO, encoding: 'utf8' });
  if (status !== 0) throw new Error(`the dashboard does not build: ${stderr}`);
  const server = await serve(root);
  return {
    url: `${server.url}some/folder/`,
    folder,
    async close() {
      await server.close();
      rmSync(root, { recursive: true });
    },
  };
}

/** Bytes of each file as a server sends it with brotli; fonts are compressed already. */
export function sizesOf(folder) {
  const files = readdirSync(folder, { recursive: true }).filter((name) => /\.\w+$/.test(name));
  return Object.fromEntries(files.map((name) => {
    const bytes = readFileSync(join(folder, name));
    const sent = name.endsWith('.woff2') ? bytes : brotliCompressSync(bytes, { params: { [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length } });
    return [name, sent.length];
  }));
}
