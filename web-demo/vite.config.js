// SPDX-License-Identifier: Apache-2.0
// Static files that work from any folder, without a network, and under a strict policy.

import { defineConfig } from 'vite';

import { licences, offline, policy } from './plugins/build.js';

export default defineConfig({
  // Relative addresses, so that the folder may lie anywhere.
  base: './',
  plugins: [policy(), licences(), offline()],
  // The samples of the services are files of the project's examples.
  server: { fs: { allow: ['..'] } },
  worker: { format: 'es' },
  build: {
    target: 'es2022',
    // Nothing is written into other files: the policy allows no data: fonts, and wasm must stay a file.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    reportCompressedSize: false,
  },
});
