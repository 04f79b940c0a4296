// A lock for many readers or one writer. A writer that waits keeps new readers
// out, or readers that come and go would keep it waiting for ever
// (sync/rwmutex.go).

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
import {
  type Awaited,
  plainKind,
  Wait,
  type WaitKind,
} from "../06-goroutines/wait.ts";
import type { Locker } from "./mutex.ts";
import { tellSync } from "./tell.ts";

const writing: WaitKind = {
  // Writers agree among themselves by a plain mutex, as in Go.
  reason: (on, wait) =>
    (on as RWMutex).isBehindWriter(wait)
      ? "sync.Mutex.Lock"
      : "sync.RWMutex.Lock",
  claim: (wait, value) => wait.end(value),
};
const reading = plainKind("sync.RWMutex.RLock");
let made = 0;

export class RWMutex implements Awaited, Locker {
  readonly label = `rwmutex#${++made}`;
  readonly key = isStepped ? makeKey() : unknown;
  readonly #writers = new Line<Wait>();
  readonly #readers = new Line<Wait>();
  readonly #holders: (Goroutine | undefined)[] = [];
  #reading = 0;
  #isWriting = false;

  /** Who holds it, as far as the runtime knows. */
  get holders(): readonly Goroutine[] {
    return this.#holders.filter((each) => each !== undefined);
  }

  /** Whom a new reader waits for: who writes, or who waits to. */
  get writer(): Goroutine | undefined {
    return this.#isWriting ? this.#holders[0] : this.#writers.first?.goroutine;
  }

  /** Whether a writer who waits waits for another writer, not for readers. */
  isBehindWriter(wait: Wait): boolean {
    return this.#isWriting || this.#writers.first !== wait;
  }

  /** Resolves when nobody else reads or writes. */
  lock(): Promise<void> {
    const goroutine = current ?? here("lock");
    if (isStepped && mustWait(goroutine)) return inTurn(() => this.lock());
    if (this.tryLock()) return goOn();
    return this.#wait(
      new Wait(goroutine, writing, this, undefined),
      this.#writers,
    );
  }

  /** Takes the writer's lock if that needs no waiting, and says whether it did. */
  tryLock(): boolean {
    if (isStepped) touch(this.key);
    if (this.#isWriting || this.#reading > 0) return false;
    this.#isWriting = true;
    this.#enter(current);
    return true;
  }

  // #region readers
  /** Resolves when nobody writes, or waits to. */
  rLock(): Promise<void> {
    const goroutine = current ?? here("lock");
    if (isStepped && mustWait(goroutine)) return inTurn(() => this.rLock());
    if (this.tryRLock()) return goOn();
    return this.#wait(
      new Wait(goroutine, reading, this, undefined),
      this.#readers,
    );
  }

  /** Takes a reader's lock if that needs no waiting, and says whether it did. */
  tryRLock(): boolean {
    if (isStepped) touch(this.key);
    if (this.#isWriting || this.#writers.first !== undefined) return false;
    this.#reading++;
    this.#enter(current);
    return true;
  }
  // #endregion readers

  /** A fatal error if nobody writes. Readers who came meanwhile go first. */
  unlock(): void {
    if (isStepped) touch(this.key);
    if (!this.#isWriting) {
      onlyRun("unlock").fatal("sync: Unlock of unlocked RWMutex");
    }
    this.#isWriting = false;
    this.#leave();
    this.#admitReaders();
    this.#admitWriter();
  }

  /** A fatal error if nobody reads. The last reader lets a writer in. */
  rUnlock(): void {
    if (isStepped) touch(this.key);
    if (this.#reading === 0) {
      onlyRun("unlock").fatal("sync: RUnlock of unlocked RWMutex");
    }
    this.#reading--;
    this.#leave();
    this.#admitWriter();
  }

  #admitReaders(): void {
    for (let next = this.#readers.take(); next; next = this.#readers.take()) {
      this.#reading++;
      this.#enter(next.goroutine);
      next.end(undefined);
    }
  }

  #admitWriter(): void {
    if (this.#reading > 0 || this.#isWriting) return;
    const next = this.#writers.take();
    if (next === undefined) return;
    this.#isWriting = true;
    this.#enter(next.goroutine);
    next.end(undefined);
  }

  #wait(wait: Wait, line: Line<Wait>): Promise<void> {
    line.add(wait);
    return park(wait);
  }

  #enter(goroutine: Goroutine | undefined): void {
    this.#holders.push(goroutine);
    this.#tell();
  }

  // Whoever unlocks need not have locked: then it is the first that leaves.
  #leave(): void {
    const index = current ? this.#holders.indexOf(current) : -1;
    this.#holders.splice(Math.max(index, 0), 1);
    this.#tell();
  }

  #tell(): void {
    const readers = `${this.#reading} reading`;
    tellSync(this, this.#isWriting ? "writing" : readers);
  }
}
