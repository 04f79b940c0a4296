// A lesson's demo as a process of its own, as `npm run lesson` starts it.

import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { onTestFinished } from "vitest";
import { loader } from "./loader.ts";

const root = join(import.meta.dirname, "../..");

export interface Demo {
  /** Where it listens. */
  url: string;
  /** What it has printed so far, both streams. */
  output: () => string;
  /** Sends the signal and resolves with the exit status. */
  stop: (signal?: NodeJS.Signals) => Promise<number | null>;
}

/**
 * Starts `npm run lesson WORDS` on a free port and resolves once it listens.
 * Rejects with its exit status and what it printed if it ends before.
 */
export async function startDemo(
  words: string,
  environment: NodeJS.ProcessEnv = {},
): Promise<Demo> {
  const run = join(root, "lessons/run.ts");
  const child = spawn(
    process.execPath,
    ["--import", loader, run, ...words.split(" ")],
    { env: { ...process.env, PORT: "0", ...environment } },
  );
  return listening(child);
}

/** A demo with npm in front of it, as somebody at a terminal has it. */
export interface NpmDemo extends Demo {
  /** Ctrl-C: npm hears it, and so does all that npm has started. */
  interrupt: () => void;
}

/**
 * Starts `npm WORDS`, npm included, on a free port and resolves once it listens.
 * What still runs of it when the test has finished is killed.
 */
export async function startNpm(words: string): Promise<NpmDemo> {
  const child = spawn("npm", words.split(" "), {
    cwd: root,
    detached: true, // a group of its own, which can be told as a whole
    env: {
      ...process.env,
      PORT: "0",
      NO_COLOR: "1",
      npm_config_update_notifier: "false",
    },
  });
  const signal = (name: NodeJS.Signals) => {
    if (child.pid) process.kill(-child.pid, name);
  };
  onTestFinished(() => {
    try {
      signal("SIGKILL");
    } catch {
      // Nobody of the group is left, as it should be.
    }
  });
  const demo = await listening(child);
  return { ...demo, interrupt: () => signal("SIGINT") };
}

/** Resolves once `child` has printed `listening on URL`, or Vite's words for it. */
export async function listening(child: ChildProcess): Promise<Demo> {
  let printed = "";
  const exit = once(child, "close") as Promise<[number | null]>;
  const url = await new Promise<string>((resolve, reject) => {
    const read = (chunk: Buffer) => {
      printed += chunk.toString();
      const line = /(?:listening on|Local:) +(http:\S+)/.exec(printed);
      if (line?.[1]) resolve(line[1]);
    };
    child.stdout?.on("data", read);
    child.stderr?.on("data", read);
    void exit.then(([status]) =>
      reject(new Error(`exit status ${status}: ${printed}`)),
    );
  });
  return {
    url,
    output: () => printed,
    stop: async (signal = "SIGTERM") => {
      child.kill(signal);
      const [status] = await exit;
      return status;
    },
  };
}
