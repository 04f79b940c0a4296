// The wire of lessons 2 to 5 against `ws` and against bare sockets: an echo, and
// one frame to a thousand. In each repetition every server is started anew, and
// all of them have their turns side by side.

import { endOnSignal } from "../processes.ts";
import { ownVersions, record } from "../record.ts";
import { filesProblem } from "../server-process.ts";
import { printTables, rounded } from "../table.ts";
import { choose, expectLinux, readCount, readOptions } from "../words.ts";
import {
  clients,
  measureBroadcast,
  measureEcho,
  type Subject,
  subjects,
} from "./measure.ts";
import { type Repetition, summarise, type Table } from "./table.ts";

/**
 * Runs it, in four minutes. `--quick` takes less than one, `--repetitions 9`
 * repeats, and `--only rendezvous,ws` measures these alone.
 */
export async function main(words: readonly string[]): Promise<void> {
  const values = readOptions(words);
  const count = readCount(values.repetitions ?? (values.quick ? "1" : "5"));
  const chosen = choose(subjects, values.only);
  expectLinux();
  endOnSignal();
  const problem = filesProblem(clients);
  const repetitions: Repetition[] = [];
  for (let i = 0; i < count; i++) {
    repetitions.push(await measureAll(chosen, problem === undefined));
  }
  const table = tableOf(repetitions, problem ? [problem] : []);
  printTables("wire", table);
  if (values.record) record("wire", table);
}

function tableOf(repetitions: readonly Repetition[], notes: string[]): Table {
  return {
    date: new Date().toISOString().slice(0, 10),
    node: process.version,
    repetitions: repetitions.length,
    versions: ownVersions(),
    rows: summarise(repetitions),
    notes,
  };
}

async function measureAll(
  chosen: readonly Subject[],
  canBroadcast: boolean,
): Promise<Repetition> {
  const echoed = await measureEcho(chosen);
  const told = canBroadcast ? await measureBroadcast(chosen) : [];
  const repetition = new Map([...echoed, ...told]);
  for (const [row, figures] of repetition) {
    const cells = Object.entries(figures).map(([column, value]) => {
      return `${column} ${rounded(value)}`;
    });
    console.error(`${row}: ${cells.join(", ")}`);
  }
  return repetition;
}
