// The result of a run: of every column the median of the repetitions, the least
// and the greatest. A ratio is taken within a repetition, before the median.

import type * as record from "../record.ts";
import { median, rounded } from "../table.ts";

/** One row and one column. */
export interface Cell {
  /** Microseconds, or a ratio. */
  value: number;
  least: number;
  greatest: number;
}

export type Row = record.Row<Cell>;

export interface Table extends record.Table<Cell> {
  /** Why figures are missing, a sentence each. */
  notes: string[];
}

/** What one repetition has measured: by row, then by column. */
export type Repetition = ReadonlyMap<string, Readonly<Record<string, number>>>;

const ratios: Readonly<Record<string, readonly [string, string]>> = {
  "÷ ws": ["rendezvous", "ws"],
  "÷ net": ["rendezvous", "net"],
  "ws ÷ net": ["ws", "net"],
  "wall ÷ ws": ["rendezvous wall", "ws wall"],
};

export function summarise(repetitions: readonly Repetition[]): Row[] {
  const subjects = new Set(repetitions.flatMap((each) => [...each.keys()]));
  return [...subjects].map((subject) => {
    const rows = repetitions.map((each) => withRatios(each.get(subject) ?? {}));
    return { subject, cells: summariseRow(rows) };
  });
}

function withRatios(
  row: Readonly<Record<string, number>>,
): Record<string, number> {
  const derived = Object.entries(ratios).flatMap(([name, [ours, theirs]]) => {
    const [value, base] = [row[ours], row[theirs]];
    return value && base ? [[name, value / base] as const] : [];
  });
  return { ...row, ...Object.fromEntries(derived) };
}

function summariseRow(
  rows: readonly Record<string, number>[],
): Record<string, Cell> {
  const columns = new Set(rows.flatMap((row) => Object.keys(row)));
  const cells = [...columns].map((column) => {
    const values = rows.flatMap((row) => row[column] ?? []);
    return [column, summariseCell(values)] as const;
  });
  return Object.fromEntries(cells);
}

function summariseCell(values: readonly number[]): Cell {
  return {
    value: rounded(median(values) ?? NaN),
    least: rounded(Math.min(...values)),
    greatest: rounded(Math.max(...values)),
  };
}
