// What the schedules of a program led to: each ending once, with how many led there
// and the shortest of them.

import { describeValue } from "../06-goroutines/panic.ts";
import type { Outcome } from "../06-goroutines/run.ts";

/** How a program can end, however it got there. */
export interface Ending {
  /**
   * `returned`: main did, and all others could end. `leak`: main did, and somebody
   * waits for ever. `endless`: it was stopped after many steps. The others are
   * those of an `Outcome`.
   */
  kind: Outcome["kind"] | "leak" | "endless";
  /** What it printed until main returned, a line each. */
  output: string[];
  /** Who was left waiting, and for what: `2 (worker): chan send`. */
  waiting: string[];
  /** What was thrown and not caught, if something was. */
  error: string;
}

/** An ending, and the schedules that led to it. */
export interface Found extends Ending {
  /** How many of the schedules that were run. */
  count: number;
  /** The one with the fewest decisions that differ from the default. */
  schedule: string;
}

/** What `outcome` is, with what was printed on the way. */
export function endingOf(outcome: Outcome, output: string[]): Ending {
  const { kind, error } = outcome;
  const waiting = outcome.goroutines
    .filter(({ waits }) => waits.length > 0)
    .map(({ id, name, waits }) => {
      const reasons = waits.map(({ reason }) => reason).join(" and ");
      return `${id}${name && id > 1 ? ` (${name})` : ""}: ${reasons}`;
    });
  const isLeak = kind === "returned" && waiting.length > 0;
  return {
    kind: isLeak ? "leak" : kind,
    output,
    waiting: kind === "returned" || kind === "deadlock" ? waiting : [],
    error: error === undefined ? "" : describeValue(error),
  };
}

// #region endings
/** All endings that were found, up to a number. */
export class Endings {
  readonly #found = new Map<string, { found: Found; length: number }>();
  readonly #most: number;
  /** Schedules whose ending was one too many to be kept. */
  dropped = 0;

  constructor(most: number) {
    this.#most = most;
  }

  /** Counts a schedule that led to `ending`; `describe` gives its text. */
  add(ending: Ending, ways: readonly number[], describe: () => string): void {
    const key = JSON.stringify(ending);
    const length = weigh(ways);
    const known = this.#found.get(key);
    if (known) {
      known.found.count++;
      if (length >= known.length) return;
      known.length = length;
      known.found.schedule = describe();
    } else if (this.#found.size < this.#most) {
      const found = { ...ending, count: 1, schedule: describe() };
      this.#found.set(key, { found, length });
    } else this.dropped++;
  }

  /** The failures first, each kind with the most frequent ending first. */
  list(): Found[] {
    return [...this.#found.values()]
      .map(({ found }) => found)
      .sort((a, b) => rank(a) - rank(b) || b.count - a.count);
  }
}
// #endregion endings

function rank({ kind }: Ending): number {
  return kind === "returned" || kind === "exit" ? 1 : 0;
}

// First by how often it leaves the default, then by where it last does.
function weigh(ways: readonly number[]): number {
  let changes = 0;
  for (const way of ways) if (way > 0) changes++;
  return changes * 1e6 + ways.length;
}
