// What the tables of benchmarks are made of, and how a terminal shows them.

import { type Recorded, showTables, type Shown } from "../../docs/benchmark.ts";

/** The one in the middle, or between the two there. */
export function median(numbers: readonly number[]): number | undefined {
  const sorted = [...numbers].sort((one, other) => one - other);
  const middle = sorted.length >> 1;
  const [low, high] = [sorted[(sorted.length - 1) >> 1], sorted[middle]];
  return low === undefined || high === undefined ? undefined : (low + high) / 2;
}

/** As many digits of it as are worth keeping. */
export function rounded(value: number): number {
  return Number(value.toPrecision(4));
}

/** Prints what the page would show of `table`, a run of the benchmark `name`. */
export function printTables(name: string, table: Recorded): void {
  for (const shown of showTables(name, table)) {
    console.log(`\n${shown.title ?? ""}\n`);
    printLines(shown);
  }
  for (const note of table.notes ?? []) console.log(`\n${note}`);
}

function printLines({ headings, lines }: Shown): void {
  const all = [headings, ...lines];
  const widths = headings.map((_, column) =>
    Math.max(...all.map((cells) => cells[column]?.length ?? 0)),
  );
  for (const [name = "", ...cells] of all) {
    const padded = cells.map((cell, i) => cell.padStart(widths[i + 1] ?? 0));
    console.log([name.padEnd(widths[0] ?? 0), ...padded].join("  "));
  }
}
