// What the tests of lesson 8 run: programs on a clock of their own.

import { goroutines, run, type RunOptions } from "rendezvous";

/** What `body` returns as a program; throws its report if it does not return. */
export async function result<T>(
  body: () => T | Promise<T>,
  options: RunOptions = {},
): Promise<T> {
  const outcome = await run(body, { clock: "virtual", seed: 8, ...options });
  if (outcome.kind === "returned") return outcome.value as T;
  throw new Error(outcome.report, { cause: outcome.error });
}

/** The wait reasons of all goroutines of the calling program but its main. */
export function waits(): string[] {
  return goroutines()
    .filter(({ id }) => id !== 1)
    .flatMap(({ waits }) => waits.map(({ reason }) => reason));
}

/** 0, 1, … up to and without `count`. */
export function range(count: number): number[] {
  return Array.from({ length: count }, (_, index) => index);
}
