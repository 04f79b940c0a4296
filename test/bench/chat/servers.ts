// The servers that are measured, and how each is started and ended.

import { execFileSync, spawnSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { find } from "../../support/needs.ts";
import { freePort, isOpen } from "../../support/port.ts";
import type { DialectName } from "./dialects.ts";
import { begin, type Child, end } from "./processes.ts";

const root = join(import.meta.dirname, "../../..");
const startTimeoutMs = 10_000;

export interface Subject {
  name: string;
  dialect: DialectName;
  /** The program and its words; none where it cannot be had. */
  command?: readonly string[];
  /** Why there is no command. */
  why?: string;
}

export interface Server {
  port: number;
  pid: number;
  stop: () => Promise<void>;
}

/** Ours on both wires, the peers, and Go. */
export function listSubjects(): Subject[] {
  const ours = ["--import", "tsx", "lessons/run.ts", "16", "--wire"];
  return [
    node("rendezvous", ...ours, "own"),
    node("rendezvous on ws", ...ours, "ws"),
    node("ws", peer("ws.js")),
    { ...node("socket.io", peer("socket.io.js")), dialect: "socket.io" },
    node("net", peer("net.js")),
    { name: "melody", dialect: "plain", ...buildGo() },
  ];
}

function node(name: string, ...words: string[]): Subject {
  return { name, dialect: "plain", command: [process.execPath, ...words] };
}

function peer(file: string): string {
  return join(import.meta.dirname, "peers", file);
}

const goFolder = join(root, "lessons/16-chat/go");

/** The versions of Go and melody, where both are at hand. */
export function goVersions(): Record<string, string> {
  const go = find("go");
  const file = join(goFolder, "go.mod");
  if (!go || !existsSync(file)) return {};
  const text = execFileSync(go, ["env", "GOVERSION"], { encoding: "utf8" });
  const melody = /olahol\/melody v(\S+)/.exec(readFileSync(file, "utf8"));
  return { go: text.trim(), melody: melody?.[1] ?? "" };
}

function buildGo(): Pick<Subject, "command" | "why"> {
  const go = find("go");
  if (!go) return { why: "go is not installed" };
  if (!existsSync(join(goFolder, "main.go"))) {
    return { why: "lessons/16-chat/go is not there" };
  }
  const program = join(root, ".cache/bench-chat-go");
  const { status, stderr } = spawnSync(go, ["build", "-o", program, "."], {
    cwd: goFolder,
    encoding: "utf8",
    timeout: 300_000,
  });
  if (status === 0) return { command: [program] };
  console.error(stderr.trim());
  return { why: "go build failed" };
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
