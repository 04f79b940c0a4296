// Leaks: goroutines that were left when main returned, and that nobody will ever
// wake. Go says nothing about them. In a program that goes on, such as a server,
// each one costs its memory for ever.

import { Goroutine } from "../06-goroutines/goroutine.ts";
import type { GoroutineState } from "../06-goroutines/report.ts";
import { current } from "../06-goroutines/scheduler.ts";
import { stateOf } from "../06-goroutines/report.ts";
import type { Outcome } from "../06-goroutines/run.ts";
import { nameOf } from "./names.ts";

/**
 * A sentence for each goroutine that was still waiting when main returned. Whether
 * somebody outside could have woken it cannot be known here: one that rests on
 * purpose, as in a server, is in the list as well.
 */
export function describeLeaks({ kind, goroutines }: Outcome): string[] {
  if (kind !== "returned") return [];
  return goroutines
    .filter(({ waits }) => waits.length > 0)
    .map((each) => `leak: ${nameOf(each)} still waits: ${waitsOf(each)}`);
}

/** The goroutines of the calling run as they are now, main first. */
export function goroutines(): GoroutineState[] {
  const run = current instanceof Goroutine ? current.run : undefined;
  if (!run) throw new Error("goroutines outside any goroutine");
  return run.goroutines.members().map(stateOf);
}

function waitsOf({ waits }: GoroutineState): string {
  return waits
    .map(({ reason, on }) =>
      on.length > 0 ? `${reason} on ${on.join(", ")}` : reason,
    )
    .join(" and ");
}
