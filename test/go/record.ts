// node --import tsx test/go/record.ts [PROGRAM…]
//
// Runs the Go side of the golden programs and writes down what it did. Each runs
// a dozen times on one, two and eight processors; if two runs differ, the program
// is none to hold anybody to, and keeps what it had.

import { rmSync, writeFileSync } from "node:fs";
import {
  buildGo,
  goldenFile,
  hasClock,
  programs,
  type Result,
  runGo,
  runGoTimeline,
  streams,
} from "./programs.ts";

const processors = [1, 2, 8];
const runsEach = 4;

async function record(program: string): Promise<void> {
  const result = await same(program, (cores) => runGo(program, cores));
  for (const stream of streams) write(program, stream, result[stream]);
  if (!tellsTime(program, result)) return write(program, "timeline", undefined);
  const timeline = await same(program, (cores) =>
    runGoTimeline(program, cores),
  );
  write(program, "timeline", timeline);
}

async function same<T>(
  program: string,
  once: (cores: number) => Promise<T>,
): Promise<T> {
  const cores = processors.flatMap((count) =>
    Array<number>(runsEach).fill(count),
  );
  const [first, ...others] = await inTurn(cores, once);
  const other = others.find((each) => !isSame(each, first));
  if (first === undefined || other !== undefined) {
    const both = [first, other].map((each) => JSON.stringify(each, null, 2));
    throw new Error(`${program} differs from run to run: ${both.join("\n")}`);
  }
  return first;
}

async function inTurn<T, R>(
  all: readonly T[],
  once: (each: T) => Promise<R>,
): Promise<R[]> {
  const results: R[] = [];
  for (const each of all) results.push(await once(each));
  return results;
}

function isSame(a: unknown, b: unknown): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}

function tellsTime(program: string, { stdout }: Result): boolean {
  return stdout !== "" && hasClock(program);
}

function write(
  program: string,
  stream: string,
  text: string | undefined,
): void {
  const file = goldenFile(program, stream);
  if (text === undefined) rmSync(file, { force: true });
  else writeFileSync(file, text);
}

const wanted = process.argv.slice(2);
buildGo("plain");
buildGo("faketime");
for (const program of programs) {
  if (wanted.length > 0 && !wanted.includes(program)) continue;
  try {
    await record(program);
    console.log(`recorded ${program}`);
  } catch (error) {
    console.error((error as Error).message);
    process.exitCode = 1;
  }
}
