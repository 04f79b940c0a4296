// The endings that an exploration has found, for whoever reads them.

import type { Found } from "rendezvous";

const names: Readonly<Record<Found["kind"], string>> = {
  returned: "Main returns, and nobody is left",
  exit: "It exits",
  deadlock: "Deadlock",
  leak: "Leak: main returns, and somebody waits for ever",
  panic: "Panic",
  fatal: "Fatal error",
  spinning: "Somebody polls for ever",
  endless: "No end in sight",
};

/** An ending's kind in words. */
export function nameOfEnding(kind: Found["kind"]): string {
  return names[kind];
}

/** Of the endings that are failures, the one with the fewest decisions. */
export function shortestFailure(endings: readonly Found[]): Found | undefined {
  return endings
    .filter(({ kind }) => kind !== "returned" && kind !== "exit")
    .toSorted((one, other) => decisions(one) - decisions(other))[0];
}

function decisions({ schedule }: Found): number {
  return schedule === "" ? 0 : schedule.split(",").length;
}
