// Where a run with `--record` leaves its figures and its picture, for the page.

import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";

/** One subject of a benchmark, and what was measured of it, by column. */
export interface Row<Cell> {
  subject: string;
  cells: Record<string, Cell>;
}

/** The result of a run. */
export interface Table<Cell> {
  date: string;
  node: string;
  repetitions: number;
  versions: Record<string, string>;
  rows: Row<Cell>[];
}

const docs = join(import.meta.dirname, "../../docs");

/** Writes `table` and `picture` as the last recorded run of the benchmark `name`. */
export function record(name: string, table: unknown, picture: string): void {
  const text = `${JSON.stringify(table, undefined, 2)}\n`;
  write(join(docs, "benchmarks", `${name}.json`), text);
  write(join(docs, "public/benchmarks", `${name}.svg`), picture);
}

function write(file: string, text: string): void {
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, text);
}
