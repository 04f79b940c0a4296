// A wait: why a goroutine does not go on, and how it will.
//
// It stands in a line of what it waits on, such as a channel, and when that is
// over in the run queue: never in both.

import type { Goroutine } from "./goroutine.ts";
import type { Member } from "./line.ts";
import { ready, type Runnable } from "./scheduler.ts";
import type { Fault } from "./site.ts";
import { isTraced, showValue, trace } from "./trace.ts";

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
  /** The channels of a select. */
  readonly parts?: readonly Awaited[];
}

/** What all waits of one kind have in common. */
export interface WaitKind {
  reason(on: Awaited | undefined, wait: Wait): WaitReason;
  /** Ends `wait` with what it was waiting for. */
  claim(wait: Wait, value: unknown, done: boolean): void;
}

// Millions of these are made and thrown away. So there is one class for all,
// built by plain assignments, without a field that a report could work out:
// that is what V8 does fastest.
export class Wait implements Runnable {
  declare next: Member | undefined;
  declare previous: Member | undefined;
  declare readonly goroutine: Goroutine;
  /** Why it waits, until it is over: then `runnable`. */
  declare kind: WaitKind;
  declare readonly on: Awaited | undefined;
  /** Where it was called, if that was kept. */
  declare site: Fault | undefined;
  /** The how-manieth wait of its goroutine it is, in a run that goes in steps. */
  declare ordinal: number;
  /** What a sender brings; later what the operation will have given. */
  declare value: unknown;
  /** Settles what the operation returned; `park` sets it. */
  declare resolve: (value: unknown) => void;

  constructor(
    goroutine: Goroutine,
    kind: WaitKind,
    on: Awaited | undefined,
    value: unknown,
  ) {
    this.next = undefined;
    this.previous = undefined;
    this.goroutine = goroutine;
    this.kind = kind;
    this.on = on;
    this.site = undefined;
    this.ordinal = 0;
    this.value = value;
    this.resolve = unparked;
  }

  get turn(): number {
    const { id, pending } = this.goroutine;
    return pending > 1 ? id + this.ordinal * mostGoroutines : id;
  }

  get isStopped(): boolean {
    return this.on === crossing;
  }

  get reason(): WaitReason {
    return this.kind.reason(this.on, this);
  }

  /** Ends it as its kind ends. */
  claim(value: unknown, done: boolean): void {
    this.kind.claim(this, value, done);
  }

  /** The wait is over: its goroutine may go on, with `value`. */
  end(value: unknown): void {
    this.value = value;
    this.kind = runnable;
    if (isTraced) traceReady(this.goroutine);
    ready(this);
  }

  /** The wait is over, and its operation fails with `error`. */
  fail(error: Error): void {
    failures.set(error, this.goroutine);
    this.end(failed(error));
  }

  resume(): void {
    this.goroutine.finish(this);
    this.resolve(this.value);
  }
}

const failures = new WeakMap<Error, Goroutine>();

/** Whose operation failed with `error`, if one did. */
export function ownerOf(error: unknown): Goroutine | undefined {
  return error instanceof Error ? failures.get(error) : undefined;
}

const mostGoroutines = 2 ** 24;

/** Where a goroutine stops that could go on, in a run that goes in steps. */
export const crossing: Awaited = { label: "" };

const unparked = (): void => undefined;

/** A kind whose waits end with whatever they are given. */
export function plainKind(reason: WaitReason): WaitKind {
  return {
    reason: () => reason,
    claim: (wait, value) => wait.end(value),
  };
}

/** The kind of a wait that is over: its goroutine stands in the run queue. */
export const runnable = plainKind("runnable");

/** Tells the observer that `wait` begins. */
export function traceParked({ goroutine, reason, on, value }: Wait): void {
  const labels = (on?.parts ?? (on ? [on] : [])).map(({ label }) => label);
  // Of a select that sends, its own event says what.
  const isSender = reason.startsWith("chan send") && !on?.parts;
  const brought = isSender ? { value: showValue(value) } : {};
  const happening = { kind: "park", reason, on: labels.join(", ") } as const;
  trace(goroutine.run, goroutine.id, { ...happening, ...brought });
}

function traceReady({ run, id }: Goroutine): void {
  trace(run, run.running(), { kind: "ready", woken: id });
}

/** A promise that fails with `error`: the end of a wait that ends in a panic. */
export function failed(error: unknown): Promise<never> {
  const reason = error as Error;
  const failure = Promise.reject<never>(reason);
  // The goroutine may go on only a turn of the event loop later, and the
  // platform must not take that for a failure that nobody handles.
  failure.catch(() => undefined);
  return failure;
}
