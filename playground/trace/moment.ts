// The state of a run at any position of its list of events, quickly: what lies
// in between is played from the nearest copy that was kept.
//
//   events   0 ─────●───────●───────●── ▲ ──────     ● a copy was kept
//                                   └──▶│ played
//
// A moment depends on the events before it and on nothing else.

import type { TraceEvent } from "rendezvous";
import { type Names, namesOf } from "./names.ts";
import type { Moment } from "./now.ts";
import { State } from "./state.ts";
import { describeEvent } from "./words.ts";

export type * from "./now.ts";

const mostCopies = 64;
const leastApart = 128;

// #region moments
/** All moments of one run. */
export class Moments {
  readonly events: readonly TraceEvent[];
  readonly names: Names;
  readonly #apart: number;
  readonly #copies = new Map<number, State>();
  #state: State;
  #position = 0;

  constructor(events: readonly TraceEvent[]) {
    this.events = events;
    this.names = namesOf(events);
    this.#apart = Math.max(leastApart, Math.ceil(events.length / mostCopies));
    this.#state = new State(this.names);
  }

  /** What there is after the first `position` events: 0 is the beginning. */
  at(position: number): Moment {
    const wanted = Math.min(Math.max(position, 0), this.events.length);
    this.#jumpBefore(wanted);
    while (this.#position < wanted) this.#step();
    return this.#show();
  }

  // Where the way from here is longer, it begins at a copy.
  #jumpBefore(wanted: number): void {
    const start = wanted - (wanted % this.#apart);
    const isAhead = this.#position <= wanted && this.#position >= start;
    if (isAhead) return;
    const known = [...this.#copies.keys()].filter((each) => each <= wanted);
    const nearest = Math.max(0, ...known);
    if (this.#position <= wanted && this.#position >= nearest) return;
    this.#position = nearest;
    this.#state = this.#copies.get(nearest)?.copy() ?? new State(this.names);
  }

  #step(): void {
    const event = this.events[this.#position];
    if (event) this.#state.apply(event, this.#position);
    this.#position++;
    const isDue = this.#position % this.#apart === 0;
    if (!isDue || this.#copies.has(this.#position)) return;
    this.#copies.set(this.#position, this.#state.copy());
  }

  #show(): Moment {
    const position = this.#position;
    const last = this.events[position - 1];
    const isOver = position === this.events.length;
    const state = isOver ? this.#state.copy() : this.#state;
    if (isOver) state.goroutines.rest(last?.time ?? 0);
    return {
      position,
      timeMs: last?.time ?? 0,
      goroutines: [...state.goroutines.all.values()],
      channels: state.lines.shown(),
      locks: [...state.lines.locks.values()],
      words: last ? describeEvent(last, this.names) : "nothing has happened",
      line: last?.line,
    };
  }
}
// #endregion moments

/** One moment; for several of the same run use `Moments`. */
export function momentAt(
  events: readonly TraceEvent[],
  position: number,
): Moment {
  return new Moments(events).at(position);
}
