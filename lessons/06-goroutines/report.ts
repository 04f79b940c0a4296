// What is printed when a program ends badly: Go's text, from what the scheduler
// knows. A later lesson knows more to say and takes this one's place with
// `useReporter`.

import type { Goroutine } from "./goroutine.ts";
import { describeValue } from "./panic.ts";
import { type Frame, framesOf } from "./site.ts";
import { isAbroad } from "./scheduler.ts";
import type { Wait, WaitReason } from "./wait.ts";

/** How a run ended. */
export interface Ending {
  kind: "returned" | "deadlock" | "panic" | "fatal" | "exit" | "spinning";
  status: number;
  /** The first line of the report; without one there is none. */
  headline?: string;
  /** Of a deadlock: that nothing undeclared could still end it. */
  isConfirmed?: boolean | undefined;
  value?: unknown;
  error?: unknown;
  /** The goroutine that ended it, by a panic or a fatal error. */
  goroutine?: Goroutine | undefined;
}

/** One goroutine at one moment, in plain values. */
export interface GoroutineState {
  id: number;
  name: string;
  /** The id of the goroutine that started it; 0 for main. */
  creator: number;
  isAbroad: boolean;
  /** What it waits for: usually one thing, or nothing if it may go on. */
  waits: { reason: WaitReason; on: string[] }[];
}

/** A step of a circle: `goroutine` waits on `on` for `next`. Plain values. */
export interface CircleStep {
  goroutine: number;
  on: string;
  next: number;
  /** How we know: `holds it`. */
  because: string;
}

/** What there is to say at the end of a run. */
export interface Report {
  /** `""` if that is nothing. */
  text: string;
  /** Goroutines that wait for each other, as far as that is known. */
  circles: CircleStep[][];
}

/** Reports the end of a run; `goroutines` are those left, main first. */
export type Reporter = (
  ending: Ending,
  goroutines: readonly Goroutine[],
) => Report | Promise<Report>;

export let reporter: Reporter = (ending, goroutines) => ({
  text: writeReport(ending, goroutines, siteFrames),
  circles: [],
});

/** Gives every later run another report. */
export function useReporter(better: Reporter): void {
  reporter = better;
}

/** Where a goroutine waits, innermost function first; `[]` if nobody knows. */
export type FrameFinder = (goroutine: Goroutine) => readonly Frame[];

// Without more ado we know where the wait was called, if that was kept.
const siteFrames: FrameFinder = (goroutine) =>
  goroutine.waits().slice(0, 1).flatMap(siteOfWait);

function siteOfWait(wait: Wait): Frame[] {
  return framesOf(wait.site).slice(0, 1);
}

// #region text
/** Go's text for `ending`; `""` for an ending of which Go says nothing. */
export function writeReport(
  { headline, goroutine, error }: Ending,
  goroutines: readonly Goroutine[],
  frames: FrameFinder,
): string {
  if (headline === undefined) return "";
  const names = nameAll(goroutines);
  const blocks = goroutine
    ? [block(goroutine, "running", framesOf(error as Error), names)]
    : goroutines.map((each) =>
        block(each, reasonOf(each), frames(each), names),
      );
  return [headline, ...blocks].join("\n\n") + "\n";
}

function block(
  goroutine: Goroutine,
  reason: string,
  frames: readonly Frame[],
  names: Names,
): string {
  const own = names.of(goroutine);
  const calls = frames.length > 0 ? frames : [{ name: "", place: "" }];
  return [
    `goroutine ${goroutine.id} [${reason}]:`,
    ...calls.map(({ name, place }) => {
      const isOwn = name === "" || name === goroutine.name;
      return at(`${isOwn ? own : `main.${name}`}(...)`, place);
    }),
    ...createdBy(goroutine, names),
  ].join("\n");
}

function createdBy(goroutine: Goroutine, names: Names): string[] {
  const { creator, site } = goroutine;
  if (creator === 0 && !site?.by) return [];
  const call = goCall(goroutine);
  const name = site?.by ?? names.ofCaller(creator, call?.name ?? "");
  const where = creator === 0 ? "" : ` in goroutine ${creator}`;
  return [at(`created by ${name}${where}`, call?.place)];
}

function at(words: string, place = ""): string {
  return place ? `${words}\n\t${place}` : words;
}
// #endregion text

function goCall(goroutine: Goroutine): Frame | undefined {
  return framesOf(goroutine.site)[0];
}

interface Names {
  of(goroutine: Goroutine): string;
  ofCaller(id: number, name: string): string;
}

// Go names a function literal by where it stands: main.main.func1 is the first
// in main. We number those that are left, in the order of their `go` calls.
function nameAll(goroutines: readonly Goroutine[]): Names {
  const numbers = new Map<string, string[]>();
  const known = new Map<number, Goroutine>();
  const names: Names = {
    of(goroutine) {
      if (goroutine.id === 1) return "main.main";
      if (goroutine.name) return `main.${goroutine.name}`;
      const call = goCall(goroutine);
      const parent = names.ofCaller(goroutine.creator, call?.name ?? "");
      const places = numbers.get(parent) ?? [];
      return `${parent}.func${places.indexOf(call?.place ?? "") + 1}`;
    },
    ofCaller(id, name) {
      const caller = known.get(id);
      if (id <= 1 && (name === "" || name === caller?.name)) return "main.main";
      if (name !== "") return `main.${name}`;
      return caller ? names.of(caller) : "main.main.func1";
    },
  };
  for (const each of goroutines) known.set(each.id, each);
  for (const each of goroutines) {
    if (each.id === 1 || each.name) continue;
    const call = goCall(each);
    const parent = names.ofCaller(each.creator, call?.name ?? "");
    const places = numbers.get(parent) ?? [];
    const place = call?.place ?? "";
    if (!places.includes(place)) places.push(place);
    numbers.set(parent, places);
  }
  return names;
}

/** The wait reason of a goroutine as its header shows it. */
export function reasonOf(goroutine: Goroutine): string {
  if (isAbroad(goroutine)) return "abroad";
  const reasons = new Set(goroutine.waits().map(({ reason }) => reason));
  return reasons.size > 0 ? [...reasons].join(", ") : "runnable";
}

/** `goroutine` in plain values. */
export function stateOf(goroutine: Goroutine): GoroutineState {
  const { id, name, creator } = goroutine;
  const waits = goroutine.waits().map((wait) => ({
    reason: wait.reason,
    on: labelsOf(wait),
  }));
  return { id, name, creator, isAbroad: isAbroad(goroutine), waits };
}

/** The names of what a wait waits on. */
export function labelsOf(wait: Wait): string[] {
  if (wait.on === undefined) return [];
  return (wait.on.parts ?? [wait.on]).map(({ label }) => label);
}

/** `goroutine 2 (kitchen)` */
export function describe({ id, name }: Goroutine): string {
  return name ? `goroutine ${id} (${name})` : `goroutine ${id}`;
}

/** `chan send on chan#1 at main.ts:3:7` */
export function describeWait(wait: Wait): string {
  const on = labelsOf(wait);
  const [call] = siteOfWait(wait);
  return [
    wait.reason,
    ...(on.length > 0 ? [`on ${on.join(", ")}`] : []),
    ...(call ? [`at ${call.place}`] : []),
  ].join(" ");
}

/** The first lines of a panic: what it replaced comes first, as in Go. */
export function describePanic(error: unknown): string {
  const chain = [error];
  for (let each = error; each instanceof Error && each.cause !== undefined;) {
    each = each.cause;
    if (chain.includes(each)) break; // a failure may name itself as its cause
    chain.unshift(each);
  }
  return chain
    .map((each) => `panic: ${describeValue(each)}`.replaceAll("\n", "\n\t"))
    .join("\n\t");
}
