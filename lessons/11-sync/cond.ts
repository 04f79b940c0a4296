// A condition that others make true: wait for a word, then look again
// (sync/cond.go).

import { unknown } from "../06-goroutines/choice.ts";
import { Line } from "../06-goroutines/line.ts";
import {
  here,
  inTurn,
  isStepped,
  makeKey,
  mustWait,
  park,
  touch,
} from "../06-goroutines/scheduler.ts";
import { type Awaited, plainKind, Wait } from "../06-goroutines/wait.ts";
import type { Locker } from "./mutex.ts";

const waitingForWord = plainKind("sync.Cond.Wait");
let made = 0;

export class Cond implements Awaited {
  readonly label = `cond#${++made}`;
  readonly key = isStepped ? makeKey() : unknown;
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
    const goroutine = here("wait");
    if (isStepped && mustWait(goroutine)) return inTurn(() => this.wait());
    if (isStepped) touch(this.key);
    const wait = new Wait(goroutine, waitingForWord, this, undefined);
    this.#waiting.add(wait);
    this.locker.unlock();
    return park<void>(wait).then(() => this.locker.lock());
  }
  // #endregion wait

  /** Wakes who has waited longest. If nobody waits, the word is lost. */
  signal(): void {
    if (isStepped) touch(this.key);
    this.#waiting.take()?.end(undefined);
  }

  /** Wakes everybody. */
  broadcast(): void {
    if (isStepped) touch(this.key);
    for (let each = this.#waiting.take(); each; each = this.#waiting.take()) {
      each.end(undefined);
    }
  }
}
