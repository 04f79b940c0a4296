// Who decides where the program leaves something open: which goroutine goes on,
// which ready case a select takes. Usually that is arrival and chance. In a run
// that has a chooser it is the chooser, and then the run goes in steps:
//
//   a step = one operation that may wait, and the code behind it as far as the
//            next such operation
//
// Between two steps anybody may be next, also where an operation would succeed at
// once: that is where Go may stop a goroutine for another one. Code that touches
// nothing that others can see belongs to the step that follows.

import type { Runnable } from "./scheduler.ts";

export interface Chooser {
  /** Which of these goes on, an index. Its step begins. */
  next(candidates: readonly Runnable[]): number;
  /** Which of `count` ways, from 0; there is more than one. */
  draw(count: number): number;
  /**
   * An operation has succeeded without waiting: shall others go first before
   * the code behind it? Otherwise it is one step with the operation.
   */
  pauses(): boolean;
  /** What the step touches: objects by their `key`. */
  touch(key: number): void;
  /**
   * The step has met goroutine `other` at a channel without a buffer, where nobody
   * stands any more; `isSend` if `other` received.
   */
  meet(key: number, other: number, isSend: boolean): void;
  /** Whether the step has touched nothing yet. */
  readonly isFresh: boolean;
  /** Why it cannot decide for this program, once that shows. */
  readonly misfit?: Error | undefined;
  /** The run is over: why it was not the one that was to be decided, if so. */
  finish?(): Error | undefined;
}

/** The key of whatever was made outside all goroutines. */
export const unknown = 0;

/** What two goroutines that start others have in common: who is number 3. */
export const numbering = 1;

/** What is printed: everybody writes on the same paper. */
export const paper = 2;

/** What ends the program ends it for everybody. */
export const everything = -2;

/** The key of what nobody can change, such as a nil channel. */
export const unchanging = -1;

const firstOfGoroutine = 3;
const mostPerGoroutine = 1024;

/**
 * The key of the `count`-th object that goroutine `id` makes: the same in every
 * order of the run in which it makes it.
 */
export function keyOf(id: number, count: number): number {
  return firstOfGoroutine + id * mostPerGoroutine + (count % mostPerGoroutine);
}

// #region schedule
/**
 * A schedule is what was decided otherwise than by default: `5:1,9:2` means that
 * the fifth decision was way 1 and the ninth way 2, and every other one way 0.
 * Way 0 is to go on with whoever runs, then with who came first; the first ready
 * case; no pause.
 */
export class Schedule implements Chooser {
  isFresh = true;
  misfit: Error | undefined;
  readonly #ways: ReadonlyMap<number, number>;
  #decisions = 0;
  #last: number | undefined;

  /** Throws a `RangeError` for a text that is no schedule. */
  constructor(text: string) {
    this.#ways = parse(String(text));
  }

  next(candidates: readonly Runnable[]): number {
    const order = inOrder(candidates, this.#last);
    const way = order.length > 1 ? this.#decide(order.length) : 0;
    const chosen = order[way] ?? 0;
    this.#last = candidates[chosen]?.goroutine.id;
    this.isFresh = true;
    return chosen;
  }

  draw(count: number): number {
    return this.#decide(count);
  }

  pauses(): boolean {
    return !this.isFresh && this.#decide(2) === 1;
  }

  touch(): void {
    this.isFresh = false;
  }

  meet(): void {
    // What was touched says enough.
  }

  #decide(count: number): number {
    const way = this.#ways.get(++this.#decisions) ?? 0;
    if (way < count) return way;
    this.misfit ??= misfit(
      `"${this.#decisions}:${way}" where there are ${count} ways`,
    );
    return 0;
  }

  finish(): Error | undefined {
    const last = Math.max(0, ...this.#ways.keys());
    const decisions = `${this.#decisions} decision${this.#decisions === 1 ? "" : "s"}`;
    if (last > this.#decisions) {
      this.misfit ??= misfit(`decision ${last} where there were ${decisions}`);
    }
    return this.misfit;
  }
}
// #endregion schedule

// Who polls and finds nothing would find the same again, as long as nobody else
// moves. After so many times in a row it has to let others go first.
export const mostPolls = 10;

/**
 * The indices of `candidates` by default: first whoever ran, unless it only polls,
 * then by arrival.
 */
export function inOrder(
  candidates: readonly Runnable[],
  last: number | undefined,
): number[] {
  const order: number[] = [];
  let running = -1;
  for (let index = 0; index < candidates.length; index++) {
    const { goroutine, isStopped } = candidates[index] as Runnable;
    if (isStopped && goroutine.id === last && running < 0) running = index;
    else order.push(index);
  }
  if (running < 0) return order;
  const polls = candidates[running]?.goroutine.polls ?? 0;
  if (polls === 0) order.unshift(running);
  else if (polls < mostPolls || order.length === 0) order.push(running);
  return order;
}

function misfit(got: string): RangeError {
  return new RangeError(`expected a schedule of this program, got ${got}`);
}

function parse(text: string): Map<number, number> {
  const ways = new Map<number, number>();
  let last = 0;
  for (const word of text === "" ? [] : text.split(",")) {
    const [, decision, way] = schedulePart.exec(word) ?? [];
    if (!decision || !way || Number(decision) <= last) throw noSchedule(text);
    last = Number(decision);
    ways.set(last, Number(way));
  }
  return ways;
}

const schedulePart = /^([1-9]\d{0,8}):([1-9]\d{0,3})$/;

function noSchedule(text: string): RangeError {
  const shown = text.slice(0, 40);
  return new RangeError(`expected a schedule like "5:1,9:2", got "${shown}"`);
}

/** The text of the schedule whose decisions, from the first on, were `ways`. */
export function describeSchedule(ways: readonly number[]): string {
  return ways
    .flatMap((way, index) => (way > 0 ? [`${index + 1}:${way}`] : []))
    .join(",");
}
