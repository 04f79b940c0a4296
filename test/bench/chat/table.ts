// The result of a run: the medians of the repetitions, and each as a ratio to
// raw `net` and to plain `ws`, which were measured side by side with it.

import type * as record from "../record.ts";
import { median, rounded } from "../table.ts";
import type { Figure } from "./load.ts";

/** One subject and one column. */
export interface Cell extends Figure {
  /** The value as a ratio to that of `net`, and to that of `ws`. */
  toNet?: number;
  toWs?: number;
}

export type Row = record.Row<Cell>;

export interface Table extends record.Table<Cell> {
  /** Why figures are missing, a sentence each. */
  notes: string[];
}

/** What was measured in one repetition: by subject, then by column. */
export type Repetition = Map<string, Map<string, Figure>>;

/** The cells of `subject`. */
export function summarise(
  subject: string,
  repetitions: readonly Repetition[],
): Record<string, Cell> {
  const columns = new Set(
    repetitions.flatMap((each) => [...(each.get(subject)?.keys() ?? [])]),
  );
  return Object.fromEntries(
    [...columns].map((column) => [column, cell(subject, column, repetitions)]),
  );
}

function cell(
  subject: string,
  column: string,
  repetitions: readonly Repetition[],
): Cell {
  const figures = repetitions.flatMap((each) => {
    const figure = each.get(subject)?.get(column);
    return figure ? [figure] : [];
  });
  const ratios = (other: string) =>
    repetitions.flatMap((each) => {
      const value = each.get(subject)?.get(column)?.value;
      const base = each.get(other)?.get(column)?.value;
      return value === undefined || !base ? [] : [value / base];
    });
  return withoutHoles({
    value: median(pick(figures, "value")),
    toNet: median(ratios("net")),
    toWs: median(ratios("ws")),
    // Not the median: who loses a message in one of three runs loses messages.
    lost: largest(pick(figures, "lost")),
    closed: largest(pick(figures, "closed")),
    perSecond: median(pick(figures, "perSecond")),
    server: median(pick(figures, "server")),
    generator: median(pick(figures, "generator")),
  });
}

function pick(figures: readonly Figure[], key: keyof Figure): number[] {
  return figures.flatMap((figure) => figure[key] ?? []);
}

function largest(numbers: readonly number[]): number | undefined {
  return numbers.length === 0 ? undefined : Math.max(...numbers);
}

function withoutHoles(cell: Record<string, number | undefined>): Cell {
  const entries = Object.entries(cell).flatMap(([key, value]) =>
    value === undefined ? [] : [[key, rounded(value)] as const],
  );
  return Object.fromEntries(entries);
}
