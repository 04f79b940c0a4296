// What happened, in a sentence: the table, the text and whoever listens to the
// page are told the same.

import type { TraceEvent } from "rendezvous";
import { nameOf, type Names, namesOf } from "./names.ts";

type Of<Kind extends TraceEvent["kind"]> = Extract<TraceEvent, { kind: Kind }>;

// #region describe
/** One sentence: `alice hands "hello" to main on chan#1`. */
export function describeEvent(event: TraceEvent, names: Names): string {
  const who = nameOf(names, event.goroutine);
  const name = (id: number): string => nameOf(names, id);
  switch (event.kind) {
    case "go":
      if (event.goroutine === 0) return `${name(event.started)} is started`;
      return `${who} starts ${name(event.started)}`;
    case "run":
      return `${who} runs`;
    case "park":
      return describePark(who, event);
    case "ready":
      if (event.goroutine === 0) return `${name(event.woken)} is ready`;
      return `${who} readies ${name(event.woken)}`;
    case "sleep":
      return `${who} sleeps until ${showMs(event.until)}`;
    case "make":
      return `${who} makes ${event.on}, ${describeMade(event)}`;
    case "hand-over":
      return describeHandOver(event, name);
    case "buffer":
      return describeBuffer(event, name);
    case "close":
      return `${who} closes ${event.on}`;
    case "select":
      return `${who} ${describeSelect(event)}`;
    case "sync":
      return describeSync(who, event, names);
    case "abroad":
      return `${who} is abroad: it awaits what the runtime does not know`;
    case "spin":
      return `${who} has polled ${event.polls} times without waiting`;
    case "end":
      if (event.error !== undefined) return `${who} panics: ${event.error}`;
      return `${who} ends`;
  }
}
// #endregion describe

function describePark(who: string, { reason, on, value }: Of<"park">): string {
  if (reason === "runnable") return `${who} lets others go first`;
  const where = on === "" ? "" : ` on ${on}`;
  const what = value === undefined ? "" : `, with ${value}`;
  return `${who} waits: ${reason}${where}${what}`;
}

function describeMade({ capacity, type }: Of<"make">): string {
  const room = capacity === 0 ? "without a buffer" : `capacity ${capacity}`;
  return type === "" ? room : `of ${type}, ${room}`;
}

function describeHandOver(
  { from, to, on, value }: Of<"hand-over">,
  name: (id: number) => string,
): string {
  // Only timers send without being a goroutine, and they send the time.
  const sender = from === 0 ? "a callback or timer" : name(from);
  return `${sender} hands ${value} to ${name(to)} on ${on}`;
}

function describeBuffer(
  { move, value, on, length, goroutine, from }: Of<"buffer">,
  name: (id: number) => string,
): string {
  const who = name(goroutine);
  if (move === "out") {
    return `${who} receives ${value} out of the buffer of ${on}, ${length} left`;
  }
  const now = `into the buffer of ${on}, ${length} in it`;
  if (from === undefined) return `${who} sends ${value} ${now}`;
  return `${value} of ${name(from)} moves up ${now}`;
}

function describeSync(who: string, event: Of<"sync">, names: Names): string {
  const { on, state } = event;
  const heir = names.heirs.get(event);
  if (heir === undefined) return `${who} changes ${on}: ${state}`;
  // It was locked before, by another.
  const now = state === "locked" ? "it stays locked" : state;
  return `${who} hands ${on} on to ${nameOf(names, heir)}: ${now}`;
}

function describeSelect({ cases, ready, chosen }: Of<"select">): string {
  const of = cases.length === 0 ? "no cases" : cases.join(", ");
  const losers = ready.filter((each) => each !== chosen);
  const end = losers.length === 0 ? "" : `; ${listed(losers)}`;
  return `selects of ${of}: ${describeReady(cases, ready)}, ${describeChosen(cases, chosen)}${end}`;
}

function listed(losers: readonly string[]): string {
  return `${losers.join(", ")} ${losers.length === 1 ? "loses" : "lose"}`;
}

function describeReady(
  cases: readonly string[],
  ready: readonly string[],
): string {
  if (ready.length === 0) return "none ready";
  if (ready.length < cases.length) return `${ready.join(", ")} ready`;
  if (ready.length === 1) return "ready";
  return ready.length === 2 ? "both ready" : "all ready";
}

function describeChosen(cases: readonly string[], chosen: string): string {
  if (chosen === "") return "waits";
  return cases.includes(chosen)
    ? `takes ${chosen}`
    : `takes the default case ${chosen}`;
}

/** `12.5 ms`: never more digits than tell something apart. */
export function showMs(ms: number): string {
  return `${Number(ms.toFixed(3))} ms`;
}

// #region text
/** The whole run as plain text, a line for each event. */
export function textOf({ events }: { events: readonly TraceEvent[] }): string {
  const names = namesOf(events);
  const rows = events.map((event) => [
    showMs(event.time),
    describeEvent(event, names),
    event.line ?? "",
  ]);
  const widths = [0, 1].map((column) => widest(rows, column));
  const lines = rows.map(([time = "", words = "", line = ""]) =>
    `${time.padStart(widths[0] ?? 0)}  ${words.padEnd(widths[1] ?? 0)}  ${line}`.trimEnd(),
  );
  return lines.map((line) => `${line}\n`).join("");
}
// #endregion text

const mostColumns = 72; // a longer sentence pushes its own line number aside

function widest(rows: readonly string[][], column: number): number {
  const longest = rows.reduce(
    (width, row) => Math.max(width, row[column]?.length ?? 0),
    0,
  );
  return Math.min(longest, mostColumns);
}
