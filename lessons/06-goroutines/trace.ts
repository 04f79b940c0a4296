// What happened, one event after the other: the observer of a run is told. The
// deadlock report, the picture and the explorer all live on these events.
//
// An event holds plain values only, so that it can be written down, compared and
// sent to another thread. Nobody listens by default, and then an event costs one
// look at `isTraced`.

import type { Run } from "./run.ts";
import { lineOf } from "./site.ts";

/** Changes when an event changes its meaning or loses a field. */
export const traceVersion = 1;

/** What every event says: when, and who was running. */
export interface Moment {
  /** Milliseconds on the run's clock since its start. */
  time: number;
  /** The goroutine that ran, 1 for main; 0 for a callback outside all of them. */
  goroutine: number;
  /** The line of the program that did it: `file:line:column`, if one did. */
  line?: string;
}

export type Happening =
  /** A goroutine was started; `goroutine` started it. */
  | { kind: "go"; started: number; name: string }
  /** The goroutine begins, or goes on after a wait. */
  | { kind: "run" }
  /** It waits: why, in Go's words, on what (`chan#1`), and what a sender brings. */
  | { kind: "park"; reason: string; on: string; value?: string }
  /** `woken` may go on: the event's own goroutine saw to that. */
  | { kind: "ready"; woken: number }
  /** It waits until `until`, in milliseconds of the run's clock. */
  | { kind: "sleep"; until: number }
  /** A channel was made. */
  | { kind: "make"; on: string; capacity: number; type: string }
  /** A value went straight from one goroutine to another. */
  | { kind: "hand-over"; on: string; from: number; to: number; value: string }
  /** A value went into the buffer, or came out of it; `length` remain. */
  | {
      kind: "buffer";
      on: string;
      move: "in" | "out";
      length: number;
      value: string;
      /** The goroutine that waited to send it, where it has moved up now. */
      from?: number;
    }
  | { kind: "close"; on: string }
  /** A select looked: which cases were ready, which one it took, if any. */
  | {
      kind: "select";
      cases: string[];
      ready: string[];
      chosen: string;
      /** What each case would do, in the order of `cases`. */
      ways?: SelectWay[];
    }
  /** A lock or a counter has changed; `state` is what it is now. */
  | { kind: "sync"; on: string; state: string }
  /** It waits for something the runtime does not know. */
  | { kind: "abroad" }
  /** It has polled this often without once waiting. */
  | { kind: "spin"; polls: number }
  /** It ended, returning or by a panic (`error`). */
  | { kind: "end"; error?: string };

/** What a case of a select would do, and what it would send. */
export interface SelectWay {
  on: string;
  way: "send" | "receive";
  value?: string;
}

export type TraceEvent = Moment & Happening;

/** Is told every event of a run, in order. It must not use the runtime. */
export type Observer = (event: TraceEvent) => void;

/** Whether any run in this process has an observer. */
export let isTraced = false;
let observedRuns = 0;

/** Counts the runs that are observed, up or down. */
export function countObserved(change: 1 | -1): void {
  observedRuns += change;
  isTraced = observedRuns > 0;
}

// The kinds that a line of the program may have brought about.
const byProgram = new Set<Happening["kind"]>([
  ...(["go", "park", "ready", "sleep", "make"] as const),
  ...(["hand-over", "buffer", "close", "select", "sync"] as const),
]);

/** Tells the observer of `run`, if it has one. Ask `isTraced` first. */
export function trace(
  run: Run | undefined,
  goroutine: number,
  happening: Happening,
): void {
  if (!run?.observer) return;
  const time = run.clock.now();
  const line = byProgram.has(happening.kind) ? lineOf(trace) : undefined;
  run.observer({ time, goroutine, ...happening, ...(line ? { line } : {}) });
}

const longestValue = 40;

/** A value as an event shows it: short, and never the value itself. */
export function showValue(value: unknown): string {
  const text =
    typeof value === "string" ? JSON.stringify(value) : printed(value);
  return text.length > longestValue ? `${text.slice(0, longestValue)}…` : text;
}

function printed(value: unknown): string {
  if (typeof value !== "object" || value === null) return String(value);
  // A channel says its own name; anything else would show all it holds.
  const { label } = value as { label?: unknown };
  if (typeof label === "string") return label;
  return Object.prototype.toString.call(value).slice("[object ".length, -1);
}
