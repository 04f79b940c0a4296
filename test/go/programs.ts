// The golden programs: each is a folder with a main.go, its twin main.ts, and
// what Go printed when it was recorded.

import { execFile, execFileSync } from "node:child_process";
import { existsSync, mkdirSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { compiledTwins } from "./compile.ts";
import { normaliseReport, normaliseText, readPlayback } from "./normalise.ts";

const folder = import.meta.dirname;
const root = join(folder, "../..");
const binaries = join(root, ".cache/go");

/** The names of all programs. */
export const programs: readonly string[] = readdirSync(folder, {
  withFileTypes: true,
})
  .filter((entry) => entry.isDirectory())
  .map(({ name }) => name);

/** What a program does, as far as two runs of it have that in common. */
export interface Result {
  stdout: string;
  stderr: string;
  exit: string;
}

/** The files that hold a result. */
export const streams = ["stdout", "stderr", "exit"] as const;

/** What Go did when it was recorded; `undefined` for a file that is not there. */
export function recorded(
  program: string,
  stream: keyof Result | "timeline",
): string | undefined {
  const file = goldenFile(program, stream);
  return existsSync(file) ? readFileSync(file, "utf8") : undefined;
}

export function goldenFile(program: string, stream: string): string {
  return join(folder, program, `${stream}.txt`);
}

/** The recorded result, whole. */
export function recordedResult(program: string): Result {
  const read = (stream: keyof Result) => recorded(program, stream) ?? "";
  return { stdout: read("stdout"), stderr: read("stderr"), exit: read("exit") };
}

export function recordedTimeline(program: string): string | undefined {
  return recorded(program, "timeline");
}

/**
 * Runs the twin of `program`. One that measures time has a virtual clock: what it
 * prints must not depend on how busy the machine is.
 */
export async function runTwin(program: string): Promise<Result> {
  const CLOCK = recordedTimeline(program) ? "virtual" : "real";
  return normalised(await spawnTwin(program, [], { CLOCK }));
}

/** Runs the twin on the virtual clock and gives its timeline. */
export async function runTwinTimeline(program: string): Promise<string> {
  const preload = join(compiledTwins(), "test/go/preload.js");
  const output = await spawnTwin(program, ["--import", preload], {
    CLOCK: "virtual",
  });
  return normaliseText(output.stdout.toString());
}

function spawnTwin(
  program: string,
  flags: readonly string[],
  environment: NodeJS.ProcessEnv,
): Promise<Output> {
  const twin = join(compiledTwins(), "test/go", program, "main.js");
  return start(process.execPath, [...flags, twin], environment);
}

/** Whether `program` looks at a clock; Go's virtual one knows no network. */
export function hasClock(program: string): boolean {
  const source = readFileSync(join(folder, program, "main.go"));
  return source.includes('"time"') && !source.includes('"net"');
}

/** Builds every program that the variant is for; a few of them need seconds. */
export function buildGo(variant: Variant): void {
  const output = join(binaries, variant) + "/";
  mkdirSync(output, { recursive: true });
  const isVirtual = variant === "faketime";
  const tags = isVirtual ? ["-tags=faketime"] : [];
  const built = isVirtual ? programs.filter(hasClock) : programs;
  const packages = built.map((program) => `./${program}`);
  execFileSync(
    "go",
    [
      "build",
      ...tags,
      "-trimpath",
      "-ldflags=-s -w",
      "-o",
      output,
      ...packages,
    ],
    { cwd: folder, env: { ...process.env, GOTOOLCHAIN: "local" } },
  );
}

/** `faketime` has the clock of Go's playground: it jumps when everybody waits. */
export type Variant = "plain" | "faketime";

/** Runs the Go side of `program`, which has been built. */
export async function runGo(program: string, cores = 2): Promise<Result> {
  const binary = join(binaries, "plain", program);
  return normalised(await start(binary, [], { GOMAXPROCS: String(cores) }));
}

export async function runGoTimeline(
  program: string,
  cores = 2,
): Promise<string> {
  const binary = join(binaries, "faketime", program);
  const output = await start(binary, [], { GOMAXPROCS: String(cores) });
  return readPlayback(output.stdout);
}

interface Output {
  stdout: Buffer;
  stderr: Buffer;
  status: number | null;
}

function normalised({ stdout, stderr, status }: Output): Result {
  return {
    stdout: normaliseText(stdout.toString()),
    stderr: normaliseReport(stderr.toString()),
    exit: `${status}\n`,
  };
}

const patienceMs = 30_000;

function start(
  file: string,
  words: readonly string[],
  environment: NodeJS.ProcessEnv,
): Promise<Output> {
  // What colours, seeds or traces the tests themselves must not reach them.
  const { PATH, HOME, TMPDIR } = process.env;
  const env = { PATH, HOME, TMPDIR, ...environment };
  return new Promise((resolve) => {
    const child = execFile(
      file,
      words,
      { cwd: root, env, encoding: "buffer", timeout: patienceMs },
      (_error, stdout, stderr) =>
        resolve({ stdout, stderr, status: child.exitCode }),
    );
  });
}
