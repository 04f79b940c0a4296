// The servers that are measured, and the command that starts each.

import { execFileSync, spawnSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { find } from "../../support/needs.ts";
import type { DialectName } from "./dialects.ts";

const root = join(import.meta.dirname, "../../..");

export interface Subject {
  name: string;
  dialect: DialectName;
  /** The program and its words; none where it cannot be had. */
  command?: readonly string[];
  /** Why there is no command. */
  why?: string;
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
