// SPDX-License-Identifier: Apache-2.0
// What the build adds to the page: its policy, the licences of what is in it, and a service worker that knows every
// file.

import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

// Any address may be read from, because a person may ask for events that lie elsewhere; nothing is ever sent.
const POLICY = [
  "default-src 'none'",
  "script-src 'self' 'wasm-unsafe-eval'",
  "style-src 'self'",
  "font-src 'self'",
  "img-src 'self' data: blob:",
  "worker-src 'self'",
  "manifest-src 'self'",
  "connect-src 'self' https: http: blob:",
  "base-uri 'none'",
  "form-action 'none'",
].join('; ');

/** Only in what is built: the development server writes styles into the page. */
export function policy() {
  return {
    name: 'tallyfold-policy',
    apply: 'build',
    transformIndexHtml: () => [
      { tag: 'meta', attrs: { 'http-equiv': 'Content-Security-Policy', content: POLICY }, injectTo: 'head-prepend' },
    ],
  };
}

const SHIPPED = ['uplot', '@fontsource-variable/geist'];

/** What others made and the page holds goes with the words that its makers ask for. */
export function licences() {
  const read = (name) => readFileSync(fileURLToPath(new URL(`../node_modules/${name}/LICENSE`, import.meta.url)), 'utf8');
  return {
    name: 'tallyfold-licences',
    apply: 'build',
    generateBundle() {
      this.emitFile({ type: 'asset', fileName: 'licences.txt', source: SHIPPED.map((name) => `${name}\n\n${read(name)}`).join('\n\n') });
    },
  };
}

/** Writes sw.js with the names of all files, and a version made of them: names hold hashes of contents. */
export function offline() {
  const source = fileURLToPath(new URL('./service_worker.js', import.meta.url));
  return {
    name: 'tallyfold-offline',
    apply: 'build',
    generateBundle: {
      order: 'post',
      handler(_options, bundle) {
        const hash = createHash('sha256');
        for (const file of Object.values(bundle)) hash.update(file.code ?? file.source);
        const files = ['./', 'icon.svg', ...Object.keys(bundle).filter((name) => name !== 'index.html')];
        const text = readFileSync(source, 'utf8')
          .replace("'VERSION'", JSON.stringify(hash.digest('hex').slice(0, 16)))
          .replace("['FILES']", JSON.stringify(files));
        this.emitFile({ type: 'asset', fileName: 'sw.js', source: text });
      },
    },
  };
}
