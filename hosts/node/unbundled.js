// SPDX-License-Identifier: Apache-2.0
// Stands for dist/node/index.js where it was built without esbuild.

export * from '../../hosts/node/index.js';
