// A recorded benchmark as tables on a page. `npm run bench NAME -- --record`
// writes the record; the page holds no figure of its own.

import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";

/** What was measured of one subject in one column; which of it, is the column's. */
interface Cell {
  ms?: number | null;
  ratio?: number;
  bytes?: number;
  value?: number;
  least?: number;
  greatest?: number;
  toNet?: number;
  toWs?: number;
  lost?: number;
  closed?: number;
  isLeast?: boolean;
  server?: number;
  generator?: number;
}

export interface Recorded {
  date: string;
  node: string;
  repetitions: number;
  versions: Record<string, string>;
  rows: { subject: string; cells: Record<string, Cell> }[];
  /** Why figures are missing, a sentence each. */
  notes?: string[];
}

interface Column {
  cell: string;
  heading: string;
  show: (cell: Cell) => string | undefined;
}

interface Layout {
  /** When and how it was measured. */
  when: (recorded: Recorded) => string;
  tables: {
    title?: string;
    /** Of the rows only these; unless given, all of them. */
    rows?: (subject: string) => boolean;
    columns: Column[];
  }[];
}

/** A table as a page shows it: its headings, then a line for each subject. */
export interface Shown {
  title?: string;
  headings: string[];
  lines: string[][];
}

const nothing = "–";

/** The recorded run of a benchmark as Markdown: when, with what, and its tables. */
export function benchmarkTable(name: string): string {
  const file = join(import.meta.dirname, "benchmarks", `${name}.json`);
  if (!existsSync(file)) return "No run of it has been recorded yet.\n";
  const recorded = JSON.parse(readFileSync(file, "utf8")) as Recorded;
  const parts = [
    `${layoutOf(name).when(recorded)}\n`,
    ...showTables(name, recorded).map(markdown),
    ...(recorded.notes ?? []).map((note) => `${note}\n`),
  ];
  return parts.join("\n");
}

/** The tables of a run, without the columns that nobody has a figure in. */
export function showTables(name: string, recorded: Recorded): Shown[] {
  return layoutOf(name)
    .tables.map((table) => showTable(table, recorded))
    .filter(({ lines }) => lines.length > 0);
}

function showTable(
  { title, rows: isShown = () => true, columns }: Layout["tables"][number],
  recorded: Recorded,
): Shown {
  const rows = recorded.rows.filter(({ subject }) => isShown(subject));
  const used = columns.filter(({ cell }) =>
    rows.some(({ cells }) => cells[cell] !== undefined),
  );
  return {
    ...(title !== undefined && { title }),
    headings: ["", ...used.map(({ heading }) => heading)],
    lines: rows.map(({ subject, cells }) => [
      nameOf(subject, recorded.versions),
      ...used.map(({ cell, show }) => show(cells[cell] ?? {}) ?? nothing),
    ]),
  };
}

function markdown({ title, headings, lines }: Shown): string {
  const rule = headings.map((_, index) => (index === 0 ? "---" : "--:"));
  const table = [headings, rule, ...lines]
    .map((cells) => `| ${cells.join(" | ")} |\n`)
    .join("");
  return title === undefined ? table : `${title}\n\n${table}`;
}

function nameOf(subject: string, versions: Record<string, string>): string {
  if (subject.startsWith("rendezvous")) return `**${subject}**`;
  const version = versions[subject.split(" ")[0] ?? ""];
  return version ? `${subject} ${version}` : subject;
}

function layoutOf(name: string): Layout {
  const layout = layouts[name];
  if (!layout) throw new Error(`expected a benchmark, got "${name}"`);
  return layout;
}

const layouts: Record<string, Layout> = {
  channels: {
    when: ({ date, node, repetitions }) =>
      `Measured on ${date} with Node ${node}: each ratio, and each time of Go, is the median of ${repetitions}; bytes and waiters were measured once.`,
    tables: [
      {
        columns: [
          channels("a", "round trips"),
          channels("aTry", "with try"),
          channels("b", "buffer"),
          channels("bTry", "with try"),
          channels("c2", "select 2"),
          channels("c16", "select 16"),
          channels("c16Prepared", "prepared"),
          channels("d", "fan-in"),
          channels("e", "sieve"),
          channels("shared", "bytes, one channel"),
          channels("own", "bytes, own channel"),
          channels("waiters", "100,000 waiters"),
        ],
      },
    ],
  },
  chat: {
    when: ({ date, node, repetitions, versions }) => {
      const tools = [`Node ${node}`, versions["go"]].filter(Boolean);
      return `Measured on ${date} with ${tools.join(" and ")}: each figure is the median of ${repetitions}, each loss the largest.`;
    },
    tables: [
      {
        title: "Microseconds for each delivery, 32 messages in flight:",
        columns: [...costs("saturated"), ...shares("saturated 1000")],
      },
      {
        title: "Microseconds for each delivery, one message in flight:",
        columns: [...costs("one"), ...shares("one 1000")],
      },
      {
        title: "Latency at 1,000 clients, memory, and what a burst costs:",
        columns: [
          ...latency("p50"),
          ...latency("p99"),
          memory("memory 1000", "KB each of 1,000"),
          memory("memory 5000", "KB each of 5,000"),
          { cell: "burst 10", heading: "burst", show: showBurst },
        ],
      },
    ],
  },
  explore: {
    when: ({ date, node, repetitions }) =>
      `Measured on ${date} with Node ${node}: each speed is the median of ${repetitions}; the counts are the same in every run.`,
    tables: [
      {
        title: "Programs, and the schedules they need:",
        columns: [
          counted("orders", "all orders"),
          counted("enough", "schedules that are enough"),
          counted("tried", "given up half-way"),
          counted("factor", "factor"),
          counted("endings", "endings"),
          counted("speed", "schedules a second"),
        ],
      },
    ],
  },
  wire: {
    when: ({ date, node, repetitions, versions }) =>
      `Measured on ${date} with Node ${node} and ws ${versions["ws"]}: each figure is the median of ${repetitions}, each ratio the median of the ratios within a repetition, with the least and the greatest in brackets.`,
    tables: [
      {
        title: "An echo, microseconds for each message:",
        rows: (subject) => !isBroadcast(subject),
        columns: [
          micros("rendezvous"),
          micros("ws"),
          ratioWithRange("÷ ws"),
          micros("rendezvous wall", "rendezvous, by the clock"),
          micros("ws wall", "ws, by the clock"),
          ratioWithRange("wall ÷ ws", "÷ ws"),
        ],
      },
      {
        title: "One frame to 1,000 clients, microseconds for each delivery:",
        rows: isBroadcast,
        columns: [
          micros("rendezvous"),
          micros("net"),
          ratioWithRange("÷ net"),
          micros("ws"),
          ratioWithRange("ws ÷ net"),
        ],
      },
    ],
  },
};

function counted(cell: string, heading: string): Column {
  return { cell, heading, show: showCount };
}

function showCount({ value, isLeast }: Cell): string | undefined {
  if (value === undefined) return undefined;
  return `${isLeast ? "> " : ""}${value.toLocaleString("en")}`;
}

function micros(cell: string, heading = cell): Column {
  return { cell, heading, show: ({ value }) => value?.toFixed(2) };
}

function ratioWithRange(cell: string, heading = cell): Column {
  return { cell, heading, show: showRange };
}

function showRange({ value, least, greatest }: Cell): string | undefined {
  if (value === undefined) return undefined;
  if (least === greatest) return value.toFixed(2); // of one repetition
  const range = [least, greatest].map((end) => end?.toFixed(2)).join("–");
  return `${value.toFixed(2)} (${range})`;
}

function isBroadcast(subject: string): boolean {
  return subject.startsWith("broadcast");
}

function channels(cell: string, heading: string): Column {
  return { cell, heading, show: showChannels };
}

function showChannels({ bytes, ratio, ms }: Cell): string | undefined {
  if (bytes !== undefined) return String(Math.round(bytes));
  if (ratio !== undefined) return ratio.toFixed(2);
  return typeof ms === "number" ? `${ms.toFixed(0)} ms` : undefined;
}

/** For each number of clients the cost, and its ratios to net and to ws. */
function costs(kind: string): Column[] {
  return [100, 1_000, 5_000].flatMap((clients) => {
    const cell = `${kind} ${clients}`;
    const heading = `${clients.toLocaleString("en")} clients`;
    return [{ cell, heading, show: showWithLoss }, ...ratios(cell)];
  });
}

function ratios(cell: string): Column[] {
  return [
    { cell, heading: "÷ net", show: ({ toNet }) => toNet?.toFixed(2) },
    { cell, heading: "÷ ws", show: ({ toWs }) => toWs?.toFixed(2) },
  ];
}

/** How busy the two cores were. */
function shares(cell: string): Column[] {
  return [
    { cell, heading: "server", show: ({ server }) => percent(server) },
    { cell, heading: "generator", show: ({ generator }) => percent(generator) },
  ];
}

function percent(share: number | undefined): string | undefined {
  return share === undefined ? undefined : `${(100 * share).toFixed(0)} %`;
}

function latency(name: string): Column[] {
  const cell = `${name} 1000`;
  const show = (shown: Cell) => showWithLoss(shown, " ms");
  return [{ cell, heading: name, show }, ...ratios(cell)];
}

function memory(cell: string, heading: string): Column {
  return { cell, heading, show: ({ value }) => kilobytes(value) };
}

function kilobytes(bytes: number | undefined): string | undefined {
  return bytes === undefined ? undefined : (bytes / 1024).toFixed(1);
}

// No figure of a server that loses messages stands alone.
function showWithLoss(cell: Cell, unit = ""): string | undefined {
  const { value } = cell;
  const figure = value === undefined ? [] : [`${value.toFixed(2)}${unit}`];
  return [...figure, ...complaints(cell)].join(", ") || undefined;
}

function complaints({ lost = 0, closed = 0 }: Cell): string[] {
  const share = lost < 0.1 ? "less than 0.1" : lost.toFixed(1);
  return [
    ...(lost > 0 ? [`loses ${share} %`] : []),
    ...(closed > 0 ? [`closes ${closed}`] : []),
  ];
}

function showBurst({ value, closed = 0 }: Cell): string | undefined {
  if (value === undefined) return undefined;
  const said = complaints({ lost: value, closed });
  return said.length === 0 ? "all arrive" : said.join(", ");
}
