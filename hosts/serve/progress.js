// SPDX-License-Identifier: Apache-2.0
// How far loading has come, on standard error.

/** What is loaded sooner needs no progress. */
const PATIENCE_MS = 3000;
/** A terminal shows one line that changes; a journal a line from time to time. */
const STEP_MS = { terminal: 1000, journal: 10_000 };

export class Progress {
  #out;
  #started = performance.now();
  #next = this.#started + PATIENCE_MS;
  #total = { bytes: 0, accepted: 0, refused: 0, requests: 0 };
  #isShown = false;

  /** @param {NodeJS.WriteStream} out */
  constructor(out) {
    this.#out = out;
  }

  /** @param {import('./loading.js').Step} step */
  add(step) {
    for (const [name, count] of Object.entries(step)) this.#total[name] += count;
    if (performance.now() < this.#next) return;
    this.#next = performance.now() + (this.#out.isTTY ? STEP_MS.terminal : STEP_MS.journal);
    this.#isShown = true;
    this.#out.write(this.#out.isTTY ? `\rtallyfold: ${this.text()}` : `tallyfold: ${this.text()}\n`);
  }

  /** Ends the line that changes. */
  finish() {
    if (this.#isShown && this.#out.isTTY) this.#out.write('\n');
  }

  text() {
    const { bytes, accepted, refused, requests } = this.#total;
    const seconds = (performance.now() - this.#started) / 1000;
    const megabytes = bytes / 1e6;
    const rate = seconds >= 0.1 ? ` (${(megabytes / seconds).toFixed(0)} MB/s)` : '';
    const parts = [`${accepted} events, ${refused} refused`, `${requests} requests`];
    return `${parts.join(', ')}, ${megabytes.toFixed(1)} MB in ${seconds.toFixed(1)} s${rate}`;
  }
}
