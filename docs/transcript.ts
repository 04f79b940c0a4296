// What a command of the course prints, as a reader would see it.

import { spawn, type ChildProcess } from "node:child_process";
import {
  closeSync,
  mkdtempSync,
  openSync,
  readFileSync,
  rmSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";

const root = join(import.meta.dirname, "..");

// The only parts of an output that may differ from run to run.
const volatileParts = [
  { name: "port", pattern: /\b(localhost:|port )\d{1,5}\b/g, shown: "$1PORT" },
];

/** `output` with every volatile part replaced by its name. */
export function normalise(output: string): string {
  return volatileParts.reduce(
    (text, { pattern, shown }) => text.replace(pattern, shown),
    output,
  );
}

// Longer than any demo takes, also where everything else runs at once, so that a
// hanging one is an error and not a wait.
const deadlineMs = 60_000;

/**
 * Runs `command` (`npm run lesson 3`, or `go run main.go` in `folder`) and
 * resolves with its standard output and error in the order they were written.
 *
 * `loader` is what Node loads TypeScript with.
 *
 * A command that says `listening on …` is a server: it is told to stop. A
 * status other than 0 is told in a last line, as `go run` does.
 */
export async function transcript(
  command: string,
  folder: string,
  environment: NodeJS.ProcessEnv = {},
  loader = "tsx",
): Promise<string> {
  const scratch = mkdtempSync(join(tmpdir(), "transcript-"));
  const file = join(scratch, "output");
  const output = openSync(file, "a");
  try {
    const resolved = resolve(command, folder, loader);
    const child = start(resolved, output, environment);
    const status = await ended(child, () => readFileSync(file, "utf8"));
    const text = readFileSync(file, "utf8");
    return status === 0 ? text : `${text}exit status ${status}\n`;
  } finally {
    closeSync(output);
    rmSync(scratch, { recursive: true, force: true });
  }
}

type Resolved = [program: string, args: string[], cwd: string];

function start(
  [program, args, cwd]: Resolved,
  output: number,
  environment: NodeJS.ProcessEnv,
): ChildProcess {
  return spawn(program, args, {
    cwd,
    env: {
      ...process.env,
      NO_COLOR: "1",
      FORCE_COLOR: undefined,
      ...environment,
    },
    stdio: ["ignore", output, output],
  });
}

// The programs behind the npm scripts are started without npm, whose own lines
// are not the course's.
function resolve(command: string, folder: string, loader: string): Resolved {
  const words = command.split(" ");
  const [program = "", verb, script = "", ...rest] = words;
  if (program === "go") return [program, words.slice(1), folder];
  if (program !== "npm" || verb !== "run") {
    throw new Error(`expected "npm run …" or "go …", got "${command}"`);
  }
  const node = ["--import", loader, join(root, "lessons", programs(script))];
  return [process.execPath, [...node, ...rest.filter((x) => x !== "--")], root];
}

function programs(script: string): string {
  if (script === "lesson") return "run.ts";
  if (script === "break" || script === "exercise") return `${script}.ts`;
  throw new Error(`expected lesson, break or exercise, got "${script}"`);
}

async function ended(
  child: ChildProcess,
  printed: () => string,
): Promise<number | null> {
  const exit = new Promise<number | null>((resolve, reject) => {
    child.once("error", reject).once("exit", (status) => resolve(status));
  });
  const started = Date.now();
  let isTold = false;
  while (child.exitCode === null && child.signalCode === null) {
    // Once: a process on its way out hears no more, and would die of a second.
    if (!isTold && /^listening on /m.test(printed())) {
      isTold = child.kill("SIGTERM");
    }
    if (Date.now() - started > deadlineMs) child.kill("SIGKILL");
    await Promise.race([exit, sleep(25)]);
  }
  return exit;
}
