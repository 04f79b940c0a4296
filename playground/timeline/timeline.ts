// A timeline: what happened in a run, as rows and stretches that can be drawn.
//
//   main     ▬▬▬▬▬┄┄┄┄┄┄┄┄▬▬▬▬     ▬ runs   ┄ waits, and for what
//   kitchen       ▬▬▬▬▬▬▬▼          ▼ a value goes from one to the other
//            └ positions: one for each event, in the order they came ┘
//
// Always true:
//   - the spans of a lane follow each other without a gap, from the event that
//     started its goroutine to its end, or to the end of the run
//   - what happened at a position is `events[position]`; the timeline holds
//     nothing that the events do not say

import type { TraceEvent } from "rendezvous";
import type { GoroutineNow } from "../trace/now.ts";
import { State } from "../trace/state.ts";

/** What a goroutine does between two positions. */
export interface Span {
  /** `ready`: it could run, and another one does. */
  kind: "ready" | "running" | "waiting" | "sleeping" | "abroad";
  /** From this position up to, and without, that one. */
  from: number;
  to: number;
  /** Why it waits, in Go's words; `""` where it does not. */
  reason: string;
  /** On what: `chan#1`. */
  on: string;
}

/** The row of one goroutine. */
export interface Lane {
  id: number;
  name: string;
  spans: Span[];
  /** The panic that ended it; `undefined` if none did. */
  error: string | undefined;
}

/** A value that went straight from one goroutine to another. */
export interface Arrow {
  at: number;
  from: number;
  to: number;
  on: string;
  value: string;
}

/** What a goroutine did in one moment. */
export interface Mark {
  at: number;
  lane: number;
  kind: "in" | "out" | "close" | "select";
  /** In words: `2 into the buffer of chan#1`. */
  text: string;
}

export interface Timeline {
  events: readonly TraceEvent[];
  lanes: Lane[];
  arrows: Arrow[];
  marks: Mark[];
}

// #region timeline
/** The timeline of a run, from all its events. */
export function timelineOf(events: readonly TraceEvent[]): Timeline {
  const state = new State(new Map());
  const lanes = new Map<number, Lane>();
  const timeline: Timeline = { events, lanes: [], arrows: [], marks: [] };
  events.forEach((event, at) => {
    const touched = whomItTouches(event, state.goroutines.running);
    state.apply(event, at);
    if (event.kind === "go") lanes.set(event.started, begin(event));
    for (const id of touched) {
      follow(lanes.get(id), state.goroutines.all.get(id), at);
    }
    timeline.arrows.push(...arrowsOf(event, at));
    timeline.marks.push(...marksOf(event, at));
  });
  timeline.lanes = [...lanes.values()];
  for (const lane of timeline.lanes) finish(lane, events.length);
  return timeline;
}
// #endregion timeline

// Who did it, who ran until then, and who was started or may go on.
function whomItTouches(event: TraceEvent, running: number): number[] {
  if (event.kind === "go") return [event.goroutine, running, event.started];
  if (event.kind === "ready") return [event.goroutine, running, event.woken];
  return [event.goroutine, running];
}

function begin({ started: id, name }: TraceEvent & { kind: "go" }): Lane {
  return { id, name: id === 1 ? "main" : name, spans: [], error: undefined };
}

// What the events before `at` have left a goroutine doing, it does until then.
function follow(
  lane: Lane | undefined,
  now: GoroutineNow | undefined,
  at: number,
): void {
  if (!lane || !now) return;
  const { state, error, reason, on } = now;
  if (state === "ended" || state === "panicked") {
    lane.error = error;
    return finish(lane, at + 1);
  }
  const isAway = state === "waiting" || state === "sleeping";
  const why = isAway ? { reason, on } : { reason: "", on: "" };
  const last = lane.spans.at(-1);
  if (last?.kind === state && last.to === openEnd) {
    Object.assign(last, why);
    return;
  }
  if (last?.to === openEnd) last.to = at;
  lane.spans.push({ kind: state, from: at, to: openEnd, ...why });
}

const openEnd = -1;

function finish({ spans }: Lane, end: number): void {
  const last = spans.at(-1);
  if (last?.to === openEnd) last.to = end;
}

function arrowsOf(event: TraceEvent, at: number): Arrow[] {
  if (event.kind !== "hand-over") return [];
  const { from, to, on, value } = event;
  return [{ at, from, to, on, value }];
}

function marksOf(event: TraceEvent, at: number): Mark[] {
  const mark = (kind: Mark["kind"], text: string): Mark[] => [
    { at, lane: event.goroutine, kind, text },
  ];
  if (event.kind === "buffer") {
    const { move, value, on } = event;
    const way = move === "in" ? "into" : "out of";
    return mark(move, `${value} ${way} the buffer of ${on}`);
  }
  if (event.kind === "close") return mark("close", `closes ${event.on}`);
  if (event.kind === "select") return mark("select", describeSelect(event));
  return [];
}

function describeSelect(event: TraceEvent & { kind: "select" }): string {
  const ready = event.ready.join(", ") || "none";
  const chosen = event.chosen === "" ? "waits" : `takes ${event.chosen}`;
  return `selects of ${event.cases.join(", ")}: ready ${ready}, ${chosen}`;
}
