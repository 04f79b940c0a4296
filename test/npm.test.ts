import { spawnSync } from "node:child_process";
import {
  copyFileSync,
  cpSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { describe, expect, onTestFinished, test } from "vitest";
import { findFences } from "../docs/fences.ts";
import { transcript } from "../docs/transcript.ts";
import { rawPeer } from "./support/connection.ts";
import { startNpm } from "./support/demo.ts";

const root = join(import.meta.dirname, "..");
const read = (path: string) => readFileSync(join(root, path), "utf8");

const onWindows = process.platform === "win32"; // where no program hears a signal

const withPatience = { timeout: 20_000 };

describe.skipIf(onWindows)("a server behind npm", withPatience, () => {
  test("is gone within a second when npm is told to stop", async () => {
    const demo = await startNpm("run lesson 1");

    const before = performance.now();
    expect(await demo.stop("SIGTERM")).toBe(0);
    expect(performance.now() - before).toBeLessThan(1_000);
    await expect(fetch(demo.url)).rejects.toThrow();
  });

  test("is gone when npm alone is interrupted", async () => {
    const demo = await startNpm("run lesson 1");

    expect(await demo.stop("SIGINT")).toBe(0);
    await expect(fetch(demo.url)).rejects.toThrow();
  });

  test("takes its leave on Ctrl-C, however often that is heard", async () => {
    const demo = await startNpm("run lesson 5");
    const peer = await rawPeer(Number(new URL(demo.url).port), "/echo");

    demo.interrupt();
    expect(await peer.read(4)).toBe("880203e9");
    expect(await demo.stop("SIGINT")).toBe(0);
  });

  test("stops when npm has been killed and can tell it nothing", async () => {
    const demo = await startNpm("run lesson 1");

    expect(await demo.stop("SIGKILL")).toBeNull();
    await expect(fetch(demo.url)).rejects.toThrow();
  });

  test("is gone when it is a broken copy", async () => {
    const demo = await startNpm("run break 1 server");

    expect(await demo.stop("SIGTERM")).toBe(0);
    await expect(fetch(demo.url)).rejects.toThrow();
  });
});

describe("exec, for a shell that has none", () => {
  const exec = (...words: string[]) => {
    const program = join(root, "lessons/exec/exec.js");
    const options = { encoding: "utf8", input: "from outside" } as const;
    return spawnSync(process.execPath, [program, ...words], options);
  };

  test("runs its arguments as they are, with its own streams", () => {
    const print =
      "process.stdin.pipe(process.stdout); console.error(process.argv[1])";

    const { status, stdout, stderr } = exec("node", "-e", print, 'two "words"');

    expect({ status, stdout, stderr }).toEqual({
      status: 0,
      stdout: "from outside",
      stderr: 'two "words"\n',
    });
  });

  test("ends as its program ends", () => {
    expect(exec("node", "-e", "process.exit(7)").status).toBe(7);
    expect(exec("node", "-e", "process.abort()").status).toBe(1);
  });

  test("says so if there is no such program", () => {
    const { status, stderr } = exec("nosuch-program");

    expect(status).toBe(127);
    expect(stderr).toContain("nosuch-program");
  });

  test("is what cmd finds, for npm has linked it", () => {
    const linked = join(root, "node_modules/.bin/exec");

    expect(existsSync(linked)).toBe(true);
  });
});

describe("npm run break", withPatience, () => {
  test("without words breaks the demo that the page shows broken", async () => {
    const shown = findFences(read("lessons/02-handshake/README.md")).find(
      ({ source }) => source === "npm run break 2 knocks",
    );

    const printed = await transcript("npm run break 2", root, { PORT: "0" });

    expect(printed).toContain("Firefox asks       400");
    expect(printed).toBe(shown?.body);
  });

  test("with words breaks the demo that they name", async () => {
    const printed = await transcript("npm run break 2 handshake", root);

    expect(printed).toMatch(/^the client asks\n/);
  });

  test("without words on the page breaks the first demo", async () => {
    const printed = await transcript("npm run break 4", root);

    expect(printed).toContain('bob reads "h��llo');
  });
  test("says which file has changed and leaves no copy behind", () => {
    const course = mkdtempSync(join(root, ".cache", "changed-"));
    onTestFinished(() => rmSync(course, { recursive: true }));
    cpSync(join(root, "lessons"), join(course, "lessons"), { recursive: true });
    copyFileSync(join(root, "package.json"), join(course, "package.json"));
    const changed = "lessons/02-handshake/handshake.ts";
    writeFileSync(
      join(course, changed),
      read(changed).replace("if (!host)", "if (host === undefined)"),
    );

    const { status, stdout, stderr } = spawnSync(
      process.execPath,
      ["--import", "tsx", "lessons/break.ts", "2"],
      { cwd: course, encoding: "utf8" },
    );

    expect(stderr).toBe(
      `expected ${changed} as the course has it, got it changed\n`,
    );
    expect([status, stdout]).toEqual([1, ""]);
    expect(readdirSync(join(course, ".cache"))).toEqual([]);
  });
});
