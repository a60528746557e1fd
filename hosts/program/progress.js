// SPDX-License-Identifier: Apache-2.0
// How far a long input has come, on standard error.

import process from 'node:process';

/** Input that is read sooner needs no progress. */
const PATIENCE_MS = 3000;
const STEP_MS = 1000;

export class Progress {
  #terminal = Boolean(process.stderr.isTTY);
  #askedFor;
  #shown = false;
  #next = performance.now() + PATIENCE_MS;
  #total = { bytes: 0, accepted: 0, refused: 0 };

  /** @param {boolean} askedFor also where standard error is no terminal */
  constructor(askedFor) {
    this.#askedFor = askedFor;
  }

  add(bytes, { accepted, refused }) {
    this.#total.bytes += bytes;
    this.#total.accepted += accepted;
    this.#total.refused += refused;
    if (!this.#terminal && !this.#askedFor) return;
    if (performance.now() < this.#next) return;
    this.#next = performance.now() + STEP_MS;
    this.#show();
  }

  finish() {
    if (this.#askedFor || this.#shown) this.#show();
    if (this.#shown && this.#terminal) process.stderr.write('\n');
  }

  #show() {
    this.#shown = true;
    const { bytes, accepted, refused } = this.#total;
    const [start, end] = this.#terminal ? ['\r', ''] : ['', '\n'];
    const megabytes = (bytes / 1e6).toFixed(1);
    process.stderr.write(
      `${start}tallyfold: ${megabytes} MB, ${accepted} events, ${refused} refused${end}`,
    );
  }
}
