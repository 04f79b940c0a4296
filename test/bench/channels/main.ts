// Channels against the libraries that offer them, against the floor, and against
// Go where it is installed. Everything in one run, each cell in a process of its
// own, and every cell a ratio to the floor that was measured in turn with it.

import { execFileSync, spawnSync } from "node:child_process";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { find } from "../../support/needs.ts";
import { peersOf } from "../peers.js";
import { record } from "../record.ts";
import { drawTable } from "./plot.ts";
import { type Cell, printTable, type Row, type Table } from "./table.ts";

const root = join(import.meta.dirname, "../../..");
const installed = peersOf("channels");
const timeoutMs = 120_000;

const columns = ["a", "b", "c2", "c16", "d", "e"];
const variants = ["aTry", "bTry", "c16Prepared"];
const memoryColumns = ["shared", "own", "waiters"];

/** Runs it. `--peers a,b` and `--columns a,b` choose, `--repetitions 5` repeats. */
export async function main(words: readonly string[]): Promise<void> {
  const { values } = parseArgs({
    args: [...words],
    options: {
      peers: { type: "string" },
      columns: { type: "string" },
      repetitions: { type: "string", default: "5" },
      record: { type: "boolean", default: false },
    },
  });
  installed.install();
  const peers = values.peers?.split(",") ?? (await peerNames());
  const chosen = values.columns?.split(",") ?? [...columns, ...variants];
  const subjects = ["rendezvous", ...peers.filter((name) => name !== "")];
  const rows = subjects.map((subject) =>
    measureRow(subject, chosen, values.repetitions),
  );
  const table: Table = {
    date: new Date().toISOString().slice(0, 10),
    node: process.version,
    repetitions: Number(values.repetitions),
    versions: installed.versions(),
    rows: [...rows, ...measureGo(values.repetitions)],
  };
  printTable(table);
  if (values.record) record("channels", table, drawTable(table));
}

async function peerNames(): Promise<string[]> {
  const { adapters } = await import("./promise-peers.js");
  const { generators } = await import("./generator-peers.js");
  return [...Object.keys(adapters), ...Object.keys(generators)];
}

function measureRow(
  subject: string,
  chosen: readonly string[],
  repetitions: string,
): Row {
  const isOurs = subject === "rendezvous";
  const cells: Record<string, Cell> = {};
  for (const column of chosen) {
    if (!isOurs && variants.includes(column)) continue;
    cells[column] = child("measure.js", [subject, column, repetitions]);
    report(subject, column, cells[column]);
  }
  for (const column of memoryColumns) {
    cells[column] = child("memory.js", [subject, column]);
    report(subject, column, cells[column]);
  }
  return { subject, cells };
}

function report(subject: string, column: string, cell: Cell): void {
  console.error(`${subject} ${column}: ${JSON.stringify(cell)}`);
}

function child(script: string, args: readonly string[]): Cell {
  const file = join(import.meta.dirname, script);
  // The peers are JavaScript already, and run as such.
  const loader = args[0] === "rendezvous" ? ["--import", "tsx"] : [];
  const { stdout } = spawnSync(
    process.execPath,
    ["--expose-gc", ...loader, file, ...args],
    { encoding: "utf8", timeout: timeoutMs, killSignal: "SIGKILL" },
  );
  const line = stdout.trim().split("\n").at(-1) ?? "";
  if (line === "") return { error: `no result in ${timeoutMs / 1000} s` };
  return JSON.parse(line) as Cell;
}

interface GoLine {
  peer: string;
  w: string;
  ms?: number;
  bytesPerG?: number;
}

function measureGo(repetitions: string): Row[] {
  const go = find("go");
  if (!go) {
    console.error("skipped, because go is not installed: the row of Go");
    return [];
  }
  const program = join(root, ".cache/bench-go");
  const cwd = join(import.meta.dirname, "go");
  execFileSync(go, ["build", "-o", program, "."], { cwd });
  const env = { ...process.env, GOMAXPROCS: "1" };
  const output = execFileSync(program, [repetitions], {
    encoding: "utf8",
    env,
  });
  const lines = output
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line) as GoLine);
  const cells = Object.fromEntries(
    lines.map(({ w, ms, bytesPerG }): [string, Cell] =>
      bytesPerG === undefined
        ? [w, { ms: ms ?? null }]
        : [w.endsWith("true") ? "own" : "shared", { bytes: bytesPerG }],
    ),
  );
  return [{ subject: lines[0]?.peer.split(" ")[0] ?? "go", cells }];
}
