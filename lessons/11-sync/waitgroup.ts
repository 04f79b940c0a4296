// A counter of work that is not done yet, and somebody who waits for zero
// (sync/waitgroup.go).

import { unknown } from "../06-goroutines/choice.ts";
import { Line } from "../06-goroutines/line.ts";
import { RuntimeError } from "../06-goroutines/panic.ts";
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

const waitingForZero = plainKind("sync.WaitGroup.Wait");
let made = 0;

export class WaitGroup implements Awaited {
  readonly label = `waitgroup#${++made}`;
  readonly key = isStepped ? makeKey() : unknown;
  readonly #waiting = new Line<Wait>();
  #count = 0;

  // #region add
  /**
   * Adds `count`, which may be negative. At zero everybody who waits goes on;
   * below it panics with `sync: negative WaitGroup counter`.
   */
  add(count: number): void {
    if (!Number.isInteger(count)) {
      throw new RangeError(`expected a whole number to add, got ${count}`);
    }
    if (isStepped) touch(this.key);
    this.#count += count; // also where that panics: it stays below, as in Go
    if (this.#count < 0) {
      throw new RuntimeError("NEGATIVE", "sync: negative WaitGroup counter");
    }
    tellSync(this, String(this.#count));
    if (this.#count > 0) return;
    const waiting = this.#waiting;
    for (let each = waiting.take(); each; each = waiting.take()) {
      each.end(undefined);
    }
  }
  // #endregion add

  /** One less. */
  done(): void {
    this.add(-1);
  }

  /** Resolves when the count is zero: at once, if it is. */
  wait(): Promise<void> {
    const goroutine = current ?? here("wait");
    if (isStepped && mustWait(goroutine)) return inTurn(() => this.wait());
    if (isStepped) touch(this.key);
    if (this.#count === 0) return goOn();
    const wait = new Wait(goroutine, waitingForZero, this, undefined);
    this.#waiting.add(wait);
    return park(wait);
  }

  /** Counts `body` and starts it as a goroutine: Go's `WaitGroup.Go`. */
  go(body: () => unknown): void {
    if (typeof body !== "function") onlyRun("go").fatal("go of nil func value");
    this.add(1);
    start(body, this);
  }
}

// In Go's report the group is who started it.
function start(body: () => unknown, group: WaitGroup): void {
  const run = onlyRun("go");
  const site = run.site(start) ?? {};
  site.by = "sync.(*WaitGroup).Go";
  const counted = async (): Promise<void> => {
    try {
      await body();
    } finally {
      group.done();
    }
  };
  run.start(body.name, counted, site);
}
