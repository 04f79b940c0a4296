// The whole report: what Go prints, with the line where each goroutine waits,
// and below it what Go leaves for us to find out, labelled as ours.

import type { Goroutine } from "../06-goroutines/goroutine.ts";
import {
  type CircleStep,
  describeWait,
  type Ending,
  type Report,
  writeReport,
} from "../06-goroutines/report.ts";
import { isAbroad } from "../06-goroutines/scheduler.ts";
import { type Frame, framesOf } from "../06-goroutines/site.ts";
import type { Wait } from "../06-goroutines/wait.ts";
import { findCircles, type Link } from "./cycle.ts";
import { awaitersOf, tellsAwaiters } from "./lines.ts";
import { nameOf, nameThings } from "./names.ts";

// #region report
/** A `Reporter`: give it to `useReporter`. */
export function fullReport(
  ending: Ending,
  goroutines: readonly Goroutine[],
): Report | Promise<Report> {
  const isWholeProgram = ending.headline !== undefined && !ending.goroutine;
  if (isWholeProgram) return explain(ending, goroutines);
  return { text: writeReport(ending, goroutines, noLines), circles: [] };
}

async function explain(
  ending: Ending,
  goroutines: readonly Goroutine[],
): Promise<Report> {
  const lines = await findLines(goroutines);
  const isAwaited = (wait: Wait) => !lines.get(wait)?.isForgotten;
  const circles = findCircles(goroutines, isAwaited);
  const text = writeReport(ending, goroutines, (goroutine) =>
    placesOf(goroutine, lines),
  );
  const sections = [listThings(goroutines), ...circles.map(drawCircle)];
  sections.push(nameForgotten(lines), nameAbroad(goroutines), reserve(ending));
  return { text: text + label(sections), circles: circles.map(toSteps) };
}
// #endregion report

const noLines = (): Frame[] => [];

function toSteps(circle: readonly Link[]): CircleStep[] {
  return circle.map(({ goroutine, on, next, because }) => ({
    goroutine: goroutine.id,
    on: on.label,
    next: next.id,
    because,
  }));
}

function label(sections: readonly string[][]): string {
  const ours = sections.filter((lines) => lines.length > 0);
  if (ours.length === 0) return "";
  const heading = ["the rest is ours, Go does not say it:"];
  return [heading, ...ours].map((lines) => `\n${lines.join("\n")}\n`).join("");
}

interface Line {
  /** Innermost function first. */
  shown: readonly Frame[];
  isForgotten: boolean;
}

type Lines = ReadonlyMap<Wait, Line>;

// A body that is no async function and returns an operation, or a Promise.all of
// several, awaits it as well, and there is no function to be found. So an `await`
// was forgotten only where the goroutine stands at another one.
async function findLines(goroutines: readonly Goroutine[]): Promise<Lines> {
  const isTold = await tellsAwaiters();
  const waits = goroutines.flatMap((each) => each.waits());
  const found = await Promise.all(waits.map(awaitersOf));
  const stands = new Set(
    waits
      .filter((_, index) => found[index]?.length)
      .map(({ goroutine }) => goroutine),
  );
  return new Map(
    waits.map((wait, index) => {
      const frames = found[index] ?? [];
      const isElsewhere =
        stands.has(wait.goroutine) || isAbroad(wait.goroutine);
      const isForgotten = isTold && frames.length === 0 && isElsewhere;
      // Where nobody awaits, there is still the call, if its place was kept.
      const call = framesOf(wait.site).slice(0, 1);
      return [wait, { shown: frames.length > 0 ? frames : call, isForgotten }];
    }),
  );
}

// Several waits may stand at one place, as those of a Promise.all do: it is
// shown once. Those that nobody awaits are named below, where others are awaited.
function placesOf(goroutine: Goroutine, lines: Lines): Frame[] {
  const all = goroutine.waits().flatMap((wait) => lines.get(wait) ?? []);
  const awaited = all.filter(({ isForgotten }) => !isForgotten);
  const shown = awaited.length > 0 ? awaited : all;
  const places = shown.map((line) => [JSON.stringify(line.shown), line.shown]);
  return [...new Map(places as [string, Frame[]][]).values()].flat();
}

// #region things
function listThings(goroutines: readonly Goroutine[]): string[] {
  const known = new Set(goroutines.map(({ id }) => id));
  const rows = goroutines
    .flatMap((goroutine) => goroutine.waits())
    .map((wait) => [nameOf(wait.goroutine), nameThings(wait, known)] as const)
    .filter(([, things]) => things !== "");
  const width = widest(rows.map(([name]) => name));
  return eachOnce(
    rows.map(([name, things]) => `  ${name.padEnd(width)}  waits on ${things}`),
  );
}
// #endregion things

// #region draw
function drawCircle(circle: readonly Link[]): string[] {
  const names = circle.map(({ goroutine }) => nameOf(goroutine));
  const width = widest(names);
  const steps = circle.map(({ on, next, because }, index) => {
    const name = (names[index] ?? "").padEnd(width);
    const edge = index === 0 ? "┌▶" : "│ ";
    return `  ${edge} ${name}  waits for ${on.label}: ${nameOf(next)} ${because}`;
  });
  return ["in a circle:", ...steps, `  └─ ${names[0]}`];
}
// #endregion draw

// An operation that no function awaits: its `await` was forgotten, or it lost a
// Promise.race.
function nameForgotten(lines: Lines): string[] {
  const forgotten = [...lines]
    .filter(([, { isForgotten }]) => isForgotten)
    .map(
      ([wait]) =>
        `nobody awaits this: ${nameOf(wait.goroutine)}, ${describeWait(wait)}`,
    );
  return eachOnce(forgotten);
}

// Of several who were abroad, one may be back: then we know what it waits for,
// and not whose wait it is.
function nameAbroad(goroutines: readonly Goroutine[]): string[] {
  const away = goroutines.filter(isAbroad);
  const back = away[0]?.run.strangersWaits() ?? [];
  const doubt = back.length > 0 ? ", or is back" : "";
  return [
    ...away.map(
      (each) =>
        `abroad: ${nameOf(each)} awaits a promise that nobody has declared with external()${doubt}`,
    ),
    ...back.map((wait) => `one of them is back: ${describeWait(wait)}`),
  ];
}

// Only the platform knows of timers and sockets that nobody has declared, and
// only at the end of the whole process does it tell.
function reserve({ isConfirmed }: Ending): string[] {
  if (isConfirmed) return [];
  return ["this holds if nothing undeclared is pending"];
}

// What a goroutine does in a loop it may have left behind many times over.
function eachOnce(lines: readonly string[]): string[] {
  return [...new Set(lines)];
}

function widest(names: readonly string[]): number {
  return names.reduce((width, { length }) => Math.max(width, length), 0);
}
