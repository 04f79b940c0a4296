// The chat against the servers one would write otherwise, all in one run. In each
// repetition, and for each number of clients, every server has its turn, so that
// a machine that slows down slows them all.

import { peersOf } from "../peers.js";
import { chooseCores, endOnSignal, start } from "../processes.ts";
import { ownVersions, record } from "../record.ts";
import { filesProblem } from "../server-process.ts";
import { printTables } from "../table.ts";
import { choose, expectLinux, readCount, readOptions } from "../words.ts";
import { type Load, listen } from "./generate.ts";
import type { Figures } from "./load.ts";
import { drawTable } from "./plot.ts";
import { goVersions, listSubjects, type Subject } from "./servers.ts";
import { type Repetition, summarise, type Table } from "./table.ts";

const sizes = [100, 1_000, 5_000];
const latencyClients = 1_000;
const latencyRate = 10; // broadcasts a second
const burst = { clients: 10, messages: 5_000 };

const peers = peersOf("chat");
const notes = new Set<string>();

/**
 * Runs it. `--repetitions 5` repeats, `--quick` is for two minutes, and `--only
 * ws,net` measures these alone.
 */
export async function main(words: readonly string[]): Promise<void> {
  const values = readOptions(words);
  expectLinux();
  endOnSignal();
  peers.install();
  const count = readCount(values.repetitions ?? (values.quick ? "1" : "3"));
  const subjects = choose(listSubjects(), values.only);
  const seconds = values.quick ? 1 : 3;
  const repetitions: Repetition[] = [];
  for (let i = 0; i < count; i++) {
    repetitions.push(await measureAll(subjects, seconds));
  }
  const table = tableOf(subjects, repetitions);
  printTables("chat", table);
  if (values.record) record("chat", table, drawTable(table));
}

function tableOf(
  subjects: readonly Subject[],
  repetitions: readonly Repetition[],
): Table {
  return {
    date: new Date().toISOString().slice(0, 10),
    node: process.version,
    repetitions: repetitions.length,
    versions: { ...ownVersions(), ...peers.versions(), ...goVersions() },
    rows: subjects.map(({ name }) => ({
      subject: name,
      cells: summarise(name, repetitions),
    })),
    notes: [...notes],
  };
}

function listLoads(seconds: number): Load[] {
  const steady = sizes.filter(fits).map((clients) => {
    const rate = clients === latencyClients ? latencyRate : 0;
    return { clients, seconds, rate, burst: 0 };
  });
  const { clients, messages } = burst;
  return [...steady, { clients, seconds, rate: 0, burst: messages }];
}

function fits(clients: number): boolean {
  const problem = filesProblem(clients);
  if (problem) say(problem);
  return problem === undefined;
}

function inWords(count: number): string {
  return count.toLocaleString("en");
}

/** Says it once, now and under the table. */
function say(sentence: string): void {
  if (notes.has(sentence)) return;
  notes.add(sentence);
  console.error(sentence);
}

async function measureAll(
  subjects: readonly Subject[],
  seconds: number,
): Promise<Repetition> {
  const repetition: Repetition = new Map();
  for (const { name } of subjects) repetition.set(name, new Map());
  for (const load of listLoads(seconds)) {
    for (const subject of subjects) {
      const figures = await measure(subject, load);
      for (const [key, figure] of Object.entries(figures)) {
        const column = `${key} ${load.clients}`;
        repetition.get(subject.name)?.set(column, figure);
        report(subject.name, column, figure);
      }
    }
  }
  return repetition;
}

function report(subject: string, column: string, figure: object): void {
  console.error(`${subject} ${column}: ${JSON.stringify(figure)}`);
}

/** A server that cannot be measured is told of, and the others go on. */
async function measure(subject: Subject, load: Load): Promise<Figures> {
  const { name, command, why = "" } = subject;
  if (!command) {
    say(`No figures of ${name}: ${why}.`);
    return {};
  }
  try {
    return await measureServer(subject, command, load);
  } catch (error) {
    const { message } = error as Error;
    const [reason = ""] = message.split(", and printed ");
    if (reason !== message) console.error(`${name} ${message}`);
    const clients = inWords(load.clients);
    say(`No figures of ${name} with ${clients} clients: ${reason}.`);
    return {};
  }
}

const cores = chooseCores();

async function measureServer(
  { dialect }: Subject,
  command: readonly string[],
  load: Load,
): Promise<Figures> {
  const { port, pid, stop } = await start(command, cores?.[0]);
  try {
    return await listen({ ...load, port, pid, dialect }, cores?.[1]);
  } finally {
    await stop();
  }
}
