// The three operations that may wait at a channel, and how each of them ends.

import type { Goroutine } from "../06-goroutines/goroutine.ts";
import type { Member } from "../06-goroutines/line.ts";
import { RuntimeError } from "../06-goroutines/panic.ts";
import {
  type Awaited,
  type WaitKind,
  type WaitReason,
} from "../06-goroutines/wait.ts";

/** Whoever stands in the line of a channel: a wait, or a case of a select. */
export interface Waiter<T> extends Member {
  /** The goroutine that waits; `undefined` for a timer, which is none. */
  readonly goroutine: Goroutine | undefined;
  /** What a sender brings. */
  readonly value: unknown;
  /**
   * Completes the operation: a sender's value is taken, a receiver is given
   * `value`; `done` says that the channel was closed instead. The waiter has
   * left this line already; now it leaves every other one.
   */
  claim(value: T | undefined, done: boolean): void;
}

// #region kinds
export const sending: WaitKind = {
  reason: (on) => reasonFor("chan send", on),
  claim: (wait, _value, done) =>
    done ? wait.fail(sendOnClosed()) : wait.end(undefined),
};

export const receiving: WaitKind = {
  reason: (on) => reasonFor("chan receive", on),
  claim: (wait, value) => wait.end(value),
};
// #endregion kinds

export const receivingNext: WaitKind = {
  reason: (on) => reasonFor("chan receive", on),
  claim: (wait, value, done) => wait.end({ value, done }),
};

/** Why an operation waits at a channel, which may be nil. */
export function reasonFor(
  operation: "chan send" | "chan receive",
  on: Awaited | undefined,
): WaitReason {
  const { isNil } = on as { isNil?: boolean };
  return isNil ? `${operation} (nil chan)` : operation;
}

export function sendOnClosed(): RuntimeError {
  return new RuntimeError("SEND_ON_CLOSED", "send on closed channel");
}
