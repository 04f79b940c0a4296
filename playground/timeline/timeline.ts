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
  const lanes = new Map<number, Lane>();
  const timeline: Timeline = { events, lanes: [], arrows: [], marks: [] };
  events.forEach((event, at) => {
    read(event, at, lanes);
    timeline.arrows.push(...arrowsOf(event, at));
    timeline.marks.push(...marksOf(event, at));
  });
  timeline.lanes = [...lanes.values()];
  for (const lane of timeline.lanes) finish(lane, events.length);
  return timeline;
}
// #endregion timeline

// What the events before `at` have left a goroutine doing, it does until then.
function read(event: TraceEvent, at: number, lanes: Map<number, Lane>): void {
  const { kind, goroutine } = event;
  const lane = lanes.get(goroutine);
  // Nobody says that one is back from abroad, but now it has done something.
  if (lane?.spans.at(-1)?.kind === "abroad") change(lane, "running", at);
  if (kind === "go") {
    lanes.set(event.started, begin(event.started, event.name, at));
  } else if (kind === "ready") change(lanes.get(event.woken), "ready", at);
  else if (kind === "run") change(lane, "running", at);
  else if (kind === "sleep") change(lane, "sleeping", at);
  else if (kind === "abroad") change(lane, "abroad", at);
  else if (kind === "park") park(lane, event, at);
  else if (kind === "end" && lane) {
    lane.error = event.error;
    finish(lane, at + 1);
  }
}

function begin(id: number, name: string, at: number): Lane {
  const spans: Span[] = [span("ready", at)];
  return { id, name: id === 1 ? "main" : name, spans, error: undefined };
}

function span(kind: Span["kind"], from: number): Span {
  return { kind, from, to: openEnd, reason: "", on: "" };
}

const openEnd = -1;

function change(lane: Lane | undefined, kind: Span["kind"], at: number): void {
  const last = lane?.spans.at(-1);
  if (!lane || !last || last.to !== openEnd || last.kind === kind) return;
  last.to = at;
  lane.spans.push(span(kind, at));
}

// A sleep is told twice: that it begins, and that the goroutine waits.
function park(
  lane: Lane | undefined,
  { reason, on }: { reason: string; on: string },
  at: number,
): void {
  if (reason === "runnable") return change(lane, "ready", at);
  if (reason !== "sleep") change(lane, "waiting", at);
  const last = lane?.spans.at(-1);
  if (last) Object.assign(last, { reason, on });
}

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
