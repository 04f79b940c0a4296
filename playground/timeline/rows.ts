// The rows of a picture that goes down the page: one for each event that changes
// what one sees. Making a channel, or becoming ready, shows in the row that follows.

import type { TraceEvent } from "rendezvous";
import type { Timeline } from "./timeline.ts";

export type Kinds = ReadonlySet<TraceEvent["kind"]>;

/** What has a row in the picture on a page. */
export const pageKinds: Kinds = new Set([
  ...(["run", "park", "hand-over", "buffer", "close", "select"] as const),
  ...(["abroad", "end"] as const),
]);

/** The row of each position: of one that is not shown, the next row. */
export function rowsOf(
  { events }: Pick<Timeline, "events">,
  shown = pageKinds,
): number[] {
  const rows: number[] = [];
  let row = 0;
  for (const { kind } of events) {
    rows.push(row);
    if (shown.has(kind)) row++;
  }
  rows.push(row);
  return rows;
}

/** The rows at which the clock has moved on, and what it says then. */
export function ticksOf(
  timeline: Pick<Timeline, "events">,
  rows: readonly number[] = rowsOf(timeline),
): { row: number; time: number }[] {
  const ticks: { row: number; time: number }[] = [];
  timeline.events.forEach(({ time }, at) => {
    if (time === (ticks.at(-1)?.time ?? -1)) return;
    ticks.push({ row: rows[at] ?? 0, time });
  });
  return ticks;
}
