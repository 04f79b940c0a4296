// How a run ended for those who were left: who waits in a circle, who waits
// without one, and which of four verdicts that is.
//
//   deadlock        main cannot go on, and nothing is pending
//   leak            main has returned, somebody waits and nobody will come
//   external wait   something from outside is awaited and declared
//   abroad          … and not declared

import type { GoroutineState, TraceEvent } from "rendezvous";
import type { Ending } from "../protocol.ts";
import { nameOf, type Names, namesOf } from "./names.ts";

/** Why somebody was left. */
export type Left =
  ("waiting" | "leak" | "sleeping" | "external wait") | ("abroad" | "ready");

export interface Remaining {
  id: number;
  name: string;
  left: Left;
  /** What it waits for, in Go's words: `chan send on chan#1`. */
  wait: string;
  /** Where it waits, if that is known. */
  line: string | undefined;
}

/** One in a circle, and for whom it waits. */
export interface Step extends Remaining {
  /** `waits for mutex#1: kant holds it` */
  edge: string;
}

export interface Verdict {
  kind: "deadlock" | "leak" | "over";
  title: string;
  /** What that means, in a sentence. */
  words: string;
  circles: Step[][];
  others: Remaining[];
}

// #region verdict
/** `undefined` where nobody was left, or where the end leaves nothing to say. */
export function verdictOf(
  ending: Ending,
  events: readonly TraceEvent[],
): Verdict | undefined {
  const names = namesOf(events);
  const lines = linesOf(events);
  const ender = enderOf(ending, events);
  const all = ending.goroutines
    .filter(({ id, waits }) => id !== ender || waits.length > 0)
    .map((state) => remain(state, ending.kind, names, lines));
  if (all.length === 0) return undefined;
  const byId = new Map(all.map((each) => [each.id, each]));
  const circles = ending.circles.map((circle) =>
    circle.flatMap(({ goroutine, on, next, because }): Step[] => {
      const who = byId.get(goroutine);
      const edge = `waits for ${on}: ${nameOf(names, next)} ${because}`;
      return who ? [{ ...who, edge }] : [];
    }),
  );
  const inCircle = new Set(circles.flat().map(({ id }) => id));
  const others = all.filter(({ id }) => !inCircle.has(id));
  return { ...headingOf(ending, all), circles, others };
}
// #endregion verdict

// A panic, a fatal error or an exit is somebody's deed: that one was not left.
// Whoever ran last and waits has not done it, but somebody back from abroad.
function enderOf(
  { kind }: Ending,
  events: readonly TraceEvent[],
): number | undefined {
  if (kind === "panic") {
    return events.findLast((event) => event.kind === "end" && event.error)
      ?.goroutine;
  }
  const isDeed = kind === "fatal" || kind === "exit";
  const last = events.findLast((event) => event.kind === "run");
  return isDeed ? last?.goroutine : undefined;
}

function remain(
  { id, waits, isAbroad }: GoroutineState,
  kind: Ending["kind"],
  names: Names,
  lines: ReadonlyMap<number, string>,
): Remaining {
  const wait = waits.map(describeWait).join(" and ");
  const left = leftOf(waits, isAbroad, kind);
  return { id, name: nameOf(names, id), left, wait, line: lines.get(id) };
}

function describeWait({ reason, on }: GoroutineState["waits"][number]): string {
  return on.length > 0 ? `${reason} on ${on.join(", ")}` : reason;
}

function leftOf(
  waits: GoroutineState["waits"],
  isAbroad: boolean,
  kind: Ending["kind"],
): Left {
  if (isAbroad) return "abroad";
  if (waits.length === 0) return "ready";
  const reasons = waits.map(({ reason }) => reason);
  if (reasons.includes("IO wait")) return "external wait";
  if (reasons.includes("sleep")) return "sleeping";
  return kind === "returned" ? "leak" : "waiting";
}

/** Where each goroutine was last seen to begin to wait. */
function linesOf(events: readonly TraceEvent[]): Map<number, string> {
  const lines = new Map<number, string>();
  for (const { kind, goroutine, line } of events) {
    if (kind === "park" && line !== undefined) lines.set(goroutine, line);
  }
  return lines;
}

function headingOf(
  { kind, circles }: Ending,
  all: readonly Remaining[],
): Pick<Verdict, "kind" | "title" | "words"> {
  if (kind === "deadlock") {
    const title = "Deadlock: nobody can go on";
    return { kind: "deadlock", title, words: circleWords(circles) };
  }
  const leaks = all.filter(({ left }) => left === "leak").length;
  if (kind === "returned" && leaks > 0) {
    const who = leaks === 1 ? "one goroutine" : `${leaks} goroutines`;
    const title = `Leak: main has returned, and ${who} still waited`;
    const words =
      "That is no deadlock: the program is over. In one that goes on, such as a server, each would stay for ever.";
    return { kind: "leak", title, words };
  }
  const title =
    kind === "returned"
      ? "Main has returned before these had ended"
      : "These were there when the program ended";
  return { kind: "over", title, words: "They ended with the program." };
}

// Who holds a lock is known. Who was the last at a channel might be the next there.
function circleWords(circles: Ending["circles"]): string {
  if (circles.length === 0) {
    return "As far as we know nobody waits in a circle: those below wait for somebody who never comes.";
  }
  const isCertain = circles
    .flat()
    .every(({ because }) => !/was the last/.test(because));
  return isCertain
    ? "Each of a circle waits for the next one, and so for itself."
    : "As far as we know each of a circle waits for the next one, and so for itself: who was the last at a channel is taken for the one who might come back.";
}

const meanings: Readonly<Record<Left, string>> = {
  waiting: "waits",
  leak: "leak: still waits",
  sleeping: "asleep",
  "external wait": "external wait: for something declared, from outside",
  abroad: "abroad: awaits what the runtime does not know",
  ready: "could have gone on",
};

/** In words why somebody was left. */
export function describeLeft(left: Left): string {
  return meanings[left];
}
