import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { readVisit } from "../../lessons/13-schedules/demo/words.ts";
import { loader } from "../support/loader.ts";

const once = { isMended: false, isExplored: false, schedule: undefined };

describe("the words after a kernel's name", () => {
  test("may be none", () => {
    expect(readVisit([], {})).toEqual(once);
  });

  test.each(["--mended", "mended"])("%s is for the mend", (word) => {
    expect(readVisit([word], {})).toEqual({ ...once, isMended: true });
  });

  test("may ask to explore the mend", () => {
    expect(readVisit(["--mended", "--explore"], {})).toEqual({
      ...once,
      isMended: true,
      isExplored: true,
    });
  });

  test.each([
    [["--schedule", "3:1,4:2"]],
    [["--schedule=3:1,4:2"]],
    [["schedule", "3:1,4:2"]],
  ])("%j is for one order", (words) => {
    expect(readVisit(words, {})).toEqual({ ...once, schedule: "3:1,4:2" });
  });

  test("may name the default order", () => {
    expect(readVisit(["--schedule", ""], {})).toEqual({
      ...once,
      schedule: "",
    });
  });

  test("are found where npm has kept them", () => {
    const kept = { npm_config_explore: "true", npm_config_mended: "true" };

    expect(readVisit([], kept)).toEqual({
      ...once,
      isMended: true,
      isExplored: true,
    });
  });

  test("are a schedule if npm has kept the option before it", () => {
    const visit = { ...once, schedule: "3:1" };

    expect(readVisit(["3:1"], { npm_config_schedule: "true" })).toEqual(visit);
    expect(readVisit([], { npm_config_schedule: "3:1" })).toEqual(visit);
  });

  test.each([
    [["--exlpore"], "--exlpore"],
    [["--explore", "--schedule", "3:1"], "both"],
  ])("%j are refused in a sentence", (words, got) => {
    expect(() => readVisit(words, {})).toThrow(
      new RangeError(
        `expected --mended, and --explore or --schedule S, got "${got}"`,
      ),
    );
  });
});

/** What `npm run lesson 13 WORDS` prints and ends with. */
function lesson13(...words: string[]) {
  const run = join(import.meta.dirname, "../../lessons/run.ts");
  const { stdout, stderr, status } = spawnSync(
    process.execPath,
    ["--import", loader, run, "13", ...words],
    { encoding: "utf8" },
  );
  return { stdout, stderr, status };
}

describe("a visit of kubernetes-10182", () => {
  const name = "kubernetes-10182";

  test("says how all its orders end, and how to see the worst again", () => {
    const { stdout, stderr } = lesson13(name, "--explore");

    expect(stdout).toMatch(/^\d+ schedules stand for all orders/m);
    expect(stdout).toMatch(
      /^ +\d+ × (leak|deadlock)  \S+\n +2 \(sync\): sync/m,
    );
    expect(stderr).toBe("");
    const [, schedule] = /--schedule "?([\d:,]*)"?\n$/.exec(stdout) ?? [];
    const again = lesson13(name, "--schedule", schedule ?? "none");
    expect(again.stdout + again.stderr).toContain("(sync)");
    expect(again.stdout + again.stderr).toContain("sync.Mutex.Lock");
  });

  test("shows that its mend returns in all orders", () => {
    const { stdout, status } = lesson13(name, "--explore", "--mended");

    expect(stdout).toMatch(/schedules stand for all orders/);
    expect(stdout).not.toMatch(/deadlock|leak|--schedule/);
    expect(status).toBe(0);
  });

  test("refuses a word that it does not know", () => {
    expect(lesson13(name, "--all")).toEqual({
      stdout: "",
      stderr: 'expected --mended, and --explore or --schedule S, got "--all"\n',
      status: 1,
    });
  });
});

test("a kernel that is not in the museum is refused in a sentence", () => {
  expect(lesson13("kubernetes-1")).toEqual({
    stdout: "",
    stderr:
      'expected a kernel that "npm run lesson 13 museum" lists, got "kubernetes-1"\n',
    status: 1,
  });
});
