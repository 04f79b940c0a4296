import { join } from "node:path";
import { spawnSync } from "node:child_process";
import { describe, expect, test } from "vitest";
import { loader } from "../support/loader.ts";
import { describeReports, hasPassed, readReport } from "./report.ts";

const fine = { behavior: "OK", behaviorClose: "OK" };
const loose = { behavior: "NON-STRICT", behaviorClose: "OK" };
const told = { behavior: "INFORMATIONAL", behaviorClose: "INFORMATIONAL" };

describe("a run of the testsuite", () => {
  test("passes if each case is OK, non-strict or informational", () => {
    const index = { echo: { "1.1.1": fine, "6.4.3": loose, "7.1.6": told } };

    const report = readReport("echo", ["1.1.1", "6.4.3", "7.1.6"], index);

    expect(hasPassed(report)).toBe(true);
  });

  test.each([
    ["behaves badly", { behavior: "FAILED", behaviorClose: "OK" }],
    ["closes badly", { behavior: "OK", behaviorClose: "WRONG CODE" }],
    ["has a verdict nobody knows", { behavior: "", behaviorClose: "OK" }],
  ])("fails if one case %s", (_what, verdict) => {
    const index = { echo: { "1.1.1": fine, "1.1.2": verdict } };

    const report = readReport("echo", ["1.1.1", "1.1.2"], index);

    expect(hasPassed(report)).toBe(false);
    expect(report.cases.get("failed")).toEqual(["1.1.2"]);
  });

  test("fails if a case is missing", () => {
    const index = { echo: { "1.1.1": fine } };

    const report = readReport("echo", ["1.1.1", "1.1.2"], index);

    expect(hasPassed(report)).toBe(false);
    expect(report.cases.get("missing")).toEqual(["1.1.2"]);
  });

  test("fails if there was nothing to run, or no report", () => {
    expect(hasPassed(readReport("echo", [], {}))).toBe(false);
    expect(hasPassed(readReport("echo", ["1.1.1"], {}))).toBe(false);
  });

  test("is told in a table, with the names of those that are not OK", () => {
    const index = { echo: { "1.1.1": fine, "6.4.3": loose, "7.1.6": told } };
    const cases = ["1.1.1", "6.4.3", "7.1.6", "9.1.1"];

    const text = describeReports([readReport("echo", cases, index)]);

    expect(text.split("\n")).toEqual([
      "        cases  OK  non-strict  informational  failed  missing",
      "echo        4   1           1              1       0        1",
      "echo, non-strict: 6.4.3",
      "echo, informational: 7.1.6",
      "echo, missing: 9.1.1",
    ]);
  });
});

function run(words: readonly string[]) {
  return spawnSync(
    process.execPath,
    ["--import", loader, join(import.meta.dirname, "main.ts"), ...words],
    { env: { PATH: "", PYENV_ROOT: import.meta.dirname }, encoding: "utf8" },
  );
}

test("npm run autobahn without Python 2.7 ends with a sentence", () => {
  const { status, stderr, stdout } = run(["echo", "--cases", "1.*,7.1.6"]);

  expect(status).toBe(1);
  expect(stdout).toBe("");
  expect(stderr).toMatch(/^expected Python 2\.7, .* got none\n$/);
});

test("npm run autobahn of a case that can be none ends with a sentence", () => {
  const { status, stderr, stdout } = run(["--cases", "1.*,zzz"]);

  expect(status).toBe(1);
  expect(stdout).toBe("");
  expect(stderr).toBe(
    'expected cases of the suite, like 1.* or 7.1.6, got "zzz"\n',
  );
});
