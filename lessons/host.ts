// The runtime's platform where that is Node. In a browser nothing happens here:
// whoever runs the program there gives it another one.

import { useHost } from "./06-goroutines/host.ts";
import { useDefaults } from "./06-goroutines/program.ts";
import type { RunOptions } from "./06-goroutines/run.ts";
import type { Observer, TraceEvent } from "./06-goroutines/trace.ts";

if (typeof process === "object" && process.versions?.node) useNode();

function useNode(): void {
  useHost({
    write: writeWhole,
    exit: exitFlushed,
    turn: setImmediate,
    whenIdle: (callback) => void process.once("beforeExit", callback),
    whenUnhandled: (callback) => {
      process.on("unhandledRejection", (error) => {
        if (!callback(error)) throw error;
      });
    },
    onPrint,
  });
  const options = readOptions(process.env);
  useDefaults((called) => (called === "main" ? options : {}));
}

function readOptions({ CLOCK, SEED, TRACE }: NodeJS.ProcessEnv): RunOptions {
  return {
    ...(TRACE && { observer: recordTo(TRACE) }),
    ...(CLOCK && { clock: readClock(CLOCK) }),
    ...(SEED && { seed: Number(SEED) }),
  };
}

function onPrint(callback: (line: string) => boolean): () => void {
  const { format } = process.getBuiltinModule("node:util");
  const { log } = console;
  console.log = (...words: unknown[]) => {
    if (!callback(format(...words))) log(...words);
  };
  return () => void (console.log = log);
}

/** Keeps all that happens, and writes it to `file` when the program ends. */
function recordTo(file: string): Observer {
  const { writeFileSync } = process.getBuiltinModule("node:fs");
  const events: TraceEvent[] = [];
  process.on("exit", () => writeFileSync(file, JSON.stringify(events)));
  return (event) => void events.push(event);
}

const standardError = 2;

// `process.stderr.write` before an exit loses what a pipe does not take at once.
function writeWhole(text: string): void {
  const { writeSync } = process.getBuiltinModule("node:fs");
  const bytes = new TextEncoder().encode(text);
  for (let written = 0; written < bytes.length;) {
    try {
      written += writeSync(standardError, bytes, written);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== "EAGAIN") return;
    }
  }
}

// What the program has printed may still be on its way through a pipe.
function exitFlushed(status: number): void {
  process.exitCode = status;
  if (process.stdout.writableLength === 0) process.exit(status);
  process.stdout.write("", () => process.exit(status));
}

function readClock(name: string): "real" | "virtual" {
  if (name === "real" || name === "virtual") return name;
  throw new RangeError(`expected CLOCK to be real or virtual, got "${name}"`);
}
