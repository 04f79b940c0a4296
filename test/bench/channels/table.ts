// The result of a run, and how it is shown.

import type * as record from "../record.ts";

/** One subject and one column. */
export interface Cell {
  /** Milliseconds of the main thread, the median. */
  ms?: number | null;
  /** … as a ratio to the floor measured in turn with it, the median. */
  ratio?: number;
  /** Bytes per waiting goroutine. */
  bytes?: number;
  error?: string;
}

export type Row = record.Row<Cell>;
export type Table = record.Table<Cell>;

/** The cell as a person reads it: `1.85`, `684 B`, or `–` for none. */
export function showCell(cell: Cell | undefined): string {
  if (cell?.bytes !== undefined) return `${cell.bytes} B`;
  if (cell?.ratio !== undefined) return cell.ratio.toFixed(2);
  if (typeof cell?.ms === "number") return `${cell.ms.toFixed(0)} ms`;
  return "–";
}

/** Prints `table` with a row per subject. */
export function printTable({ rows }: Table): void {
  const columns = [...new Set(rows.flatMap(({ cells }) => Object.keys(cells)))];
  const lines = [
    ["", ...columns],
    ...rows.map(({ subject, cells }) => [
      subject,
      ...columns.map((column) => showCell(cells[column])),
    ]),
  ];
  for (const [name = "", ...cells] of lines) {
    console.log(
      name.padEnd(24) + cells.map((cell) => cell.padStart(12)).join(""),
    );
  }
}
