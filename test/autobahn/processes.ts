// The processes of one run, none of which outlives it.

import { type ChildProcessByStdio, spawn } from "node:child_process";
import { constants } from "node:os";
import { join } from "node:path";
import type { Readable } from "node:stream";

type Child = ChildProcessByStdio<null, Readable, Readable>;

const root = join(import.meta.dirname, "../..");
const running = new Set<Child>();

process.on("exit", () => {
  for (const child of running) child.kill("SIGKILL");
});

/** Ends the run, and what it has started, on Ctrl-C or SIGTERM. */
export function endOnSignal(): void {
  for (const signal of ["SIGINT", "SIGTERM"] as const) {
    process.on(signal, () => process.exit(128 + constants.signals[signal]));
  }
}

/** Starts `program` in the root of the project. */
export function start(
  program: string,
  words: readonly string[],
  env: NodeJS.ProcessEnv = {},
): Child {
  const child = spawn(program, words, {
    cwd: root,
    env: { ...process.env, ...env },
    stdio: ["ignore", "pipe", "pipe"],
  });
  running.add(child);
  child.on("error", () => undefined); // no such program: "close" comes as well
  child.once("close", () => running.delete(child));
  return child;
}

export interface Outcome {
  /** `null` if a signal has ended it. */
  status: number | null;
  output: string;
}

/** Runs `program` to its end; what it prints is kept, both streams together. */
export async function runToEnd(
  program: string,
  words: readonly string[],
): Promise<Outcome> {
  const child = start(program, words);
  let output = "";
  for (const stream of [child.stdout, child.stderr]) {
    stream.on("data", (chunk: Buffer) => (output += chunk.toString()));
  }
  // Not `once`: it would throw where there is no such program.
  const status = await new Promise<number | null>((resolve) =>
    child.once("close", resolve),
  );
  return { status, output };
}

/** The last line that says something. */
export function lastLine(output: string): string {
  return output.trim().split("\n").at(-1)?.trim() ?? "";
}
