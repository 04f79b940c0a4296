import type * as record from "../record.ts";

/** One program and one column. */
export interface Cell {
  value: number;
  /** There are at least so many: not all were run. */
  isLeast?: boolean;
}

export type Row = record.Row<Cell>;
export type Table = record.Table<Cell>;
