// Once: whoever comes first does it, everybody else waits until it is done
// (sync/once.go).

import { goOn, here, isStepped, touch } from "../06-goroutines/scheduler.ts";
import { Mutex } from "./mutex.ts";

export class Once {
  readonly #mutex = new Mutex();
  #isDone = false;

  // #region do
  /**
   * Calls `body` the first time, and resolves when it has ended, this time and
   * every other. A panic of `body` counts as done and is the first caller's.
   */
  do(body: () => unknown): Promise<void> {
    here("once");
    if (isStepped) touch(this.#mutex.key);
    return this.#isDone ? goOn() : this.#doFirst(body);
  }

  async #doFirst(body: () => unknown): Promise<void> {
    await this.#mutex.lock();
    try {
      if (this.#isDone) return;
      try {
        await body();
      } finally {
        this.#isDone = true;
      }
    } finally {
      this.#mutex.unlock();
    }
  }
  // #endregion do
}
