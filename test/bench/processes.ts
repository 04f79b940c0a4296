// Every process that a benchmark starts: on which core it runs, and that none of
// them outlives it.

import { type ChildProcessByStdio, spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import type { Readable } from "node:stream";
import { text } from "node:stream/consumers";
import { setTimeout as sleep } from "node:timers/promises";
import { freePort, isOpen } from "../support/port.ts";
import { twoCores } from "./server-process.ts";

type Child = ChildProcessByStdio<null, Readable, Readable>;

const running = new Set<Child>();
const startTimeoutMs = 10_000;
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
function begin(
  command: readonly string[],
  core: string | undefined,
  env: Record<string, string> = {},
): Child {
  const pin = core === undefined ? [] : ["taskset", "-c", core];
  const [program = "", ...words] = [...pin, ...command];
  const child = spawn(program, words, {
    cwd: join(import.meta.dirname, "../.."),
    env: { ...process.env, ...env },
    stdio: ["ignore", "pipe", "pipe"],
  });
  running.add(child);
  child.once("error", () => running.delete(child)); // there is no such program
  child.once("exit", () => running.delete(child));
  return child;
}

/** Ends `child`; resolves when it has gone. */
async function end(child: Child): Promise<void> {
  if (!running.has(child)) return;
  const exit = once(child, "exit");
  child.kill("SIGKILL");
  await exit;
}

export interface Server {
  port: number;
  pid: number;
  stop: () => Promise<void>;
}

/** Starts `command` on `core`; resolves when it accepts connections. */
export async function start(
  command: readonly string[],
  core: string | undefined,
): Promise<Server> {
  const port = await freePort();
  const child = begin(command, core, {
    PORT: String(port),
    NODE_ENV: "production",
    GIN_MODE: "release", // what NODE_ENV is to Express
  });
  const printed = keepOutput(child);
  const stop = () => end(child);
  const hasGone = () => child.exitCode !== null || child.pid === undefined;
  if (await accepts(port, hasGone)) return { port, pid: child.pid ?? 0, stop };
  await stop();
  throw new Error(`did not start, and printed "${printed()}"`);
}

/** The last that `child` has printed. */
function keepOutput({ stdout, stderr }: Child): () => string {
  let printed = "";
  const hear = (chunk: Buffer) => {
    printed = (printed + chunk.toString()).slice(-1000);
  };
  stdout.on("data", hear);
  stderr.on("data", hear);
  return () => printed.trim();
}

// Not every server says when it listens: knock until the door opens.
async function accepts(port: number, hasGone: () => boolean): Promise<boolean> {
  const deadline = Date.now() + startTimeoutMs;
  while (Date.now() < deadline && !hasGone()) {
    if (await isOpen(port)) return true;
    await sleep(50);
  }
  return false;
}

/** What the generator in `file` measures, as `order` tells it, on `core`. */
export async function generate(
  file: string,
  order: object,
  core: string | undefined,
): Promise<unknown> {
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
  const result = JSON.parse(output) as { error?: string };
  if (result.error !== undefined) throw new Error(result.error);
  return result;
}
