// Knows when nothing is left that could still happen: no timer, no turn that
// somebody waits for. Node has `beforeExit` for this; a browser has to be told.

import type { Host } from "rendezvous";

type Timers = Pick<
  typeof globalThis,
  "setTimeout" | "clearTimeout" | "setInterval" | "clearInterval"
>;

// What was asked of the browser may still be answered, if only by a refusal: in so
// many milliseconds it is.
const quietTurns = 3;
const turnMs = 20;

export class Quiet {
  readonly #native: Timers;
  readonly #pending = new Set<unknown>();
  readonly #onQuiet: () => void;
  #turns = 0;
  #isLooking = false;

  /** `onQuiet` is called each time that all has become quiet. */
  constructor(timers: Timers, onQuiet: () => void) {
    const { setTimeout, clearTimeout, setInterval, clearInterval } = timers;
    this.#native = { setTimeout, clearTimeout, setInterval, clearInterval };
    this.#onQuiet = onQuiet;
    this.#replace(timers);
  }

  /** `turn` as a host has it, and counted. */
  turn(turn: Host["turn"]): Host["turn"] {
    return (callback) => {
      const mark = {};
      this.#pending.add(mark);
      turn(() => this.#over(mark, callback));
    };
  }

  /** Looks whether all is quiet, a few turns from now. */
  look(): void {
    this.#turns = 0;
    if (this.#isLooking) return;
    this.#isLooking = true;
    this.#lookLater();
  }

  #lookLater(): void {
    this.#native.setTimeout.call(
      globalThis,
      () => {
        if (this.#pending.size > 0) this.#isLooking = false;
        else if (++this.#turns < quietTurns) this.#lookLater();
        else {
          this.#isLooking = false;
          this.#onQuiet();
        }
      },
      turnMs,
    );
  }

  #over(mark: unknown, callback: () => void): void {
    this.#pending.delete(mark);
    this.#turns = 0;
    try {
      callback();
    } finally {
      if (this.#pending.size === 0) this.look();
    }
  }

  #replace(timers: Timers): void {
    const native = this.#native;
    const clear = (timer: unknown) => {
      // Not all numbers are those of the program: one is the worker's own.
      if (!this.#pending.delete(timer)) return;
      native.clearTimeout.call(globalThis, timer as number);
      if (this.#pending.size === 0) this.look();
    };
    const once = (
      callback: (...given: unknown[]) => void,
      ms?: number,
      ...given: unknown[]
    ) => {
      const timer: unknown = native.setTimeout.call(
        globalThis,
        () => this.#over(timer, () => callback(...given)),
        ms,
      );
      this.#pending.add(timer);
      return timer;
    };
    const often = (...all: Parameters<typeof setInterval>) => {
      const timer: unknown = native.setInterval.call(globalThis, ...all);
      this.#pending.add(timer);
      return timer;
    };
    Object.assign(timers, { setTimeout: once, setInterval: often });
    Object.assign(timers, { clearTimeout: clear, clearInterval: clear });
  }
}
