// Keeps what happens in an evening, up to a number of events.
//
// Always true:
//   - what was kept are the first events, in order
//   - left out is one thing only: the moment in which a write pump waits for
//     something outside (wire.ts: there is no outside). What it waits for is the
//     send that it began just before

import type { TraceEvent } from "rendezvous";

export class Recorder {
  readonly events: TraceEvent[] = [];
  /** Events that came when there was no more room. */
  dropped = 0;
  /** The time of the last one. */
  timeMs = 0;
  readonly #most: number;
  readonly #outside = new Set<number>(); // goroutines that are there
  readonly #back = new Set<number>(); // … and those that are to run again

  constructor(most: number) {
    this.#most = most;
  }

  record(event: TraceEvent): void {
    this.timeMs = event.time;
    if (this.#isOutside(event)) return;
    if (this.events.length < this.#most) this.events.push(event);
    else this.dropped++;
  }

  #isOutside(event: TraceEvent): boolean {
    if (event.kind === "park" && event.reason === "IO wait") {
      this.#outside.add(event.goroutine);
      return true;
    }
    if (event.kind === "ready" && this.#outside.delete(event.woken)) {
      this.#back.add(event.woken);
      return true;
    }
    return event.kind === "run" && this.#back.delete(event.goroutine);
  }
}
