// SPDX-License-Identifier: Apache-2.0
// Arrow in and out; see arrow.d.ts.

export { readArrow } from './arrow_read.js';
export { toArrow, toArrowBytes } from './arrow_write.js';
