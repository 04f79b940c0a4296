// Reads a report as a person would: who waits, why, and which code stands at the
// places that it names.

import { spawn } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { loader } from "../support/loader.ts";

const root = join(import.meta.dirname, "../..");

export interface Ended {
  status: number | null;
  stdout: string;
  stderr: string;
}

/** Runs `npm run lesson 12 WORDS` without npm. */
export function lesson12(
  words: string,
  environment: NodeJS.ProcessEnv = {},
): Promise<Ended> {
  const run = join(root, "lessons/run.ts");
  return start([run, "12", ...words.split(" ")], environment);
}

/** Runs a program that is given as text; it may import "rendezvous". */
export function runText(program: string): Promise<Ended> {
  return start(["--input-type=module", "--eval", program], {});
}

async function start(
  words: readonly string[],
  environment: NodeJS.ProcessEnv,
): Promise<Ended> {
  const child = spawn(process.execPath, ["--import", loader, ...words], {
    cwd: root,
    env: { ...process.env, npm_config_mended: undefined, ...environment },
    stdio: ["ignore", "pipe", "pipe"],
  });
  const exit = new Promise<number | null>((resolve) =>
    child.once("close", resolve),
  );
  const [stdout, stderr] = await Promise.all([
    text(child.stdout),
    text(child.stderr),
  ]);
  return { status: await exit, stdout, stderr };
}

const block =
  /^goroutine (?<id>\d+) \[(?<reason>.+)\]:\n(?<calls>(?:main\..+\n(?:\t.+\n)?)+)(?:created by .+\n\t(?<start>.+)\n)?/gm;
const call = /^main\.(?<name>.+)\(\.\.\.\)\n(?:\t(?<place>.+)\n)?/gm;

/**
 * The goroutines of a report, a few lines each: its header, its functions with
 * the code at which they wait, innermost first, and the code that started it.
 */
export function readGoroutines(report: string): string[][] {
  return [...report.matchAll(block)].map(({ groups = {} }) => {
    const { id, reason, calls = "", start } = groups;
    return [
      `${id} [${reason}]`,
      ...[...calls.matchAll(call)].map(
        ({ groups: { name, place } = {} }) => `${name}: ${codeAt(place)}`,
      ),
      ...(start ? [`started by ${codeAt(start)}`] : []),
    ];
  });
}

/** The headers alone: `2 [chan send]`. */
export function readHeaders(report: string): string[] {
  return [...report.matchAll(block)].map(
    ({ groups: { id, reason } = {} }) => `${id} [${reason}]`,
  );
}

/** What is ours, from the label on. */
export function readOurs(report: string): string {
  return report.split("the rest is ours, Go does not say it:\n\n")[1] ?? "";
}

/** The goroutines of each circle, in its order, by their names. */
export function readCircles(report: string): string[][] {
  return report
    .split("in a circle:\n")
    .slice(1)
    .map((circle) =>
      [...circle.matchAll(/^ {2}(?:┌▶|│ ) goroutine \d+ \((.+?)\)/gm)].map(
        ([, name = ""]) => name,
      ),
    );
}

function codeAt(place = ""): string {
  const [, file = "", line, column] = /^(.+):(\d+):(\d+)$/.exec(place) ?? [];
  if (file === "") return "";
  const code = readFileSync(join(root, file), "utf8").split("\n");
  return code[Number(line) - 1]?.slice(Number(column) - 1) ?? "";
}
