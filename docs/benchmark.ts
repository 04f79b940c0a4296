// A recorded benchmark as a table on a page. `npm run bench NAME -- --record`
// writes the record; the page holds no figure of its own.

import { readFileSync } from "node:fs";
import { join } from "node:path";

interface Cell {
  ms?: number | null;
  ratio?: number;
  bytes?: number;
}

interface Recorded {
  date: string;
  node: string;
  repetitions: number;
  versions: Record<string, string>;
  rows: { subject: string; cells: Record<string, Cell> }[];
}

// What each column is called on the page.
const headings: Record<string, string> = {
  a: "round trips",
  aTry: "with try",
  b: "buffer",
  bTry: "with try",
  c2: "select 2",
  c16: "select 16",
  c16Prepared: "prepared",
  d: "fan-in",
  e: "sieve",
  shared: "bytes, one channel",
  own: "bytes, own channel",
  waiters: "100,000 waiters",
};

/** The recorded run of a benchmark as Markdown: when, with what, and its table. */
export function benchmarkTable(name: string): string {
  const file = join(import.meta.dirname, "benchmarks", `${name}.json`);
  const recorded = JSON.parse(readFileSync(file, "utf8")) as Recorded;
  const columns = Object.keys(headings).filter((column) =>
    recorded.rows.some(({ cells }) => cells[column] !== undefined),
  );
  const rows = recorded.rows.map(({ subject, cells }) => [
    nameOf(subject, recorded.versions),
    ...columns.map((column) => show(cells[column])),
  ]);
  const lines = [
    ["", ...columns.map((column) => headings[column] ?? column)],
    ["---", ...columns.map(() => "--:")],
    ...rows,
  ];
  const { date, node, repetitions } = recorded;
  const when = `Measured on ${date} with Node ${node}: each ratio, and each time of Go, is the median of ${repetitions}; bytes and waiters were measured once.`;
  const table = lines.map((cells) => `| ${cells.join(" | ")} |\n`).join("");
  return `${when}\n\n${table}`;
}

function nameOf(subject: string, versions: Record<string, string>): string {
  if (subject === "rendezvous") return "**rendezvous**";
  const version = versions[subject.split(" ")[0] ?? ""];
  return version ? `${subject} ${version}` : subject;
}

function show(cell: Cell | undefined): string {
  if (cell?.bytes !== undefined) return String(Math.round(cell.bytes));
  if (cell?.ratio !== undefined) return cell.ratio.toFixed(2);
  if (typeof cell?.ms === "number") return `${cell.ms.toFixed(0)} ms`;
  return "–";
}
