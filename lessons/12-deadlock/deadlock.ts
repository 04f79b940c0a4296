// The whole report: what Go prints, with the line where each goroutine waits,
// and below it what Go leaves for us to find out, labelled as ours.

import type { Goroutine } from "../06-goroutines/goroutine.ts";
import { host } from "../06-goroutines/host.ts";
import {
  describe,
  describeWait,
  type Ending,
  writeReport,
} from "../06-goroutines/report.ts";
import type { Frame } from "../06-goroutines/site.ts";
import type { Wait } from "../06-goroutines/wait.ts";
import { findCycle, type Step } from "./cycle.ts";
import { awaitersOf } from "./lines.ts";

// #region report
/** A `Reporter`: give it to `useReporter`. */
export async function fullReport(
  ending: Ending,
  goroutines: readonly Goroutine[],
): Promise<string> {
  const isWholeProgram = ending.headline !== undefined && !ending.goroutine;
  if (!isWholeProgram) return writeReport(ending, goroutines, () => []);
  const cycle = drawCycle(findCycle(goroutines)); // before the waits are used up
  const lines = await findLines(goroutines);
  const ours = [...cycle, ...nameForgotten(lines), ...reserve()];
  const text = writeReport(ending, goroutines, (goroutine) =>
    goroutine.waits().flatMap((wait) => lines.get(wait) ?? []),
  );
  return ours.length > 0 ? `${text}\n${ours.join("\n")}\n` : text;
}
// #endregion report

type Lines = ReadonlyMap<Wait, readonly Frame[]>;

async function findLines(goroutines: readonly Goroutine[]): Promise<Lines> {
  const waits = goroutines.flatMap((each) => each.waits());
  const found = await Promise.all(waits.map(awaitersOf));
  return new Map(waits.map((wait, index) => [wait, found[index] ?? []]));
}

// #region draw
function drawCycle(cycle: readonly Step[]): string[] {
  const [first] = cycle;
  if (!first) return [];
  const names = cycle.map(({ goroutine }) => describe(goroutine));
  const width = Math.max(...names.map((name) => name.length));
  return [
    "in a circle (this is ours, Go does not say it):",
    ...cycle.map(({ on, because }, index) => {
      const edge = index === 0 ? "┌▶" : "│ ";
      return `  ${edge} ${(names[index] ?? "").padEnd(width)}  waits for ${on.label}, ${because}`;
    }),
    `  └─ ${names[0]}`,
  ];
}
// #endregion draw

// An operation that no function awaits: its `await` was forgotten, or it lost a
// Promise.race.
function nameForgotten(lines: Lines): string[] {
  return [...lines]
    .filter(([, frames]) => frames.length === 0)
    .map(
      ([wait]) =>
        `nobody awaits this: ${describe(wait.goroutine)}, ${describeWait(wait)}`,
    );
}

function reserve(): string[] {
  if (host.whenIdle) return [];
  return ["this holds if nothing undeclared is pending"];
}
