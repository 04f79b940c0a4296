// Who waits at a channel, on one of its sides, in the order they came.
//
//   first ─▶ waiter ⇄ waiter ⇄ waiter ◀─ last
//
// The first is served first. Somebody in the middle may leave as fast as the
// first: a select waits at several channels, and when one of them is ready it
// has to leave the others, where a thousand may stand before it.

import type { Goroutine } from "../06-goroutines/goroutine.ts";

/** A parked operation in the line of a channel. */
export interface Waiter<T> {
  next: Waiter<T> | undefined;
  previous: Waiter<T> | undefined;
  /** The goroutine that waits; `undefined` for a timer, which is none. */
  readonly goroutine: Goroutine | undefined;
  /** What a sender brings, or what a receiver will have got. */
  value: unknown;
  /**
   * Completes the operation: a sender's value is taken, a receiver is given
   * `value`; `done` says that the channel was closed instead. The waiter has
   * left this line already; now it leaves every other one.
   */
  claim(value: T | undefined, done: boolean): void;
}

export class Waiters<T> {
  first: Waiter<T> | undefined = undefined;
  #last: Waiter<T> | undefined = undefined;

  // #region line
  add(waiter: Waiter<T>): void {
    const last = this.#last;
    waiter.previous = last;
    if (last === undefined) this.first = waiter;
    else last.next = waiter;
    this.#last = waiter;
  }

  /** Takes the first out, if anybody waits. */
  take(): Waiter<T> | undefined {
    const { first } = this;
    if (first !== undefined) this.remove(first);
    return first;
  }

  /** Takes out one that may stand anywhere in the line. */
  remove(waiter: Waiter<T>): void {
    const { previous, next } = waiter;
    if (previous === undefined) this.first = next;
    else previous.next = next;
    if (next === undefined) this.#last = previous;
    else next.previous = previous;
    waiter.next = waiter.previous = undefined;
  }
  // #endregion line

  /** How many wait, counted one by one: for tests and reports. */
  count(): number {
    let count = 0;
    for (let each = this.first; each; each = each.next) count++;
    return count;
  }
}
