// Most machines that test this have no Docker. So the Dockerfile is read, and what
// it says is done here, in a scratch folder: with the files that reach the image,
// its packages, its health check and its command.

import { spawn, spawnSync } from "node:child_process";
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join, relative } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Demo, listening } from "../support/demo.ts";
import { freePort } from "../support/port.ts";
import { plainClient } from "./16-chat.peers.ts";

const root = join(import.meta.dirname, "../..");
const steps = readSteps(join(root, "lessons/16-chat/Dockerfile"));
const isIgnored = readIgnored(join(root, ".dockerignore"));

interface Step {
  word: string;
  rest: string;
}

/** The instructions of a Dockerfile, in order. */
function readSteps(path: string): Step[] {
  return readFileSync(path, "utf8")
    .replace(/^#.*\n/gm, "")
    .replace(/\\\n\s*/g, "")
    .split("\n")
    .filter((line) => line.trim() !== "")
    .map((line) => {
      const [, word = "", rest = ""] = /^(\w+)\s+(.*)$/.exec(line) ?? [];
      return { word, rest };
    });
}

const all = (word: string): string[] =>
  steps.filter((step) => step.word === word).map(({ rest }) => rest);

const only = (word: string): string => {
  expect(all(word)).toHaveLength(1);
  return all(word)[0] ?? "";
};

/** Whether a path from the root stays outside: the last pattern that fits wins. */
function readIgnored(path: string): (file: string) => boolean {
  const patterns = readFileSync(path, "utf8")
    .split("\n")
    .filter((line) => line !== "" && !line.startsWith("#"))
    .map((line) => {
      const glob = line.replace(/^!/, "").replaceAll(".", "\\.");
      const source = glob
        .replaceAll("**/", "(.+/)?")
        .replace(/(?<!\.)\*/g, "[^/]*");
      return {
        isException: line.startsWith("!"),
        pattern: new RegExp(`^${source}(/|$)`),
      };
    });
  return (file) => {
    const last = patterns.findLast(({ pattern }) => pattern.test(file));
    return last !== undefined && !last.isException;
  };
}

describe("the Dockerfile", () => {
  test("names an exact version of Node, small, and one that we support", () => {
    const [, major, minor] =
      /^node:(\d+)\.(\d+)\.\d+-alpine$/.exec(only("FROM")) ?? [];

    expect(Number(major) * 100 + Number(minor)).toBeGreaterThanOrEqual(2019);
  });

  test("installs what production needs, as the lock file has it", () => {
    expect(only("RUN")).toMatch(/npm ci --omit=dev$/);
  });

  test("runs as a user that is not root, after the last file has come", () => {
    const words = steps.map(({ word }) => word);

    expect(only("USER")).toBe("node");
    expect(words.indexOf("USER")).toBeGreaterThan(words.lastIndexOf("COPY"));
    expect(words.indexOf("USER")).toBeLessThan(words.indexOf("CMD"));
  });

  test("says which port it listens on", () => {
    expect(only("EXPOSE")).toBe("5000");
    expect(only("ENV")).toContain("PORT=5000");
  });

  test("lets in no file that the image does not need", () => {
    const outside = [
      ".git/config",
      "node_modules/tsx/package.json",
      "docs/start.ts",
      "lessons/16-chat/go/main.go",
      "lessons/16-chat/README.md",
      "lessons/05-connection/exercises/1-shout.ts",
    ];

    expect(outside.filter((file) => !isIgnored(file))).toEqual([]);
    expect(isIgnored("lessons/16-chat/public/index.html")).toBe(false);
  });
});

describe("what the Dockerfile says, done here", () => {
  let folder: string;
  let environment: NodeJS.ProcessEnv;
  let server: Demo;

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), "image-"));
    environment = { ...process.env, ...pairs(only("ENV")) };
    environment["PORT"] = `${await freePort()}`;
    for (const { word, rest } of steps) {
      if (word === "COPY") copy(rest);
      if (word === "RUN") run(rest);
    }
    const [program = "", ...words] = JSON.parse(only("CMD")) as string[];
    const env = environment;
    server = await listening(spawn(program, words, { cwd: folder, env }));
  }, 60_000);

  afterAll(async () => {
    await server?.stop("SIGKILL");
    rmSync(folder, { recursive: true, force: true });
  });

  function copy(rest: string): void {
    const names = rest.split(" ");
    const to = join(folder, names.pop() ?? "");
    for (const name of names) {
      const from = join(root, name);
      const filter = (path: string) => !isIgnored(relative(root, path));
      const isFile = to.endsWith("/") || names.length > 1;
      mkdirSync(folder, { recursive: true });
      cpSync(from, isFile ? join(to, name) : to, { recursive: true, filter });
    }
  }

  function run(command: string): void {
    const env = { ...environment, npm_config_prefer_offline: "true" };
    const { status, stderr } = spawnSync(command, {
      cwd: folder,
      encoding: "utf8",
      env,
      shell: true,
    });
    expect({ status, stderr: status === 0 ? "" : stderr }).toEqual({
      status: 0,
      stderr: "",
    });
  }

  function checkHealth(): number | null {
    const [, command = ""] = /CMD (\[.*\])$/.exec(only("HEALTHCHECK")) ?? [];
    const [program = "", ...words] = JSON.parse(command) as string[];
    return spawnSync(program, words, { env: environment }).status;
  }

  test("leaves out the packages that only development needs", () => {
    const has = (name: string) =>
      existsSync(join(folder, "node_modules", name));

    expect(["express", "tsx", "ws"].map(has)).toEqual([true, true, true]);
    expect(["vitest", "vitepress", "typescript"].map(has)).toEqual([
      false,
      false,
      false,
    ]);
  });

  test("serves, is healthy, carries a message, and stops when it is told", async () => {
    const alice = await plainClient(server);
    const bob = await plainClient(server);

    alice.say("hello");
    expect(await bob.hear()).toBe("hello");
    expect(checkHealth()).toBe(0);
    const started = Date.now();
    const status = await server.stop("SIGTERM");

    expect(status).toBe(0);
    expect(Date.now() - started).toBeLessThan(1_500);
    expect(await alice.closed).toBe("1001");
    expect(checkHealth()).toBe(1);
  });
});

function pairs(line: string): NodeJS.ProcessEnv {
  const entries = line.split(" ").map((pair) => pair.split("="));
  return Object.fromEntries(entries) as NodeJS.ProcessEnv;
}
