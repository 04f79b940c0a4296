// Where a run with `--record` leaves its figures and its picture, for the page.

import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
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

const root = join(import.meta.dirname, "../..");
const docs = join(root, "docs");

/** The versions of what is compared and is installed with the course itself. */
export function ownVersions(): Record<string, string> {
  const text = readFileSync(join(root, "package.json"), "utf8");
  const { dependencies } = JSON.parse(text) as {
    dependencies: Record<string, string>;
  };
  const { ws = "", express = "" } = dependencies;
  return { ws, express };
}

/** Writes `table`, and its `picture`, as the last run of the benchmark `name`. */
export function record(name: string, table: unknown, picture?: string): void {
  const text = `${JSON.stringify(table, undefined, 2)}\n`;
  write(join(docs, "benchmarks", `${name}.json`), text);
  if (picture !== undefined)
    write(join(docs, "public/pictures", `${name}.svg`), picture);
}

function write(file: string, text: string): void {
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, text);
}
