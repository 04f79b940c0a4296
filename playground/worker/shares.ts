// How often each case of each select is taken where that is left to chance.

import type { Observer, TraceEvent } from "rendezvous";
import { Run } from "../../lessons/06-goroutines/run.ts";
import type { SelectShares } from "../protocol.ts";

const runs = 200;
const usualMs = 500;
const usualEvents = 10_000; // of a run: some programs never end

type Select = TraceEvent & { kind: "select" };

/**
 * Runs `program` many times, each with a seed of its own, and counts. No run begins
 * after `mostMs`: a program that takes long is run less often.
 */
export async function sampleSelects(
  program: () => unknown,
  mostMs = usualMs,
  mostEvents = usualEvents,
): Promise<SelectShares[]> {
  const tally = new Tally();
  const start = performance.now();
  for (let seed = 0; seed < runs; seed++) {
    tally.begin();
    await runOnce(program, seed, mostEvents, (event) => tally.see(event));
    if (performance.now() - start >= mostMs) break;
    if (seed === 0 && tally.isEmpty) break; // there is none
  }
  return tally.shares();
}

function runOnce(
  program: () => unknown,
  seed: number,
  mostEvents: number,
  observer: Observer,
): Promise<unknown> {
  let left = mostEvents;
  const observed: Observer = (event) => {
    if (left > 0) observer(event);
    // Who observes a run must not end it in the middle of what it does.
    if (--left === 0) void Promise.resolve().then(() => run.abandon());
  };
  const virtual = {
    clock: "virtual",
    isSilent: true,
    maxPolls: 1_000,
  } as const;
  const run = new Run({ ...virtual, seed, observer: observed }, false);
  run.start("main", program);
  return run.outcome;
}

// #region tally
/** Counts the choices that the events of some runs tell of. */
export class Tally {
  readonly #counts = new Map<string, Map<string, number>>();
  #waiting = new Map<number, Select>();
  #last: TraceEvent | undefined;

  get isEmpty(): boolean {
    return this.#counts.size === 0;
  }

  /** The events that follow are those of another run. */
  begin(): void {
    this.#waiting = new Map();
    this.#last = undefined;
  }

  see(event: TraceEvent): void {
    const { kind, goroutine } = event;
    if (kind === "select") {
      if (event.chosen !== "") this.#count(event, event.chosen);
      else this.#waiting.set(goroutine, event);
    } else if (kind === "ready") this.#woken(event.woken);
    if (kind === "hand-over" || kind === "buffer" || kind === "close") {
      this.#last = event;
    }
  }

  // What came right before says by which of its cases a select was woken.
  #woken(goroutine: number): void {
    const select = this.#waiting.get(goroutine);
    this.#waiting.delete(goroutine);
    const last = this.#last;
    if (!select || !last || !("on" in last)) return;
    const way = wayOf(last, goroutine);
    const at = select.ways?.findIndex(
      (each) => each.on === last.on && (way === "any" || each.way === way),
    );
    const chosen = select.cases[at ?? -1];
    if (chosen !== undefined) this.#count(select, chosen);
  }

  #count({ line = "", cases }: Select, chosen: string): void {
    const counts = this.#counts.get(line) ?? new Map<string, number>();
    this.#counts.set(line, counts);
    for (const name of cases) counts.set(name, counts.get(name) ?? 0);
    counts.set(chosen, (counts.get(chosen) ?? 0) + 1);
  }

  /** Each select by its line, in the order of the program. */
  shares(): SelectShares[] {
    return [...this.#counts]
      .map(([line, counts]) => {
        const choices = [...counts.values()].reduce(
          (sum, count) => sum + count,
        );
        const shares = [...counts].map(([name, count]) => ({
          name,
          share: count / choices,
        }));
        return { line, shares, choices };
      })
      .toSorted((one, other) => numberOf(one.line) - numberOf(other.line));
  }
}
// #endregion tally

function wayOf(
  event: TraceEvent,
  goroutine: number,
): "send" | "receive" | "any" {
  if (event.kind !== "hand-over") return "any";
  return event.to === goroutine ? "receive" : "send";
}

function numberOf(line: string): number {
  return Number(/:(\d+):/.exec(line)?.[1] ?? 0);
}
