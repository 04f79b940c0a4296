import { spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { describe, expect, test } from "vitest";
import { loader } from "../support/loader.ts";

const root = join(import.meta.dirname, "../..");
const programs = join(root, "test/fixtures/programs");

interface Ended {
  status: number | null;
  output: string;
  errors: string;
}

async function play(
  name: string,
  environment: NodeJS.ProcessEnv = {},
): Promise<Ended> {
  const child = spawn(
    process.execPath,
    ["--import", loader, join(programs, `${name}.ts`)],
    { cwd: root, env: { ...process.env, ...environment } },
  );
  const closed = once(child, "close") as Promise<[number | null]>;
  const [output, errors, [status]] = await Promise.all([
    text(child.stdout),
    text(child.stderr),
    closed,
  ]);
  return { status, output, errors };
}

describe("a program", { timeout: 30_000 }, () => {
  test("says what those wait for who came back, and not whose it is", async () => {
    const { status, errors } = await play("back-unknown");

    expect(status).toBe(2);
    expect(errors).toContain("abroad: goroutine 2 (x) awaits a promise");
    expect(errors.match(/^one of them is back: chan send/gm)).toHaveLength(2);
  });

  test("runs nothing more after exit", async () => {
    expect(await play("exits-now")).toEqual({
      status: 3,
      output: "",
      errors: "",
    });
  });

  test("runs nothing more after a fatal error", async () => {
    const { status, output, errors } = await play("fatal-now");

    expect(status).toBe(2);
    expect(output).toBe("");
    expect(errors).toMatch(/^fatal error: sync: unlock of unlocked mutex\n/);
  });

  test("panics in the name of a send that failed unawaited", async () => {
    const { status, errors } = await play("forgotten-send-closed");

    expect(status).toBe(2);
    expect(errors).toMatch(/^panic: send on closed channel\n\ngoroutine 2 /);
  });

  test("ends with status 0 when main returns, whatever is left", async () => {
    expect(await play("returns")).toEqual({
      status: 0,
      output: "main returns\n",
      errors: "",
    });
  });

  test("loses nothing of what it printed before main returned", async () => {
    const { status, output } = await play("loud");

    const lines = output.trimEnd().split("\n");
    expect(status).toBe(0);
    expect(lines).toHaveLength(20_000);
    expect(lines.at(-1)).toMatch(/^line 20000 x{80}$/);
  });

  test("loses nothing of a report, however many are stuck", async () => {
    const { status, errors } = await play("parked");

    const blocks = errors.match(/^goroutine \d+ \[sleep\]:$/gm);
    expect(status).toBe(2);
    expect(errors).toMatch(/^fatal error: all goroutines are asleep/);
    expect(blocks).toHaveLength(5_001);
    expect(blocks?.at(-1)).toBe("goroutine 5001 [sleep]:");
  });

  test("that starts no function ends at once with status 2", async () => {
    const { status, output, errors } = await play("nil");

    expect({ status, output }).toEqual({ status: 2, output: "" });
    expect(errors).toMatch(
      /^fatal error: go of nil func value\n\ngoroutine 1 \[running\]:\nmain\.main\(\.\.\.\)\n\ttest\/fixtures\/programs\/nil\.ts:7:5\n/,
    );
  });

  test("that panics cleans up, says where, and ends with status 2", async () => {
    expect(await play("panic")).toEqual({
      status: 2,
      output: "bob cleans up\n",
      errors: [
        "panic: no room",
        "",
        "goroutine 2 [running]:",
        "main.bob(...)",
        "\ttest/fixtures/programs/panic.ts:7:13",
        "created by main.main in goroutine 1",
        "\ttest/fixtures/programs/panic.ts:4:3",
        "",
      ].join("\n"),
    });
  });

  test("ends with the status that it asks for, and nothing is cleaned up", async () => {
    expect(await play("exits")).toEqual({ status: 3, output: "", errors: "" });
  });

  test("whose main has called goexit ends with its last goroutine", async () => {
    expect(await play("goexit")).toEqual({
      status: 2,
      output: "bob is done\n",
      errors:
        "fatal error: no goroutines (main called runtime.Goexit) - deadlock!\n",
    });
  });

  test("is in no deadlock as long as the platform has something left", async () => {
    const { status, output, errors } = await play("undeclared");

    expect({ status, output }).toEqual({
      status: 2,
      output: "a timer of the platform rings\n",
    });
    expect(errors).toMatch(/^fatal error: all goroutines are asleep/);
  });

  test("may serve: its callbacks start goroutines, and it waits for IO (GO-93)", async () => {
    expect(await play("served")).toEqual({
      status: 0,
      output: "hello\n",
      errors: "",
    });
  });

  test("is warned of a forgotten await, with its line", async () => {
    expect(await play("forgets")).toEqual({
      status: 0,
      output: "main returns\n",
      errors:
        "warning: goroutine 2 (bob) has ended, and nobody awaited its sleep at test/fixtures/programs/forgets.ts:5:10\n",
    });
  });
});

describe("the environment", { timeout: 30_000 }, () => {
  const chance = (SEED: string) => play("chance", { SEED, CLOCK: "virtual" });

  test("repeats a program's choices with SEED", async () => {
    const [one, again, another] = await Promise.all([
      chance("1"),
      chance("1"),
      chance("2"),
    ]);

    expect(one.output).toBe(again.output);
    expect(one.output).not.toBe(another.output);
    expect(one.output.split("\n").sort().join("")).toBe("abcdefgh");
  });

  test.each(["-1", "1.5", "seven", "4294967296"])(
    "is told so when SEED is %s",
    async (seed) => {
      const { status, errors } = await chance(seed);

      expect(status).toBe(1);
      expect(errors).toContain(
        `RangeError: expected a seed from 0 to 4294967295, got ${Number(seed)}`,
      );
    },
  );

  test("is told so when CLOCK is no clock", async () => {
    const { status, errors } = await play("returns", { CLOCK: "fast" });

    expect(status).toBe(1);
    expect(errors).toContain(
      'RangeError: expected CLOCK to be real or virtual, got "fast"',
    );
  });
});
