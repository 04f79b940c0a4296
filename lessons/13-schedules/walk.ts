// A walk: one schedule by chance. Where all are too many, many walks see the most
// frequent ones, and say nothing about the others.

import { type Chooser, inOrder } from "../06-goroutines/choice.ts";
import type { Random } from "../06-goroutines/random.ts";
import type { Runnable } from "../06-goroutines/scheduler.ts";

const oneIn = 4; // how often others go first after an operation

export class Walk implements Chooser {
  isFresh = true;
  isEndless = false;
  readonly ways: number[] = [];
  readonly #random: Random;
  readonly #maxSteps: number;
  readonly #abandon: () => void;
  #steps = 0;
  #last: number | undefined;

  constructor(random: Random, maxSteps: number, abandon: () => void) {
    this.#random = random;
    this.#maxSteps = maxSteps;
    this.#abandon = abandon;
  }

  next(candidates: readonly Runnable[]): number {
    const order = inOrder(candidates, this.#last);
    const way = order.length > 1 ? this.#note(this.#below(order.length)) : 0;
    const chosen = order[way] ?? -1;
    this.#last = candidates[chosen]?.goroutine.id;
    this.isFresh = true;
    this.isEndless = ++this.#steps > this.#maxSteps;
    if (this.isEndless) this.#abandon();
    return this.isEndless ? -1 : chosen;
  }

  draw(count: number): number {
    return this.#note(this.#below(count));
  }

  pauses(): boolean {
    if (this.isFresh) return false;
    return this.#note(this.#below(oneIn) === 0 ? 1 : 0) === 1;
  }

  touch(): void {
    this.isFresh = false;
  }

  meet(): void {
    // What was touched says enough.
  }

  #below(bound: number): number {
    return this.#random.below(bound);
  }

  #note(way: number): number {
    this.ways.push(way);
    return way;
  }
}
