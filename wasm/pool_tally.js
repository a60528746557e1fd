// SPDX-License-Identifier: Apache-2.0

/** What became of an append that goes to several workers: counts, and the first thing that failed. */
export class Tally {
  accepted = 0;
  refused = 0;
  /** Of the input, as far as it was answered. */
  bytes = 0;
  failure;
  #unanswered = 0;
  #done;

  /** Counts an answer when it comes; the promise is settled then and never fails. */
  async follow(answer, bytes) {
    ++this.#unanswered;
    try {
      const { accepted, refused } = await answer;
      this.accepted += accepted;
      this.refused += refused;
      this.bytes += bytes;
    } catch (error) {
      this.failure ??= { error };
    }
    if (--this.#unanswered === 0) this.#done?.();
  }

  /** Throws what failed so far. */
  check() {
    if (this.failure) throw this.failure.error;
  }

  /** Waits for all answers: { accepted, refused }. */
  async settle() {
    if (this.#unanswered > 0) await new Promise((resolve) => (this.#done = resolve));
    this.check();
    return { accepted: this.accepted, refused: this.refused };
  }
}
