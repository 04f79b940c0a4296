// What an exploration may claim. An order is one of the operations that the runtime
// sees: channels, locks, timers, declared cells and what is printed. A plain
// variable that goroutines share is not among them.

/** What was run, and how. */
export interface Extent {
  schedules: number;
  isComplete: boolean;
  bound: number;
  seed: number | undefined;
}

/**
 * The claim in a sentence.
 *
 * ```ts
 * claimOf({ schedules: 6, isComplete: true, bound: Infinity, seed: undefined }) // => "6 schedules stand for all orders of its operations"
 * claimOf({ schedules: 9, isComplete: false, bound: 2, seed: undefined }) // => "9 schedules with at most 2 preemptions, not all there are"
 * ```
 */
export function claimOf(extent: Extent): string {
  const { isComplete, seed } = extent;
  const schedules = count(extent.schedules, "schedule");
  if (seed !== undefined) return `${schedules} by chance, from seed ${seed}`;
  const within =
    extent.bound < Infinity
      ? ` with at most ${count(extent.bound, "preemption")}`
      : "";
  if (!isComplete) return `${schedules}${within}, not all there are`;
  const verb = extent.schedules === 1 ? "stands" : "stand";
  return `${schedules} ${verb} for all orders of its operations${within}`;
}

function count(many: number, what: string): string {
  return `${many.toLocaleString("en")} ${what}${many === 1 ? "" : "s"}`;
}
