// What a worker tells is cut here to a size that a page can show, and copied into
// plain values that a message can carry.
//
// Always true:
//   - what is used to copy was taken before the program began: one that gives
//     `Object` or `String` other methods changes nothing of what is told

import type { Found, Outcome, TraceEvent } from "rendezvous";
import type { Ending, SelectShares } from "../protocol.ts";

/** How much of each text and each list is told. */
export const room = {
  text: 500,
  name: 60,
  list: 100,
  report: 200_000,
  goroutines: 5_000,
  line: 2_000, // of what an ending has printed
  lines: 200,
  selects: 1_000,
};

type Slice = (text: string, start: number, end: number) => string;

const { create, keys } = Object;
const { isArray } = Array;
const ofText = Reflect.get<object, "slice">(
  String.prototype,
  "slice",
) as () => string;
const slice = Function.prototype.call.bind(ofText) as Slice;

/** The beginning of `text`, and a sign that there is more. */
export function cut(text: string, most: number): string {
  return text.length > most ? `${slice(text, 0, most)}…` : text;
}

// #region shortened
/** A plain copy: texts of `most` letters, in lists of `list` items names. */
function shortened(value: unknown, most: number, list = room.list): unknown {
  if (typeof value === "string") return cut(value, most);
  if (typeof value !== "object" || value === null) return value;
  if (isArray(value)) return shortList(value, list);
  const copy = create(null) as Record<string, unknown>;
  const names = keys(value);
  for (let at = 0; at < names.length; at++) {
    const name = names[at] as keyof typeof value;
    copy[name] = shortened(value[name], most);
  }
  return copy;
}

function shortList(values: unknown[], most: number): unknown[] {
  const copy: unknown[] = [];
  for (let at = 0; at < values.length && at < most; at++) {
    copy[at] = shortened(values[at], room.name);
  }
  return copy;
}
// #endregion shortened

// The names in an event are the program's own: they may be of any length, and,
// where nobody heeds the types, no text at all.
export function plainEvent(event: TraceEvent): TraceEvent {
  return shortened({ ...event, ...named(event) }, room.text) as TraceEvent;
}

function named(event: TraceEvent): object {
  const { kind } = event;
  if (kind === "go") return { name: cut(event.name, room.name) };
  // The case that was chosen is found again among the others by its name.
  if (kind === "select") return { chosen: cut(event.chosen, room.name) };
  return kind === "make" ? { type: String(event.type) } : {};
}

// What a program returned or threw may be anything, also what cannot be sent.
export function plainEnding(outcome: Outcome): Ending {
  const { kind, status, seed } = outcome;
  const report = cut(outcome.report, room.report);
  const whole = (list: unknown[]) =>
    shortened(list, room.name, room.goroutines) as never;
  const circles = outcome.circles.slice(0, room.goroutines).map(whole);
  return {
    ...{ kind, status, seed, report, circles },
    goroutines: whole(outcome.goroutines),
  };
}

/** An ending that was found; its schedule is whole, it could not be run else. */
export function plainFound(found: Found): Found {
  return {
    ...found,
    output: plainLines(found.output),
    waiting: plainLines(found.waiting),
    error: cut(found.error, room.line),
  };
}

function plainLines(lines: readonly string[]): string[] {
  const shown = lines.slice(0, room.lines).map((line) => cut(line, room.line));
  return lines.length > room.lines ? [...shown, "…"] : shown;
}

export function plainSelects(selects: SelectShares[]): SelectShares[] {
  return shortList(selects, room.selects) as SelectShares[];
}
