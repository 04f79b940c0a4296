// Keeps what happens in every run of a program, up to a number of events, and ends
// the program that never ends by itself.
//
// Always true:
//   - the events that were kept are the first ones, in order and without a gap
//   - an event weighs what it takes to show it: a select as much as it has cases
//   - after the budget is spent nothing more is told

import type { Observer, Outcome, TraceEvent } from "rendezvous";
import type { Report } from "../protocol.ts";
import { cut, plainEnding, plainEvent, room } from "./plain.ts";

/** How much of a program is kept and how far it may go, in what its events weigh. */
export interface Limits {
  kept: number;
  budget: number;
}

export const limits: Limits = { kept: 20_000, budget: 400_000 };

const batchSize = 500;
const singles = 300; // told at once: a loop that never ends leaves no other trace

interface Kept {
  events: TraceEvent[]; // not told yet
  count: number;
  dropped: number;
  names: Map<number, string>;
}

export class Recorder {
  readonly #tell: (report: Report) => void;
  readonly #onSpent: (why: string) => void;
  readonly #limits: Limits;
  readonly #runs: Kept[] = [];
  #count = 0;
  #weight = 0;

  /** `onSpent` is told, in a sentence, why the program must end. */
  constructor(
    tell: (report: Report) => void,
    onSpent: (why: string) => void,
    given = limits,
  ) {
    this.#tell = tell;
    this.#onSpent = onSpent;
    this.#limits = given;
  }

  /** The run that began last, and how many events it has. */
  get position(): { run: number; at: number } {
    const last = this.#runs.at(-1);
    return { run: Math.max(0, this.#runs.length - 1), at: last?.count ?? 0 };
  }

  /** The options of a run that begins now. */
  begin(): { observer: Observer; onEnd: (outcome: Outcome) => void } {
    const run = this.#runs.length;
    const kept: Kept = { events: [], count: 0, dropped: 0, names: new Map() };
    this.#runs.push(kept);
    return {
      observer: (event) => this.#keep(run, kept, event),
      onEnd: (outcome) => this.#end(run, kept, outcome),
    };
  }

  /** Tells what has not been told yet. */
  flush(): void {
    this.#runs.forEach((kept, run) => this.#flush(run, kept));
  }

  get #isSpent(): boolean {
    return this.#weight >= this.#limits.budget;
  }

  #keep(run: number, kept: Kept, event: TraceEvent): void {
    if (this.#isSpent) return;
    if (event.kind === "go") {
      kept.names.set(event.started, cut(event.name, room.name));
    }
    const hasRoom = this.#weight < this.#limits.kept;
    this.#weight += weightOf(event);
    const isSingle = ++this.#count <= singles;
    if (hasRoom) {
      kept.events.push(plainEvent(event));
      kept.count++;
      if (isSingle || kept.events.length >= batchSize) this.#flush(run, kept);
    } else kept.dropped++;
    if (this.#isSpent) this.#spent(kept, event);
  }

  #spent({ names }: Kept, { goroutine, time }: TraceEvent): void {
    this.flush();
    const name = names.get(goroutine) || (goroutine === 1 ? "main" : "");
    const who = `goroutine ${goroutine}${name ? ` (${name})` : ""}`;
    const count = this.#count.toLocaleString("en");
    this.#onSpent(
      `stopped after ${count} events, at ${time} ms on the clock: ${who} was at work, and no end is in sight`,
    );
  }

  #flush(run: number, kept: Kept): void {
    if (kept.events.length === 0) return;
    this.#tell({ kind: "events", run, events: kept.events });
    kept.events = [];
  }

  #end(run: number, kept: Kept, outcome: Outcome): void {
    if (this.#isSpent) return;
    this.#flush(run, kept);
    const ending = plainEnding(outcome);
    this.#tell({ kind: "run-ended", run, dropped: kept.dropped, ending });
  }
}

function weightOf(event: TraceEvent): number {
  return event.kind === "select" ? Math.max(1, event.cases.length) : 1;
}
