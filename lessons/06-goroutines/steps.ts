// The clock of a run that goes in steps: an alarm that others notice is a step of
// its own. It stands in the run queue, and may ring before or after whoever else
// stands there, as two timers of the same time may in Go.

import { everything } from "./choice.ts";
import { type Alarm, VirtualClock } from "./clock.ts";
import { Goroutine } from "./goroutine.ts";
import type { Run } from "./run.ts";
import { passOn, ready, type Runnable, touch, withdraw } from "./scheduler.ts";

export class SteppedClock extends VirtualClock {
  readonly #ringer: Goroutine;
  readonly #due = new Map<Alarm, Due>();
  #passing: Due | undefined;

  constructor(run: Run) {
    super();
    this.#ringer = new Goroutine(run, 0, "clock", 0, undefined, undefined);
  }

  /** The step in which time passes, if an alarm is expected. */
  get passing(): Runnable | undefined {
    if (!this.isExpected) return undefined;
    this.#passing ??= new Due(this.#ringer, everything, () => this.#pass());
    return this.#passing;
  }

  // Nobody's step is the same before it and after it.
  #pass(): void {
    touch(everything);
    this.advance();
  }

  override cancel(alarm: Alarm): boolean {
    const due = this.#due.get(alarm);
    if (!due) return super.cancel(alarm);
    this.#due.delete(alarm);
    withdraw(due);
    return true;
  }

  protected override ringUntil(time: number): void {
    for (let due = this.next; due && due.when <= time; due = this.next) {
      super.cancel(due);
      // Who only sleeps is ready now: when exactly, nobody else can tell.
      if (due.key === undefined) due.ring();
      else this.#stand(due, due.key);
    }
  }

  #stand(alarm: Alarm, key: number): void {
    const ring = (): void => {
      this.#due.delete(alarm);
      alarm.ring();
    };
    const due = new Due(this.#ringer, -key, ring);
    this.#due.set(alarm, due);
    ready(due);
  }
}

class Due implements Runnable {
  readonly goroutine: Goroutine;
  readonly turn: number;
  readonly isStopped = false;
  readonly #ring: () => void;

  constructor(goroutine: Goroutine, turn: number, ring: () => void) {
    this.goroutine = goroutine;
    this.turn = turn;
    this.#ring = ring;
  }

  resume(): void {
    this.#ring();
    passOn();
  }
}
