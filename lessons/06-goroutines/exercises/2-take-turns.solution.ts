/**
 * A scheduler in miniature. A body is a generator: it stops at each `yield`, as
 * an async function stops at `await`, and `next()` lets it go on from there.
 */
export class Turns {
  readonly #queue: Generator[] = [];

  /** `body` begins when its turn comes. A body may start others. */
  start(body: Generator): void {
    this.#queue.push(body);
  }

  /**
   * Returns when all bodies are over. The first of the queue goes on until its
   * next `yield` and is then the last; one that is over leaves.
   */
  run(): void {
    for (let body = this.#queue.shift(); body; body = this.#queue.shift()) {
      if (!body.next().done) this.#queue.push(body);
    }
  }
}
