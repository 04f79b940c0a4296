// Every process that the benchmark starts: on which core it runs, and that none of
// them outlives it.

import { type ChildProcessByStdio, spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import type { Readable } from "node:stream";
import { text } from "node:stream/consumers";
import type { Figures, Order } from "./load.ts";
import { twoCores } from "./server-process.ts";

export type Child = ChildProcessByStdio<null, Readable, Readable>;

const running = new Set<Child>();
const generatorTimeoutMs = 120_000;

process.on("exit", () => {
  for (const child of running) child.kill("SIGKILL");
});

/** Ends the benchmark, and what it started, on Ctrl-C or SIGTERM. */
export function endOnSignal(): void {
  process.on("SIGINT", () => process.exit(130));
  process.on("SIGTERM", () => process.exit(143));
}

/** A core for the server and another for the generator, where one can choose. */
export function chooseCores(): [string, string] | undefined {
  const hasTaskset = spawnSync("taskset", ["--version"]).status === 0;
  return hasTaskset ? twoCores() : undefined;
}

/**
 * Starts `command` on `core`, as the very process that is returned: what Linux
 * says of it is not said of a shell.
 */
export function begin(
  command: readonly string[],
  core: string | undefined,
  env: Record<string, string> = {},
): Child {
  const pin = core === undefined ? [] : ["taskset", "-c", core];
  const [program = "", ...words] = [...pin, ...command];
  const child = spawn(program, words, {
    cwd: join(import.meta.dirname, "../../.."),
    env: { ...process.env, ...env },
    stdio: ["ignore", "pipe", "pipe"],
  });
  running.add(child);
  child.once("error", () => running.delete(child)); // there is no such program
  child.once("exit", () => running.delete(child));
  return child;
}

/** Ends `child`; resolves when it has gone. */
export async function end(child: Child): Promise<void> {
  if (!running.has(child)) return;
  const exit = once(child, "exit");
  child.kill("SIGKILL");
  await exit;
}

/** What the generator measures of one server. */
export async function generate(
  order: Order,
  core: string | undefined,
): Promise<Figures> {
  const file = join(import.meta.dirname, "load.ts");
  const words = ["--import", "tsx", file, JSON.stringify(order)];
  const child = begin([process.execPath, ...words], core);
  const timer = setTimeout(() => void end(child), generatorTimeoutMs);
  const [output, problem] = await Promise.all([
    text(child.stdout),
    text(child.stderr),
  ]);
  clearTimeout(timer);
  if (output === "") {
    throw new Error(`gave no figure in time, and printed "${problem.trim()}"`);
  }
  const { error, ...figures } = JSON.parse(output) as { error?: string };
  if (error !== undefined) throw new Error(error);
  return figures;
}
