// npm test [N]: everything, or the tests of lesson N alone.
//
// Types, lint and tests all run, whichever fails, and the last line counts them
// all: `N passed, N failed, N skipped`.

import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { describeLessons, findLesson, listLessons } from "../lessons/course.ts";

const root = join(import.meta.dirname, "..");
const report = join(root, ".cache", "tests.json");

interface Count {
  passed: number;
  failed: number;
  skipped: number;
}

async function everything(): Promise<Count> {
  // Neither needs the other, and each keeps one processor busy.
  const checks = await Promise.all([npm("types"), npm("lint")]);
  const tests = vitest([]);
  return {
    passed: tests.passed + checks.filter((passed) => passed).length,
    failed: tests.failed + checks.filter((passed) => !passed).length,
    skipped: tests.skipped,
  };
}

async function npm(script: string): Promise<boolean> {
  // npm is a script on Windows, which only a shell can start.
  const shell = process.platform === "win32";
  const options = { cwd: root, stdio: "inherit", shell } as const;
  const child = spawn("npm", ["--silent", "run", script], options);
  const [status] = (await once(child, "exit")) as [number | null];
  return status === 0;
}

function vitest(words: readonly string[]): Count {
  mkdirSync(join(root, ".cache"), { recursive: true });
  rmSync(report, { force: true });
  const { status } = spawnSync(
    process.execPath,
    [
      join(root, "node_modules/vitest/vitest.mjs"),
      ...["run", "--config", "test/vitest.config.ts"],
      ...["--reporter=default", "--reporter=json", `--outputFile=${report}`],
      ...words,
    ],
    { cwd: root, stdio: "inherit" },
  );
  return count(status === 0);
}

interface Report {
  numPassedTests: number;
  numFailedTests: number;
  numPendingTests: number;
  testResults: { status: string; assertionResults: unknown[] }[];
}

function count(isGreen: boolean): Count {
  const tests = JSON.parse(readFileSync(report, "utf8")) as Report;
  const failed =
    tests.numFailedTests +
    // A file that could not even be loaded has no tests to count.
    tests.testResults.filter(
      (file) => file.status === "failed" && file.assertionResults.length === 0,
    ).length;
  return {
    passed: tests.numPassedTests,
    // A run may be red without a failed test: an error between two of them.
    failed: isGreen ? failed : Math.max(failed, 1),
    skipped: tests.numPendingTests,
  };
}

const [word, ...rest] = process.argv.slice(2);
const lesson = word === undefined ? undefined : findLesson(word);

if (word !== undefined && !lesson) {
  console.error(`expected a lesson of this list, got "${word}"\n`);
  console.error(describeLessons(listLessons()));
  process.exitCode = 1;
} else {
  const { passed, failed, skipped } = lesson
    ? vitest([`test/lessons/${lesson.name}.`, ...rest])
    : await everything();
  const skips = skipped > 0 ? `, ${skipped} skipped` : "";
  console.log(`${passed} passed, ${failed} failed${skips}`);
  const isRed = failed > 0 || (skipped > 0 && process.env["NO_SKIPS"]);
  process.exitCode = isRed ? 1 : 0;
}
