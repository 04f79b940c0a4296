// A lock: one goroutine at a time between `lock` and `unlock`.
//
// Who waits stands in a line, and `unlock` hands the lock to the first: it is
// never free in between, so nobody can overtake. (Go lets a running goroutine
// overtake for a millisecond, for speed; sync/mutex.go.)

import { unknown } from "../06-goroutines/choice.ts";
import type { Goroutine } from "../06-goroutines/goroutine.ts";
import { Line } from "../06-goroutines/line.ts";
import {
  current,
  goOn,
  here,
  inTurn,
  isStepped,
  makeKey,
  mustWait,
  onlyRun,
  park,
  touch,
} from "../06-goroutines/scheduler.ts";
import { type Awaited, plainKind, Wait } from "../06-goroutines/wait.ts";
import { tellSync } from "./tell.ts";

/** What `Cond` needs of a lock. */
export interface Locker {
  lock(): Promise<void>;
  unlock(): void;
}

const locking = plainKind("sync.Mutex.Lock");
let made = 0;

export class Mutex implements Awaited, Locker {
  readonly label = `mutex#${++made}`;
  readonly key = isStepped ? makeKey() : unknown;
  readonly #waiting = new Line<Wait>();
  #isLocked = false;
  #holder: Goroutine | undefined;

  /** Who locked it last and holds it, as far as the runtime knows. */
  get holders(): readonly Goroutine[] {
    if (isStepped) touch(this.key);
    return this.#holder ? [this.#holder] : [];
  }

  // #region lock
  /**
   * Resolves when the lock is the caller's. A goroutine that holds it already
   * waits for ever: it is not re-entrant, as in Go.
   */
  lock(): Promise<void> {
    const goroutine = current ?? here("lock");
    if (isStepped && mustWait(goroutine)) return inTurn(() => this.lock());
    if (this.tryLock()) return goOn();
    const wait = new Wait(goroutine, locking, this, undefined);
    this.#waiting.add(wait);
    return park(wait);
  }

  /** Takes the lock if it is free, and says whether it was. Never waits. */
  tryLock(): boolean {
    if (isStepped) touch(this.key);
    if (this.#isLocked) return false;
    this.#isLocked = true;
    this.#give(current);
    return true;
  }
  // #endregion lock

  // #region unlock
  /**
   * Gives the lock up. Any goroutine may, not only the one that locked it. If
   * nobody has, that is a fatal error: `sync: unlock of unlocked mutex`.
   */
  unlock(): void {
    if (isStepped) touch(this.key);
    if (!this.#isLocked)
      onlyRun("unlock").fatal("sync: unlock of unlocked mutex");
    const next = this.#waiting.take();
    this.#isLocked = next !== undefined;
    this.#give(next?.goroutine);
    next?.end(undefined);
  }
  // #endregion unlock

  #give(goroutine: Goroutine | undefined): void {
    this.#holder = goroutine;
    tellSync(this, this.#isLocked ? "locked" : "free");
  }
}
