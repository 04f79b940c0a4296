// The explorer of lesson 13 on ten programs: how many schedules a second it runs,
// and how many are enough.

import { explore } from "rendezvous";
import { record } from "../record.ts";
import { median, printTables, rounded } from "../table.ts";
import { choose, readCount, readOptions } from "../words.ts";
import { programs } from "./programs.ts";
import type { Cell, Row, Table } from "./table.ts";

// Of a program with more orders only these many are run: enough for the speed,
// and the factor then is at least what it says.
const mostOrders = 200_000;
const leastMs = 500; // shorter explorations are repeated until so much is over

/** Runs it, in a minute or two. `--only "a worker pool"` measures that alone. */
export async function main(words: readonly string[]): Promise<void> {
  const values = readOptions(words);
  const count = readCount(values.repetitions ?? (values.quick ? "1" : "3"));
  const subjects = Object.keys(programs).map((name) => ({ name }));
  const rows: Row[] = [];
  for (const { name } of choose(subjects, values.only)) {
    rows.push({ subject: name, cells: await measure(name, count) });
    console.error(`${name}: ${JSON.stringify(rows.at(-1)?.cells)}`);
  }
  const table: Table = {
    date: new Date().toISOString().slice(0, 10),
    node: process.version,
    repetitions: count,
    versions: {},
    rows,
  };
  printTables("explore", table);
  if (values.record) record("explore", table);
}

async function measure(
  name: string,
  count: number,
): Promise<Record<string, Cell>> {
  const program = programs[name] ?? (() => undefined);
  const all = await explore(program, {
    reduce: false,
    maxSchedules: mostOrders,
  });
  const reduced = await explore(program);
  if (!reduced.isComplete) throw new Error(`expected all orders of ${name}`);
  if (all.isComplete && all.endings.length !== reduced.endings.length) {
    throw new Error(`expected the same endings of ${name} with reduction`);
  }
  await speedOf(program); // until it is compiled
  const speeds: number[] = [];
  for (let i = 0; i < count; i++) speeds.push(await speedOf(program));
  return {
    orders: { value: all.schedules, isLeast: !all.isComplete },
    enough: { value: reduced.schedules },
    tried: { value: reduced.cut },
    factor: {
      value: rounded(all.schedules / reduced.schedules),
      isLeast: !all.isComplete,
    },
    endings: { value: reduced.endings.length },
    speed: { value: rounded(median(speeds) ?? NaN) },
  };
}

/** Schedules a second, of all orders: none is cut short. */
async function speedOf(program: () => unknown): Promise<number> {
  const start = performance.now();
  let schedules = 0;
  do {
    const options = { reduce: false, maxSchedules: 20_000 };
    schedules += (await explore(program, options)).schedules;
  } while (performance.now() - start < leastMs);
  return (1_000 * schedules) / (performance.now() - start);
}
