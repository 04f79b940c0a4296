// A timeline that one can move about in: of a long run, what lies in a window.
//
//            column 0   column 1   column 2
//   row 0    ▌
//   row 1  ┌─▌──────────┊───────────────┐
//   row 2  │ ▌    "hi"  ▌          ┊    │   shapes are in rows and columns;
//   row 3  └─┊──────────▌───────────────┘   how large those are is the view's
//
// Made once for a run; to look into a window takes as long as the window is
// large, however long the run is.

import type { TraceEvent } from "rendezvous";
import { nameOf, type Names, namesOf } from "../trace/names.ts";
import { describeEvent } from "../trace/words.ts";
import { between, firstIndex } from "./find.ts";
import { type Kinds, pageKinds, rowsOf, ticksOf } from "./rows.ts";
import type { Bar, Link, Mark, Sign, Tick, Window } from "./shapes.ts";
import { type Lane, type Span, type Timeline, timelineOf } from "./timeline.ts";

export type * from "./shapes.ts";

const sceneKinds: Kinds = new Set([
  ...pageKinds,
  ...(["go", "make", "sync", "spin"] as const),
]);

// #region scene
export class Scene {
  readonly events: readonly TraceEvent[];
  readonly names: Names;
  readonly columns: readonly Lane[];
  readonly rowCount: number;
  readonly #rows: readonly number[];
  readonly #columnOf: ReadonlyMap<number, number>;
  /** The position of the event that is shown in each row. */
  readonly #positions: readonly number[];
  readonly #ticks: readonly Tick[];

  constructor(events: readonly TraceEvent[]) {
    const timeline: Timeline = timelineOf(events);
    this.events = events;
    this.names = namesOf(events);
    this.columns = timeline.lanes;
    this.#rows = rowsOf(timeline, sceneKinds);
    this.rowCount = this.#rows.at(-1) ?? 0;
    this.#columnOf = new Map(timeline.lanes.map(({ id }, at) => [id, at]));
    this.#positions = events.flatMap(({ kind }, at) =>
      sceneKinds.has(kind) ? [at] : [],
    );
    this.#ticks = ticksOf(timeline, this.#rows);
  }

  nameOf(column: number): string {
    return nameOf(this.names, this.columns[column]?.id ?? 0);
  }

  /** The row of what has happened last at `position`; -1 if nothing has. */
  rowAt(position: number): number {
    return (this.#rows[position] ?? this.rowCount) - 1;
  }

  /** The moment after what is shown in `row`. */
  positionAfter(row: number): number {
    return (this.#positions[row] ?? this.events.length - 1) + 1;
  }

  /** The line of what has happened last; else where its goroutine was last. */
  lineAt(position: number): string | undefined {
    const who = this.events[position - 1]?.goroutine;
    for (let at = position - 1; at >= 0; at--) {
      const event = this.events[at];
      if (event?.goroutine === who && event?.line) return event.line;
    }
    return undefined;
  }

  columnOf(goroutine: number): number | undefined {
    return this.#columnOf.get(goroutine);
  }

  /** When the clock has moved on, and what it says at the top. */
  ticks({ fromRow, toRow }: Window, topRow = fromRow): Tick[] {
    if (this.#ticks.length === 1) return []; // nothing takes any time
    const later = between(this.#ticks, ({ row }) => row, topRow + 1, toRow);
    const at = firstIndex(this.#ticks, ({ row }) => row > topRow) - 1;
    const now = this.#ticks[at];
    return now ? [{ ...now, row: topRow }, ...later] : later;
  }
  // #endregion scene

  /** What the goroutines do, in the columns and rows of `window`. */
  bars(window: Window): Bar[] {
    const columns = this.columns.slice(window.fromColumn, window.toColumn);
    return columns.flatMap((lane, index) =>
      this.#barsOf(lane, window.fromColumn + index, window),
    );
  }

  #barsOf({ spans, id }: Lane, column: number, window: Window): Bar[] {
    const row = (position: number): number =>
      this.#rows[position] ?? this.rowCount;
    const bars: Bar[] = [];
    const first = firstIndex(spans, ({ to }) => row(to) > window.fromRow);
    for (const { kind, from, to, reason, on } of spans.slice(first)) {
      const [fromRow, toRow] = [row(from), row(to)];
      if (fromRow >= window.toRow) break;
      if (fromRow === toRow) continue;
      const label = labelOf(kind, reason, on);
      bars.push({ key: `${id}:${from}`, kind, column, fromRow, toRow, label });
    }
    return bars;
  }

  /** What goes from one goroutine to another, and who starts whom. */
  links({ fromRow, toRow }: Window): Link[] {
    return this.#shownIn(fromRow, toRow).flatMap(({ event, row }): Link[] => {
      const isStart = event.kind === "go";
      if (!isStart && event.kind !== "hand-over") return [];
      const kind = isStart ? "go" : "value";
      const from = this.columnOf(isStart ? event.goroutine : event.from);
      const to = this.columnOf(isStart ? event.started : event.to);
      if (to === undefined || (isStart && from === undefined)) return [];
      const label = isStart ? "" : event.value;
      return [{ key: String(row), kind, row, from, to, label }];
    });
  }

  /** What a goroutine does by itself. */
  marks({ fromRow, toRow }: Window): Mark[] {
    return this.#shownIn(fromRow, toRow).flatMap(({ event, row }) => {
      const sign = signOf(event);
      const column = this.columnOf(event.goroutine);
      if (!sign || column === undefined) return [];
      const label = sign === "end" ? "" : this.#deed(event);
      return [{ key: String(row), sign, row, column, label }];
    });
  }

  // Who does it is told by the column.
  #deed(event: TraceEvent): string {
    const sentence = describeEvent(event, this.names);
    const who = nameOf(this.names, event.goroutine);
    const isSubject = sentence.startsWith(`${who} `);
    return isSubject ? sentence.slice(who.length + 1) : sentence;
  }

  #shownIn(
    fromRow: number,
    toRow: number,
  ): { event: TraceEvent; row: number }[] {
    return this.#positions.slice(fromRow, toRow).flatMap((position, index) => {
      const event = this.events[position];
      return event ? [{ event, row: fromRow + index }] : [];
    });
  }
}

function labelOf(kind: Span["kind"], reason: string, on: string): string {
  if (kind === "abroad") return "abroad";
  if (kind !== "waiting" && kind !== "sleeping") return "";
  return on === "" ? reason : `${reason} on ${on}`;
}

function signOf(event: TraceEvent): Sign | undefined {
  const { kind } = event;
  if (kind === "buffer") return event.move;
  if (kind === "end") return event.error === undefined ? "end" : "panic";
  const isSign = kind === "close" || kind === "select" || kind === "make";
  return isSign || kind === "sync" || kind === "spin" ? kind : undefined;
}
