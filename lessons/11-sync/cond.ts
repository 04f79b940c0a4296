// A condition that others make true: wait for a word, then look again
// (sync/cond.go).

import { Line } from "../06-goroutines/line.ts";
import { here, park } from "../06-goroutines/scheduler.ts";
import { type Awaited, plainKind, Wait } from "../06-goroutines/wait.ts";
import type { Locker } from "./mutex.ts";

const waitingForWord = plainKind("sync.Cond.Wait");
let made = 0;

export class Cond implements Awaited {
  readonly label = `cond#${++made}`;
  /** Guards what the condition is about. */
  readonly locker: Locker;
  readonly #waiting = new Line<Wait>();

  constructor(locker: Locker) {
    this.locker = locker;
  }

  // #region wait
  /**
   * Unlocks, waits for a word, locks again. Call it with the lock held, and in a
   * loop: when it resolves, the condition may be false once more.
   */
  wait(): Promise<void> {
    const wait = new Wait(here("wait"), waitingForWord, this, undefined);
    this.#waiting.add(wait);
    this.locker.unlock();
    return park<void>(wait).then(() => this.locker.lock());
  }
  // #endregion wait

  /** Wakes who has waited longest. If nobody waits, the word is lost. */
  signal(): void {
    this.#waiting.take()?.end(undefined);
  }

  /** Wakes everybody. */
  broadcast(): void {
    for (let each = this.#waiting.take(); each; each = this.#waiting.take()) {
      each.end(undefined);
    }
  }
}
