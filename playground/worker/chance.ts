// The chance of a program, `Math.random`, follows a seed as that of its run does: the
// same order shows the same once more.

import { Random } from "../../lessons/06-goroutines/random.ts";

/** What follows a seed where an order has none: each schedule meets the same. */
export const fixedSeed = 1;

const span = 2 ** 32;

/** Begins `Math.random` anew; `seed` is a whole number from 0 to 2³² − 1. */
export function seedChance(seed: number): void {
  const random = new Random(seed);
  Math.random = () => random.below(span) / span;
}
