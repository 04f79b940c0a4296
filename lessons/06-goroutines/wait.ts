// A wait: why a goroutine does not go on, and how it will.

import type { Goroutine } from "./goroutine.ts";
import { ready, type Runnable } from "./scheduler.ts";
import type { Fault } from "./site.ts";
import { isTraced, trace } from "./trace.ts";

/** Why a goroutine waits, in Go's words (runtime2.go, waitReasonStrings). */
export type WaitReason =
  | "chan send"
  | "chan send (nil chan)"
  | "chan receive"
  | "chan receive (nil chan)"
  | "select"
  | "select (no cases)"
  | "sleep"
  | "IO wait"
  | "sync.Cond.Wait"
  | "sync.Mutex.Lock"
  | "sync.RWMutex.Lock"
  | "sync.RWMutex.RLock"
  | "sync.WaitGroup.Wait"
  | "runnable";

/** What a goroutine waits on, as a report names it. */
export interface Awaited {
  /** `chan#1`, `mutex#2`: the same on every run. */
  readonly label: string;
}

const unparked = (): void => undefined;

export class Wait implements Runnable {
  behind: Runnable | undefined = undefined;
  readonly goroutine: Goroutine;
  readonly reason: WaitReason;
  readonly on: Awaited | readonly Awaited[] | undefined;
  /** Where it was called, if that was kept. */
  site: Fault | undefined = undefined;
  /** What the waiting operation will have given when it is over. */
  value: unknown = undefined;
  isReady = false;
  /** Settles what the operation returned; `park` sets it. */
  resolve: (value: unknown) => void = unparked;

  constructor(goroutine: Goroutine, reason: WaitReason, on: Wait["on"]) {
    this.goroutine = goroutine;
    this.reason = reason;
    this.on = on;
  }

  /** The wait is over: its goroutine may go on, with `value`. */
  end(value: unknown): void {
    this.value = value;
    this.isReady = true;
    if (isTraced) this.#trace();
    ready(this);
  }

  resume(): void {
    this.goroutine.finish(this);
    this.resolve(this.value);
  }

  #trace(): void {
    const { run, id } = this.goroutine;
    trace(run, run.running(), { kind: "ready", woken: id });
  }
}

/** A promise that fails with `error`: the end of a wait that ends in a panic. */
export function failed(error: unknown): Promise<never> {
  return Promise.reject(error as Error);
}
